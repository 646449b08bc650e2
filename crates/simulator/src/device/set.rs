//! `set`, `unset`, `enable`, `disable`, `comment` and `move`.

use super::Device;
use super::arguments::{Arguments, names_rows};
use super::caller::Caller;
use super::menu::{Menu, Shape};
use super::outcome::{Outcome, Trap};
use super::store::Row;

/// Changes rows, or the row of a singleton.
pub fn set(
    device: &mut Device,
    who: &Caller,
    menu: &Menu,
    arguments: Arguments<'_>,
) -> Result<Outcome, Trap> {
    change(device, who, menu, arguments, |device, own, row| {
        device.take_values(own, "set", row, arguments)
    })
}

/// Gives one field of rows a value: `enable`, `disable`, `comment`.
pub fn set_one(
    device: &mut Device,
    who: &Caller,
    menu: &Menu,
    arguments: Arguments<'_>,
    value: (&str, &str),
) -> Result<Outcome, Trap> {
    let one = [(value.0.to_string(), value.1.to_string())];
    change(device, who, menu, arguments, |device, own, row| {
        device.take_values(own, "set", row, Arguments(&one))
    })
}

/// Clears fields of rows.
pub fn unset(
    device: &mut Device,
    who: &Caller,
    menu: &Menu,
    arguments: Arguments<'_>,
) -> Result<Outcome, Trap> {
    let names = arguments.require("value-name")?;
    change(device, who, menu, arguments, |_, own, row| {
        for name in names.split(',') {
            if own.known && own.field(name).is_none_or(|field| field.required) {
                return Err(Trap::value("input does not match any value of value-name"));
            }
            row.values.remove(name);
        }
        Ok(())
    })
}

/// Puts rows before another one, or at the end.
pub fn move_rows(
    device: &mut Device,
    menu: &Menu,
    arguments: Arguments<'_>,
) -> Result<Outcome, Trap> {
    arguments.only(&[".id", "numbers", "destination"])?;
    let moved: Vec<u32> = device
        .items(menu, arguments)?
        .into_iter()
        .map(|item| item.id)
        .collect();
    let before = arguments
        .get("destination")
        .map(|text| device.item(menu, text))
        .transpose()?
        .map(|item| item.id);
    let rows = device.store.rows(&menu.path);
    if rows
        .iter()
        .any(|row| row.dynamic() && moved.contains(&row.id))
    {
        return Err(Trap::failure("can not move dynamic item"));
    }
    // Dynamic rules stay at the top, so nothing comes before them.
    let above = |id: u32| rows.iter().any(|row| row.id == id && row.dynamic());
    let first = || {
        rows.iter()
            .find(|row| !row.dynamic() && !moved.contains(&row.id))
            .map(|row| row.id)
    };
    let before = before.and_then(|id| if above(id) { first() } else { Some(id) });
    let old: Vec<u32> = rows.iter().map(|row| row.id).collect();
    let mut order: Vec<u32> = Vec::with_capacity(old.len());
    for id in &old {
        if Some(*id) == before {
            order.extend(&moved);
        }
        if !moved.contains(id) {
            order.push(*id);
        }
    }
    if before.is_none() {
        order.extend(&moved);
    }
    if order != old {
        device.store.reorder(&menu.path, &order);
        moved
            .iter()
            .for_each(|id| device.store.note(&menu.path, *id));
        device.writes += 1;
        device.settle(&menu.path);
    }
    Ok(Outcome::DONE)
}

/// Applies an edit to each row meant, checks the result and stores it where it differs.
fn change(
    device: &mut Device,
    who: &Caller,
    menu: &Menu,
    arguments: Arguments<'_>,
    edit: impl Fn(&mut Device, &Menu, &mut Row) -> Result<(), Trap>,
) -> Result<Outcome, Trap> {
    if menu.shape == Shape::Singleton {
        if let Some((name, _)) = arguments.iter().find(|(name, _)| names_rows(name)) {
            return Err(Trap::value(format!("unknown parameter {name}")));
        }
        let old = device.store.single(&menu.path);
        store(device, who, menu, old, &edit)?;
        return Ok(Outcome::DONE);
    }
    for item in device.items(menu, arguments)? {
        let own = device.menu(&item.menu)?;
        let old = device
            .store
            .by_id(&item.menu, item.id)
            .cloned()
            .ok_or_else(|| Trap::missing("no such item"))?;
        if old.dynamic() {
            return Err(Trap::failure("can not change dynamic item"));
        }
        store(device, who, &own, old, &edit)?;
    }
    Ok(Outcome::DONE)
}

fn store(
    device: &mut Device,
    who: &Caller,
    menu: &Menu,
    old: Row,
    edit: &impl Fn(&mut Device, &Menu, &mut Row) -> Result<(), Trap>,
) -> Result<(), Trap> {
    let mut row = old.clone();
    edit(device, menu, &mut row)?;
    let id = (menu.shape != Shape::Singleton).then_some(old.id);
    device.complete(menu, who, &mut row, Some(&old))?;
    if same(menu, &old, &row) {
        return Ok(());
    }
    device.check_row(menu, id, &row)?;
    device.store.replace(&menu.path, row.clone());
    device.writes += 1;
    if let (Some(before), Some(after)) = (old.get("name"), row.get("name"))
        && before != after
    {
        device.rename(&menu.path, before, after);
    }
    device.settle(&menu.path);
    Ok(())
}

/// Do two rows mean the same, a default counting as its value?
fn same(menu: &Menu, old: &Row, new: &Row) -> bool {
    let names = old.values.keys().chain(new.values.keys());
    names
        .into_iter()
        .all(|name| menu.value(old, name) == menu.value(new, name))
}
