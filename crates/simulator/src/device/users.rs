//! Who may log in.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::time::Duration;

use super::caller::{Caller, Entry, LoginRefused, Service};
use super::store::Row;
use super::value::{address, duration, words};
use super::version::Version;
use super::{Device, menus};

/// From this version on `/ip/service` lists open connections too (other people's issue trackers; the command tree of 7.21.5 has its fields
/// `connection`, `local`, `remote`).
const CONNECTIONS_AMONG_SERVICES: Version = Version::new(7, 19, 0);

impl Device {
    /// Checks name and password. The caller's [`Entry`] knows only `from`; whoever accepted the connection replaces it.
    pub fn authenticate(
        &self,
        name: &str,
        password: &str,
        from: IpAddr,
    ) -> Result<Caller, LoginRefused> {
        self.authenticate_by(name, |right| right == password, from)
    }

    /// As [`Device::authenticate`], for a login by challenge: `knows` tells whether this password gives the response.
    pub fn authenticate_by(
        &self,
        name: &str,
        knows: impl Fn(&str) -> bool,
        from: IpAddr,
    ) -> Result<Caller, LoginRefused> {
        let policies = self.policies(name, from).ok_or(LoginRefused::Invalid)?;
        let right = self
            .store
            .named("/user", name)
            .any(|row| knows(row.get("password").unwrap_or_default()));
        if !right || !policies.contains("api") {
            return Err(LoginRefused::Invalid);
        }
        let entry = Entry {
            interface: String::new(),
            from,
            to: IpAddr::from([0, 0, 0, 0]),
            service: Service::Api,
            port: 8728,
        };
        Ok(Caller {
            session: 0,
            name: name.to_string(),
            policies,
            entry,
        })
    }

    /// Is this session's user still there, enabled, allowed from this address and by its group?
    pub fn still_valid(&self, who: &Caller) -> bool {
        self.policies(&who.name, who.entry.from)
            .is_some_and(|policies| policies.contains("api"))
    }

    /// Policies that a user has now, when it may come from this address at all.
    pub fn policies(&self, name: &str, from: IpAddr) -> Option<BTreeSet<String>> {
        let user = self.store.named("/user", name).next()?;
        let menu = menus::known("/user")?;
        let allowed = menu.value(user, "address").unwrap_or_default();
        if !menu.enabled(user) || !serves(allowed, from) {
            return None;
        }
        let group = self.store.named("/user/group", user.get("group")?).next()?;
        let granted = group.get("policy").unwrap_or_default().split(',');
        Some(
            granted
                .filter(|word| !word.starts_with('!') && !word.is_empty())
                .map(str::to_string)
                .collect(),
        )
    }

    /// The sessions that `/user/active` shows, each with how long it lasts. A session that stays keeps its id.
    pub fn set_sessions(&mut self, sessions: &[(Caller, Duration)]) {
        const MENU: &str = "/user/active";
        let mut gone: Vec<Row> = self.store.rows(MENU).to_vec();
        let mut new: Vec<Row> = Vec::new();
        for (who, age) in sessions {
            let user = self.store.named("/user", &who.name).next();
            let group = user.and_then(|user| user.get("group")).unwrap_or_default();
            let from = who.entry.from.to_string();
            let shown = [
                ("name", who.name.as_str()),
                ("address", &from),
                ("via", who.entry.service.name()),
                ("group", group),
            ];
            let same = |row: &Row| {
                shown
                    .iter()
                    .all(|(name, value)| row.get(name) == Some(value))
            };
            match gone.iter().position(same) {
                Some(at) => drop(gone.remove(at)),
                None => {
                    let since = self.now().saturating_sub(age.as_secs());
                    let mut row = Row::of(&shown);
                    row.values
                        .insert("when".to_string(), self.moment_text(since));
                    new.push(row);
                }
            }
        }
        for row in gone {
            self.store.remove(MENU, row.id);
        }
        for row in new {
            self.store.insert(MENU, row, None);
        }
        if self.version >= CONNECTIONS_AMONG_SERVICES {
            self.list_connections(sessions);
        }
    }

    /// Every open connection as a dynamic row of `/ip/service`, with the name of its service.
    fn list_connections(&mut self, sessions: &[(Caller, Duration)]) {
        const MENU: &str = "/ip/service";
        let before: Vec<u32> = self
            .store
            .rows(MENU)
            .iter()
            .filter(|row| row.dynamic())
            .map(|row| row.id)
            .collect();
        let kept = before.len().min(sessions.len());
        for id in before.into_iter().skip(kept) {
            self.store.remove(MENU, id);
        }
        for (who, _) in sessions.iter().skip(kept) {
            let port = who.entry.port.to_string();
            let row = Row {
                origin: Some("connection".to_string()),
                ..Row::of(&[("name", who.entry.service.name()), ("port", &port)])
            };
            self.store.insert(MENU, row, None);
        }
    }

    /// A caller that may do everything, for what the router does by itself.
    pub(super) fn system_caller(&self) -> Caller {
        let none = IpAddr::from([0, 0, 0, 0]);
        let entry = Entry {
            interface: String::new(),
            from: none,
            to: none,
            service: Service::Api,
            port: 0,
        };
        let policies = words::POLICIES
            .iter()
            .map(|word| word.to_string())
            .collect();
        Caller {
            session: 0,
            name: "*sys".to_string(),
            policies,
            entry,
        }
    }

    /// Time since the device started, as RouterOS writes it.
    pub fn uptime_text(&self) -> String {
        duration::format(self.uptime.as_secs() * 1_000_000)
    }
}

/// Does a list of networks contain the address? An empty list serves everybody.
pub fn serves(list: &str, from: IpAddr) -> bool {
    list.is_empty() || list.split(',').any(|net| address::matches(net, from))
}
