//! Reads what a router holds: all menus of the table and the facts about itself, in one turnaround.

use std::collections::BTreeSet;
use std::time::Duration;

use super::guard::{PRINTED, guard_rows, prints, told};
use super::{Cause, Client, Command, Interrupted, Record};
use crate::domain::hotspot::guard::GuardRows;
use crate::domain::hotspot::observed::{Observed, ObservedRow};
use crate::domain::moment::Moment;
use crate::domain::routeros::facts::Facts;
use crate::domain::routeros::inventory::{clock_seconds, offset_seconds, size_bytes};
use crate::domain::routeros::menu::Menu;
use crate::domain::routeros::menus;
use crate::domain::routeros::value::{Kind, duration_seconds};
use crate::domain::routeros::version::Version;
use crate::domain::routeros::vitals::Vitals;
use crate::domain::time::Span;

/// Why a router could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The connection ended.
    #[error("the connection ended while the router was read: check the way to it and try again")]
    Interrupted(#[source] Cause),
    /// The account may not read.
    #[error(
        "the account may not read {menu} ({message}): run the script of `hotspotd bootstrap` on the router once"
    )]
    Refused {
        /// What was refused.
        menu: &'static str,
        /// The router's words.
        message: String,
    },
    /// The router's version is not told, or is no version.
    #[error(
        "the router told no version that hotspotd understands ({0:?}); is it a MikroTik router?"
    )]
    NoVersion(String),
}

impl From<Interrupted> for ReadError {
    fn from(interrupted: Interrupted) -> Self {
        ReadError::Interrupted(interrupted.cause)
    }
}

/// What a router holds and what it says about itself.
#[derive(Debug)]
pub struct Reading {
    /// Its rows.
    pub observed: Observed,
    /// Itself.
    pub facts: Facts,
    /// Its scripts and schedulers, among which guards may stand.
    pub guards: GuardRows,
    /// How it is at this moment.
    pub vitals: Vitals,
    /// What time it is by a time server that keeps its clock; nothing where none does.
    pub time: Option<KeptTime>,
}

/// The time by a router's clock, which a time server keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptTime {
    /// The time.
    pub at: Moment,
    /// The time server, as the router names it; empty where it does not.
    pub server: String,
}

/// Reads every menu of the table, and the facts.
///
/// # Errors
/// See [`ReadError`].
pub async fn read(client: &mut Client, user: &str) -> Result<Reading, ReadError> {
    let menus: Vec<&'static Menu> = menus::all().collect();
    let commands: Vec<Command> = menus
        .iter()
        .map(|menu| print(menu))
        .chain(FACTS.iter().map(|(path, fields)| fact(path, fields)))
        .chain([Command::read("/ip/hotspot/active/print").with("count-only", "")])
        .chain(prints())
        .collect();
    let mut observed = Observed::default();
    let mut facts: Vec<Vec<Record>> = vec![Vec::new(); FACTS.len() + 1 + PRINTED.len()];
    let replies = client
        .read_all(&commands, |index, record| match menus.get(index) {
            Some(menu) => observed
                .menus
                .entry(menu.path)
                .or_default()
                .push(row(menu, &record)),
            None => {
                if let Some(records) = facts.get_mut(index.saturating_sub(menus.len())) {
                    records.push(record);
                }
            }
        })
        .await?;
    for (menu, reply) in menus.iter().zip(&replies) {
        told(menu.path, reply)?;
        if !reply.is_trap() {
            observed.menus.entry(menu.path).or_default();
        }
    }
    let last = replies.iter().rev().take(PRINTED.len()).rev();
    for (menu, reply) in PRINTED.into_iter().zip(last) {
        told(menu, reply)?;
    }
    let guards = GuardRows {
        schedulers: facts
            .pop()
            .map(|records| guard_rows(&records))
            .unwrap_or_default(),
        scripts: facts
            .pop()
            .map(|records| guard_rows(&records))
            .unwrap_or_default(),
    };
    // Nobody is named, only counted: there may be hundreds.
    facts.pop();
    let online = replies.get(menus.len() + FACTS.len());
    let online = online.and_then(|reply| reply.ret()?.parse().ok());
    let vitals = vitals_of(facts.first(), online);
    let time = facts
        .get(CLOCK)
        .and_then(|clock| kept_time(clock.first()?, facts.get(TIME_SERVER)?.first()?));
    Ok(Reading {
        observed,
        facts: facts_of(facts, user)?,
        guards,
        vitals,
        time,
    })
}

