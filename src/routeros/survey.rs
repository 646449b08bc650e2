//! Everything that is read of a router when it is met for the first time: its rows and facts, and what only a survey needs. Two turnarounds.

use super::guard::told;
use super::read::{ReadError, Reading, read};
use super::{Client, Command, Record, Reply};
use crate::domain::routeros::inventory::{
    Certificate, Inventory, Port, offset_seconds, size_bytes,
};

/// What is asked beside `read`, in the order in which [`inventory_of`] takes it. Whether the account may see it makes no difference: what is not
/// told is unknown.
const ASKED: [(&str, &[&str]); 7] = [
    ("/system/identity", &["name"]),
    ("/system/license", &[]),
    ("/system/resource", &["free-hdd-space", "total-hdd-space"]),
    ("/system/clock", &["gmt-offset"]),
    ("/system/ntp/client/servers", &["address", "disabled"]),
    ("/certificate", &["name", "fingerprint", "expired"]),
    (
        "/interface",
        &[
            "name",
            "default-name",
            "type",
            "mac-address",
            "running",
            "disabled",
            "comment",
        ],
    ),
];

/// Reads all of it.
///
/// # Errors
/// Those of [`read`].
pub async fn survey(client: &mut Client, user: &str) -> Result<(Reading, Inventory), ReadError> {
    let reading = read(client, user).await?;
    let commands: Vec<Command> = ASKED
        .iter()
        .map(|(menu, fields)| {
            let print = Command::read(format!("{menu}/print"));
            match fields.is_empty() {
                true => print,
                false => print.proplist(fields),
            }
        })
        .collect();
    let replies = client.run_all(&commands).await?;
    // Without the names of its interfaces, nothing can be set up.
    if let Some(interfaces) = replies.last() {
        told("/interface", interfaces)?;
    }
    let mut inventory = inventory_of(&replies);
    let given = reading.observed.rows("/system/ntp/client").first();
    let given = given.and_then(|row| row.get("servers")).unwrap_or_default();
    let given = given
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    inventory.time_servers.extend(given.map(str::to_owned));
    Ok((reading, inventory))
}

fn inventory_of(replies: &[Reply]) -> Inventory {
    let [
        identity,
        licence,
        resource,
        clock,
        servers,
        certificates,
        interfaces,
    ] = replies
    else {
        return Inventory::default();
    };
    let first = |reply: &Reply, name: &str| -> Option<String> {
        reply.records().first()?.get(name).map(str::to_owned)
    };
    let size = |name: &str| size_bytes(&first(resource, name)?);
    Inventory {
        identity: first(identity, "name").unwrap_or_default(),
        // Virtual routers tell `level`, boards `nlevel`.
        licence: first(licence, "nlevel").or_else(|| first(licence, "level")),
        free_flash: size("free-hdd-space"),
        total_flash: size("total-hdd-space"),
        ahead_of_utc: first(clock, "gmt-offset")
            .and_then(|text| offset_seconds(&text))
            .unwrap_or(0),
        time_servers: servers
            .records()
            .iter()
            .filter(|record| !is(record, "disabled"))
            .filter_map(|record| record.get("address"))
            .map(str::to_owned)
            .collect(),
        certificates: certificates
            .records()
            .iter()
            .map(|record| Certificate {
                name: text(record, "name"),
                fingerprint: record.get("fingerprint").map(str::to_owned),
                expired: is(record, "expired"),
            })
            .collect(),
        ports: interfaces
            .records()
            .iter()
            .map(|record| Port {
                name: text(record, "name"),
                default_name: record.get("default-name").map(str::to_owned),
                kind: text(record, "type"),
                mac: record.get("mac-address").and_then(|mac| mac.parse().ok()),
                running: is(record, "running"),
                disabled: is(record, "disabled"),
                comment: text(record, "comment"),
            })
            .collect(),
    }
}

fn text(record: &Record, name: &str) -> String {
    record.get(name).unwrap_or_default().to_owned()
}

fn is(record: &Record, name: &str) -> bool {
    matches!(record.get(name), Some("true" | "yes"))
}
