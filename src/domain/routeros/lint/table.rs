//! Menus, commands and arguments against our menu table, and which RouterOS versions have them.

use super::deed::Deed;
use super::{Finding, Severity};
use crate::domain::alike::nearest;
use crate::domain::routeros::menu::{Field, Menu, Shape};
use crate::domain::routeros::menus;
use crate::domain::routeros::version::Version;

/// Arguments that belong to a command and not to its row.
const OF_COMMANDS: &[&str] = &["copy-from", "place-before", "comment", "disabled"];

/// Menus that came after the oldest version hotspotd configures and are not in the table
/// (RouterOS facts: hotspot, section 1).
const YOUNG_MENUS: &[(&str, (u16, u16))] =
    &[("/safe-mode", (7, 18)), ("/ip/reverse-proxy", (7, 22))];
/// Arguments likewise.
const YOUNG_ARGUMENTS: &[(&str, &str, (u16, u16))] = &[
    ("/file", "type", (7, 15)),
    ("/ip/dhcp-server", "address-lists", (7, 17)),
    ("/ip/hotspot/user", "otp-secret", (7, 21)),
    ("/ip/service", "available-from", (7, 24)),
    ("/system/scheduler", "days", (7, 24)),
];

/// What the table does not know. It holds only what hotspotd writes, so what is absent may well exist.
pub(super) fn check_names(deeds: &[Deed]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    for deed in deeds {
        let name = deed.menu;
        match menus::find_written(name) {
            None if told.contains(&name) => {}
            None => {
                told.push(name);
                let message =
                    format!("hotspotd does not know the menu `{name}`; give --schema to check it");
                findings.push(Finding::new(deed.at, Severity::Note, message));
            }
            Some(menu) => {
                findings.extend(shape(menu, deed));
                findings.extend(unknown_arguments(menu, deed));
            }
        }
    }
    findings
}

fn shape(menu: &Menu, deed: &Deed) -> Option<Finding> {
    let path = menu.path;
    let message = match (menu.shape, deed.command) {
        (Shape::Singleton, "set") if !deed.names_row => return None,
        (Shape::Singleton, _) => {
            format!("`{path}` holds one record; write `set` without a name or [find …]")
        }
        (Shape::Fixed, "add" | "remove") => {
            format!("RouterOS makes the rows of `{path}` itself; write `set [find …]`")
        }
        (_, "set") if !deed.names_row => {
            format!("`{path}` has rows and this `set` names none; write set [find name=…]")
        }
        _ => return None,
    };
    Some(Finding::error(deed.at, message))
}

fn unknown_arguments(menu: &Menu, deed: &Deed) -> Vec<Finding> {
    let unknown = deed.fields.iter().filter(|field| {
        menu.field(&field.name).is_none() && !OF_COMMANDS.contains(&field.name.as_str())
    });
    let finding = |field: &rsc::Field| {
        let hint = nearest(&field.name, menu.fields.iter().map(|known| known.name))
            .map(|near| format!(", or did you mean `{near}`?"))
            .unwrap_or_default();
        let (name, path) = (&field.name, menu.path);
        let message = format!(
            "hotspotd does not know the argument `{name}` of `{path}`; give --schema to check it{hint}"
        );
        Finding::new(field.at, Severity::Warning, message)
    };
    unknown.map(finding).collect()
}

/// What that version does not have yet, or no longer. Nothing where no version was named.
pub(super) fn check_version(deeds: &[Deed], version: Option<Version>) -> Vec<Finding> {
    let Some(version) = version else {
        return Vec::new();
    };
    let runs = (version.major, version.minor);
    let mut findings = Vec::new();
    for deed in deeds {
        let menu = menus::find_written(deed.menu);
        let young = YOUNG_MENUS
            .iter()
            .find(|(path, _)| *path == deed.menu)
            .map(|(_, since)| *since);
        let since = menu.and_then(|menu| menu.since).or(young);
        if let Some(since) = since.filter(|since| runs < *since) {
            findings.push(came_with(deed.menu, since, version, deed.at));
            continue;
        }
        let gone = menu.and_then(|menu| menu.until);
        if let Some(until) = gone.filter(|until| runs >= *until) {
            let successor = menus::all()
                .find(|other| other.since == Some(until) && same_parent(other.path, deed.menu));
            let hint = successor.map(|menu| menu.path);
            findings.push(gone_since(deed.menu, until, version, hint, deed.at));
            continue;
        }
        for field in deed.fields {
            let ours = menu.and_then(|menu| menu.field(&field.name));
            let young = YOUNG_ARGUMENTS
                .iter()
                .find(|(path, name, _)| *path == deed.menu && *name == field.name);
            let since = ours
                .and_then(|field| field.since)
                .or(young.map(|(_, _, since)| *since));
            if let Some(since) = since.filter(|since| runs < *since) {
                findings.push(came_with(&field.name, since, version, field.at));
            }
            let until = ours.and_then(|field| field.until);
            if let Some((until, ours)) = until.filter(|until| runs >= *until).zip(ours) {
                let fields = menu.map(|menu| menu.fields).unwrap_or_default();
                let hint = successor(fields, ours).map(|field| field.name);
                findings.push(gone_since(&field.name, until, version, hint, field.at));
            }
        }
    }
    findings
}

fn came_with(
    name: &str,
    (major, minor): (u16, u16),
    version: Version,
    at: rsc::Position,
) -> Finding {
    Finding::error(
        at,
        format!("`{name}` came with RouterOS {major}.{minor}, and {version} does not have it"),
    )
}

/// What came for a field that is gone: the same kind of thing, with the same version.
fn successor(fields: &'static [Field], gone: &Field) -> Option<&'static Field> {
    fields.iter().find(|other| {
        other.since == gone.until && other.kind == gone.kind && other.refers == gone.refers
    })
}

fn gone_since(
    name: &str,
    (major, minor): (u16, u16),
    version: Version,
    successor: Option<&str>,
    at: rsc::Position,
) -> Finding {
    let hint = successor
        .map(|name| format!("; write `{name}`"))
        .unwrap_or_default();
    Finding::error(
        at,
        format!(
            "`{name}` is gone since RouterOS {major}.{minor}, and {version} does not have it{hint}"
        ),
    )
}

fn same_parent(one: &str, other: &str) -> bool {
    one.rsplit_once('/').map(|(parent, _)| parent)
        == other.rsplit_once('/').map(|(parent, _)| parent)
}