/// A menu that this version, board or set of packages does not have.
pub(super) fn is_absent(message: &str) -> bool {
    message.starts_with("no such command")
}

fn print(menu: &Menu) -> Command {
    let fields = menu
        .fields
        .iter()
        .filter(|field| field.kind != Kind::Secret)
        .map(|field| field.name);
    let names: Vec<&str> = [".id", "dynamic", "default", "builtin"]
        .into_iter()
        .chain(fields)
        .collect();
    Command::read(format!("{}/print", menu.path)).proplist(&names)
}

fn row(menu: &Menu, record: &Record) -> ObservedRow {
    let flag = |name: &str| matches!(record.get(name), Some("true" | "yes"));
    let field = |(name, value): (&str, &str)| Some((menu.field(name)?.name, value.to_owned()));
    ObservedRow {
        id: record.id().map(str::to_owned),
        fields: record.iter().filter_map(field).collect(),
        dynamic: flag("dynamic"),
        builtin: flag("builtin") || flag("default"),
    }
}

/// What is asked for the facts, in the order in which [`facts_of`] takes it.
const FACTS: [(&str, &[&str]); 11] = [
    (
        "/system/resource",
        &["version", "board-name", "uptime", "cpu-load", "free-memory"],
    ),
    ("/system/routerboard", &["model"]),
    ("/system/package", &["name", "disabled"]),
    ("/system/device-mode", &[]),
    ("/interface", &["name"]),
    ("/user", &["name", "group"]),
    ("/user/group", &["name", "policy"]),
    ("/user/active", &["name", "address", "via"]),
    ("/system/clock", &["date", "time", "gmt-offset"]),
    ("/safe-mode", &[]),
    ("/system/ntp/client", &["status", "synced-server"]),
];

/// Where the clock stands in [`FACTS`], and the client of time servers.
const CLOCK: usize = 8;
const TIME_SERVER: usize = 10;

/// The time of a clock that is kept. A router without a battery begins at some date too, and one whose client waits for its server has
/// not been told better yet: its clock is worth nothing.
fn kept_time(clock: &Record, client: &Record) -> Option<KeptTime> {
    if client.get("status") != Some("synchronized") {
        return None;
    }
    let local = clock_seconds(&format!("{} {}", clock.get("date")?, clock.get("time")?))?;
    let ahead = offset_seconds(clock.get("gmt-offset")?)?;
    Some(KeptTime {
        at: Moment::from_secs(local.saturating_sub(ahead)),
        server: client.get("synced-server").unwrap_or_default().to_owned(),
    })
}

fn fact(path: &str, fields: &[&str]) -> Command {
    let command = Command::read(format!("{path}/print"));
    if fields.is_empty() {
        command
    } else {
        command.proplist(fields)
    }
}

fn vitals_of(resource: Option<&Vec<Record>>, online: Option<u32>) -> Vitals {
    let told = |name: &str| resource?.first()?.get(name);
    Vitals {
        uptime: told("uptime")
            .and_then(duration_seconds)
            .map(Span::from_secs),
        cpu_load: told("cpu-load").and_then(|load| load.trim_end_matches('%').parse().ok()),
        free_memory: told("free-memory").and_then(size_bytes),
        online,
    }
}

