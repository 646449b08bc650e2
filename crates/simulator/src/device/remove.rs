//! `remove`, and what becomes of references.

use super::Device;
use super::arguments::Arguments;
use super::kind::Space;
use super::menu::Menu;
use super::menus::{self, INTERFACES};
use super::outcome::{Outcome, Trap};
use super::store::label;

/// Removes rows; references to them read back as `*ID` from then on.
pub fn remove(device: &mut Device, menu: &Menu, arguments: Arguments<'_>) -> Result<Outcome, Trap> {
    arguments.only(&[".id", "numbers"])?;
    let items = device.items(menu, arguments)?;
    for item in &items {
        let Some(row) = device.store.by_id(&item.menu, item.id) else {
            continue;
        };
        let forced = menu.path.starts_with("/ip/hotspot/") || menu.path == "/user/active";
        if row.dynamic() && !forced {
            return Err(Trap::failure("can not remove dynamic item"));
        }
        if menu.path == "/container" && row.get("status") == Some("running") {
            return Err(Trap::failure("container is running"));
        }
        if row.builtin {
            return Err(Trap::failure("can not remove builtin item"));
        }
    }
    for item in items {
        if let Some(row) = device.store.remove(&item.menu, item.id) {
            device.writes += 1;
            if let Some(name) = row.get("name") {
                device.rename(&item.menu, name, &label(item.id));
            }
        }
        device.after_removal(&item.menu);
        device.settle(&item.menu);
    }
    Ok(Outcome::DONE)
}

impl Device {
    /// Replaces a name wherever rows refer to it.
    pub(super) fn rename(&mut self, menu: &str, before: &str, after: &str) {
        let meant = |space: Space| match space {
            Space::Interfaces => INTERFACES.contains(&menu),
            Space::Menu(other) => other == menu,
        };
        for referrer in menus::referrers()
            .iter()
            .filter(|referrer| meant(referrer.space))
        {
            let changed: Vec<_> = self
                .store
                .rows(referrer.menu)
                .iter()
                .filter_map(|row| {
                    let old = row.get(referrer.field)?;
                    let new = renamed(old, before, after);
                    (new != old).then(|| (row.clone(), new))
                })
                .collect();
            for (mut row, value) in changed {
                row.values.insert(referrer.field.to_string(), value);
                self.store.replace(referrer.menu, row);
            }
        }
    }
}

/// Replaces a name in a single reference, a list, a pair or after a `!`.
fn renamed(value: &str, before: &str, after: &str) -> String {
    let one = |text: &str| match text.strip_prefix('!') {
        Some(rest) if rest == before => format!("!{after}"),
        None if text == before => after.to_string(),
        _ => text.to_string(),
    };
    if one(value) != value {
        return one(value);
    }
    for separator in [",", "/"] {
        let parts: Vec<String> = value.split(separator).map(one).collect();
        let joined = parts.join(separator);
        if joined != value {
            return joined;
        }
    }
    value.to_string()
}
