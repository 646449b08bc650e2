//! Rows that are to go and that others of the router still use, outside the menus that a site writes: vouchers of a profile,
//! leases of a DHCP server. The router would leave them with a reference to nothing, and no undo could mend that.

use super::error::ApplyError;
use crate::domain::hotspot::changeset::{Action, ChangeSet};
use crate::routeros::read::ReadError;
use crate::routeros::{Client, Command, Reply};

/// A menu of rows that go, the menu whose rows may use them, the field by which they do, and what they are called.
const USES: [(&str, &str, &str, &str); 4] = [
    (
        "/ip/hotspot/user/profile",
        "/ip/hotspot/user",
        "profile",
        "hotspot users (vouchers)",
    ),
    (
        "/ip/hotspot",
        "/ip/hotspot/user",
        "server",
        "hotspot users (vouchers)",
    ),
    (
        "/ip/dhcp-server",
        "/ip/dhcp-server/lease",
        "server",
        "static leases",
    ),
    ("/ip/pool", "/ppp/profile", "remote-address", "PPP profiles"),
];

/// A row that is to go, and who still uses it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{menu} {row} is no longer wanted, and {count} {users} on the router still use it: remove them or give them another first, or keep it in the site file"
)]
pub struct InUse {
    /// The row's menu.
    pub menu: &'static str,
    /// Its name on the router.
    pub row: String,
    /// How many use it.
    pub count: u64,
    /// What they are.
    pub users: &'static str,
}

/// Asks the router who still uses what is to go; one turnaround, and none where nothing goes.
///
/// # Errors
/// [`ApplyError::InUse`] with all of them, or the router could not be asked.
pub(super) async fn in_use(client: &mut Client, changes: &ChangeSet) -> Result<(), ApplyError> {
    let mut asked = Vec::new();
    for change in &changes.changes {
        let Action::Remove { former, .. } = &change.action else {
            continue;
        };
        let Some((_, name)) = former.iter().find(|(field, _)| *field == "name") else {
            continue;
        };
        for (menu, users, field, called) in USES {
            if change.menu.path == menu {
                asked.push((menu, users, field, called, name.clone()));
            }
        }
    }
    if asked.is_empty() {
        return Ok(());
    }
    let commands: Vec<Command> = asked
        .iter()
        .map(|(_, users, field, _, name)| {
            let count = Command::read(format!("{users}/print"))
                .with("count-only", "")
                .query(format!("?{field}={name}"));
            // Leases that the server gave by itself go with it.
            if *users == "/ip/dhcp-server/lease" {
                count.query("?dynamic=false")
            } else {
                count
            }
        })
        .collect();
    let replies = client
        .run_all(&commands)
        .await
        .map_err(|interrupted| ApplyError::Read(ReadError::from(interrupted)))?;
    let used: Vec<InUse> = asked
        .into_iter()
        .zip(&replies)
        .filter_map(|((menu, _, _, users, row), reply)| {
            let count = counted(reply).filter(|count| *count > 0)?;
            Some(InUse {
                menu,
                row,
                count,
                users,
            })
        })
        .collect();
    if used.is_empty() {
        Ok(())
    } else {
        Err(ApplyError::InUse(used))
    }
}

/// A menu that is not there has no rows.
fn counted(reply: &Reply) -> Option<u64> {
    match reply {
        Reply::Done { ret, .. } => ret.as_ref()?.parse().ok(),
        Reply::Trap { .. } => None,
    }
}
