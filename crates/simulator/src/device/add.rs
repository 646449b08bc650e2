//! `add`.

use super::Device;
use super::arguments::Arguments;
use super::caller::Caller;
use super::menu::{Access, Menu};
use super::outcome::{Outcome, Trap};
use super::store::{Row, label};

/// Stores a new row and answers its id.
pub fn add(
    device: &mut Device,
    who: &Caller,
    menu: &Menu,
    arguments: Arguments<'_>,
) -> Result<Outcome, Trap> {
    let mut row = match arguments.get("copy-from") {
        Some(text) => copy(device, menu, text)?,
        None => Row::default(),
    };
    device.take_values(menu, "add", &mut row, arguments)?;
    if let (Some(prefix), None) = (menu.auto_name, row.get("name")) {
        row.values
            .insert("name".to_string(), free_name(device, menu, prefix));
    }
    device.complete(menu, who, &mut row, None)?;
    device.check_row(menu, None, &row)?;
    let place = arguments
        .get("place-before")
        .map(|text| place_before(device, menu, text))
        .transpose()?;
    let id = device.store.insert(&menu.path, row, place);
    device.writes += 1;
    device.settle(&menu.path);
    Ok(Outcome::Done {
        ret: Some(label(id)),
    })
}

fn copy(device: &Device, menu: &Menu, text: &str) -> Result<Row, Trap> {
    let item = device.item(menu, text)?;
    let mut row = device
        .store
        .by_id(&item.menu, item.id)
        .cloned()
        .unwrap_or_default();
    row.id = 0;
    row.builtin = false;
    row.origin = None;
    let own = |name: &str| {
        menu.field(name)
            .is_some_and(|field| field.access == Access::ReadOnly)
    };
    row.values.retain(|name, _| name != "name" && !own(name));
    Ok(row)
}

fn place_before(device: &Device, menu: &Menu, text: &str) -> Result<usize, Trap> {
    if !menu.ordered {
        return Err(Trap::value("unknown parameter place-before"));
    }
    let item = device.item(menu, text)?;
    let rows = device.store.rows(&menu.path);
    rows.iter()
        .position(|row| row.id == item.id)
        .ok_or_else(|| Trap::missing("no such item"))
}

/// The first name of the form `bridge1` that is free.
fn free_name(device: &Device, menu: &Menu, prefix: &str) -> String {
    let mut number: u64 = 1;
    loop {
        let name = format!("{prefix}{number}");
        if device.store.named(&menu.path, &name).next().is_none() {
            return name;
        }
        number += 1;
    }
}