fn facts_of(records: Vec<Vec<Record>>, user: &str) -> Result<Facts, ReadError> {
    let [
        resource,
        board,
        packages,
        device_mode,
        interfaces,
        users,
        groups,
        active,
        clock,
        safe_mode,
        _,
    ]: [Vec<Record>; 11] = records.try_into().unwrap_or_default();
    let first = |records: &[Record], name: &str| {
        records
            .first()
            .and_then(|record| record.get(name))
            .map(str::to_owned)
    };
    let told = first(&resource, "version").unwrap_or_default();
    let yes = |records: &[Record], name: &str| {
        first(records, name).is_some_and(|value| matches!(value.as_str(), "true" | "yes"))
    };
    let no = |records: &[Record], name: &str| {
        first(records, name).is_some_and(|value| matches!(value.as_str(), "false" | "no"))
    };
    let version: Version = told.parse().map_err(|_| ReadError::NoVersion(told))?;
    let names = |records: &[Record]| -> BTreeSet<String> {
        records
            .iter()
            .filter_map(|record| record.get("name"))
            .map(str::to_owned)
            .collect()
    };
    let group = users
        .iter()
        .find(|record| record.get("name") == Some(user))
        .and_then(|record| record.get("group"));
    let policies = groups
        .iter()
        .find(|record| group.is_some() && record.get("name") == group)
        .and_then(|record| record.get("policy"));
    let on = |value: &str| match value {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    };
    Ok(Facts {
        version,
        board: first(&resource, "board-name").unwrap_or_default(),
        product_code: first(&board, "model"),
        packages: packages
            .iter()
            .filter(|record| record.get("disabled") != Some("true"))
            .filter_map(|record| record.get("name"))
            .map(str::to_owned)
            .collect(),
        device_mode: device_mode
            .first()
            .map(|record| {
                record
                    .iter()
                    .filter_map(|(name, value)| Some((name.to_owned(), on(value)?)))
                    .collect()
            })
            .unwrap_or_default(),
        device_mode_name: first(&device_mode, "mode"),
        interfaces: names(&interfaces),
        policies: policies.map(|list| {
            list.split(',')
                .filter(|item| !item.starts_with('!'))
                .map(str::to_owned)
                .collect()
        }),
        signed_in_from: active
            .iter()
            .filter(|record| {
                record.get("name") == Some(user)
                    && record.get("via").is_some_and(|via| via.starts_with("api"))
            })
            .filter_map(|record| record.get("address"))
            .map(str::to_owned)
            .collect(),
        uptime: first(&resource, "uptime")
            .and_then(|text| duration_seconds(&text))
            .map(Duration::from_secs),
        safe_mode_of: (yes(&safe_mode, "enabled") && no(&safe_mode, "current"))
            .then(|| first(&safe_mode, "user").unwrap_or_default()),
        clock: first(&clock, "date")
            .zip(first(&clock, "time"))
            .map(|(date, time)| format!("{date} {time}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(pairs: &[(&str, &str)]) -> Record {
        let pairs = pairs.iter();
        Record::from_wire(pairs.map(|(name, value)| (name.as_bytes(), value.as_bytes())))
    }

    #[test]
    fn a_clock_counts_where_a_time_server_keeps_it() {
        let clock =
            |date, offset| record(&[("date", date), ("time", "03:00:10"), ("gmt-offset", offset)]);
        let client = |status| record(&[("status", status), ("synced-server", "pool.example")]);
        let kept = |clock, status| kept_time(&clock, &client(status)).map(|it| it.at.to_string());
        let synchronized = "synchronized";
        for (clock, at) in [
            (clock("2026-01-10", "+00:00"), "2026-01-10T03:00:10Z"),
            (clock("2026-01-10", "+03:00"), "2026-01-10T00:00:10Z"),
            (clock("jan/10/2026", "-03:30"), "2026-01-10T06:30:10Z"),
        ] {
            assert_eq!(kept(clock, synchronized).as_deref(), Some(at));
        }
        for status in ["stopped", "waiting", "started", "using-local-clock", ""] {
            assert_eq!(
                kept(clock("2026-01-10", "+00:00"), status),
                None,
                "{status}"
            );
        }
        // Without its distance from UTC, nobody knows what time it means.
        assert_eq!(
            kept(
                record(&[("date", "2026-01-10"), ("time", "03:00:10")]),
                synchronized
            ),
            None
        );
        assert_eq!(FACTS[CLOCK].0, "/system/clock");
        assert_eq!(FACTS[TIME_SERVER].0, "/system/ntp/client");
    }
}
