//! `print`, `get`, `find` and the changes for `/listen`.

use super::Device;
use super::arguments::{Arguments, names_rows};
use super::caller::Caller;
use super::computed;
use super::menu::{Access, Menu, Shape};
use super::menus::INTERFACES;
use super::outcome::{Change, Outcome, Record, Trap};
use super::store::{Row, label};

/// Every row of a menu, all properties, in print order.
pub fn print(
    device: &Device,
    who: &Caller,
    menu: &Menu,
    arguments: Arguments<'_>,
) -> Result<Outcome, Trap> {
    for (name, _) in arguments.iter() {
        device.check_print_argument(menu, name)?;
    }
    let mut records = if menu.path == "/safe-mode" {
        vec![device.safe_mode_record(who)]
    } else {
        records(device, menu, who.may("sensitive"))
    };
    if let Some(from) = arguments.get("from") {
        let wanted: Vec<&str> = from.split(',').collect();
        records.retain(|record| {
            wanted
                .iter()
                .any(|one| record.get(".id") == Some(one) || record.get("name") == Some(one))
        });
    }
    if arguments.get("count-only").is_some() {
        return Ok(Outcome::Done {
            ret: Some(records.len().to_string()),
        });
    }
    Ok(Outcome::Records(records))
}

/// One value of a singleton. Rows of lists are read with `print`: there is no get-by-id (RouterOS facts: section 4).
pub fn get(
    device: &Device,
    who: &Caller,
    menu: &Menu,
    arguments: Arguments<'_>,
) -> Result<Outcome, Trap> {
    if menu.shape != Shape::Singleton || arguments.iter().any(|(name, _)| names_rows(name)) {
        return Err(Trap::missing("no such command"));
    }
    let record = records(device, menu, who.may("sensitive"))
        .into_iter()
        .next()
        .unwrap_or_default();
    let name = arguments.require("value-name")?;
    match record.get(name) {
        Some(value) => Ok(Outcome::Done {
            ret: Some(value.to_string()),
        }),
        None => Err(Trap::value("input does not match any value of value-name")),
    }
}

/// Ids of every row, joined by semicolons as the console writes a list.
pub fn find(device: &Device, menu: &Menu) -> Result<Outcome, Trap> {
    let ids: Vec<String> = records(device, menu, false)
        .into_iter()
        .filter_map(|record| record.get(".id").map(str::to_string))
        .collect();
    Ok(Outcome::Done {
        ret: Some(ids.join(";")),
    })
}

/// The records of a menu; `sensitive`: secrets are shown.
pub fn records(device: &Device, menu: &Menu, sensitive: bool) -> Vec<Record> {
    match menu.path.as_ref() {
        "/interface" => device
            .interfaces()
            .into_iter()
            .map(|(_, row)| view(device, menu, row))
            .collect(),
        "/system/resource"
        | "/system/routerboard"
        | "/system/device-mode"
        | "/system/license"
        | "/system/default-configuration" => device.machine(&menu.path),
        _ if menu.shape == Shape::Singleton => {
            vec![record(
                device,
                menu,
                &device.store.single(&menu.path),
                sensitive,
            )]
        }
        path => device
            .store
            .rows(path)
            .iter()
            .map(|row| record(device, menu, row, sensitive))
            .collect(),
    }
}

/// One record.
pub fn record(device: &Device, menu: &Menu, row: &Row, sensitive: bool) -> Record {
    let mut record = Record::default();
    if menu.shape != Shape::Singleton {
        record.push(".id", row.label());
    }
    let last = |name: &str| matches!(name, "disabled" | "comment");
    for field in menu.fields.iter().filter(|field| !last(&field.name)) {
        let hidden = match field.access {
            Access::WriteOnly => true,
            Access::Sensitive => !sensitive,
            Access::Open | Access::ReadOnly => false,
        };
        if hidden || !field.exists_in(device.version) {
            continue;
        }
        if let Some(value) = row.get(&field.name).or(field.default.as_deref())
            && !too_long(device, menu, &field.name, value)
        {
            record.push(&field.name, value);
        }
    }
    for (name, value) in row.values.iter().filter(|(name, _)| !menu.has(name)) {
        record.push(name, value);
    }
    computed::append(device, menu, row, &mut record);
    flags(device, menu, row, &mut record);
    record
}

/// A row of the general view.
fn view(device: &Device, menu: &Menu, row: &Row) -> Record {
    let mut record = Record::default();
    record.push(".id", row.label());
    record.push("name", row.get("name").unwrap_or_default());
    computed::append(device, menu, row, &mut record);
    record
}

/// Contents of long files are not printed (RouterOS facts: apply-facts, "D. files").
fn too_long(device: &Device, menu: &Menu, field: &str, value: &str) -> bool {
    menu.path == "/file"
        && field == "contents"
        && value.len() > super::files::readable(device.version)
}

fn flags(device: &Device, menu: &Menu, row: &Row, record: &mut Record) {
    if let Some(builtin) = menu.builtin {
        record.push(builtin, computed::word(row.builtin));
    }
    for flag in menu.flags {
        let value = match *flag {
            "dynamic" => row.dynamic(),
            _ => device.is_invalid(menu, row),
        };
        record.push(flag, computed::word(value));
    }
    for name in ["disabled", "comment"] {
        let shown = menu
            .field(name)
            .filter(|field| field.exists_in(device.version));
        if let Some(value) = shown.and_then(|_| menu.value(row, name)) {
            record.push(name, value);
        }
    }
}

/// Changes of a menu after a revision, each row once, in the order of their last change.
pub fn changes(device: &Device, path: &str, revision: u64, sensitive: bool) -> Vec<Change> {
    let Ok(menu) = device.menu(path) else {
        return Vec::new();
    };
    let of_menu =
        |changed: &str| changed == path || (path == "/interface" && INTERFACES.contains(&changed));
    let Some(entries) = device.store.since(revision) else {
        return records(device, &menu, sensitive)
            .into_iter()
            .map(Change::Now)
            .collect();
    };
    let mut ids: Vec<(&str, u32)> = Vec::new();
    for entry in entries.filter(|entry| of_menu(&entry.menu)) {
        let key = (entry.menu.as_str(), entry.id);
        ids.retain(|other| *other != key);
        ids.push(key);
    }
    ids.into_iter()
        .map(|(held_in, id)| match device.store.by_id(held_in, id) {
            Some(row) if path == "/interface" => Change::Now(view(device, &menu, row)),
            Some(row) => Change::Now(record(device, &menu, row, sensitive)),
            None => Change::Dead(label(id)),
        })
        .collect()
}
