//! Values taken from a command, and what the router fills in by itself before it stores a row.

use super::Device;
use super::arguments::{Arguments, names_rows};
use super::caller::Caller;
use super::clock::time_text;
use super::menu::Menu;
use super::outcome::Trap;
use super::store::Row;
use super::value::address;

impl Device {
    /// Takes the attributes of an `add` or `set` into a row.
    pub(super) fn take_values(
        &mut self,
        menu: &Menu,
        verb: &str,
        row: &mut Row,
        arguments: Arguments<'_>,
    ) -> Result<(), Trap> {
        for (name, value) in arguments.iter() {
            let place = verb == "add" && matches!(name, "copy-from" | "place-before");
            if place || (verb == "set" && names_rows(name)) {
                continue;
            }
            if let Some(cleared) = name.strip_prefix('!') {
                let field = self.argument(menu, verb, cleared)?;
                row.values.remove(field.name.as_ref());
                continue;
            }
            let field = self.argument(menu, verb, name)?;
            match self.resolve(&field, value)? {
                Some(value) => row.values.insert(name.to_string(), value),
                None => row.values.remove(name),
            };
        }
        Ok(())
    }

    /// Fills in what the router works out by itself. `old` is the stored row of a `set`.
    pub(super) fn complete(
        &mut self,
        menu: &Menu,
        who: &Caller,
        row: &mut Row,
        old: Option<&Row>,
    ) -> Result<(), Trap> {
        match menu.path.as_ref() {
            "/ip/address" => network(row, old),
            "/interface/bridge"
            | "/interface/wifi"
            | "/interface/wireless"
            | "/interface/wifiwave2"
                if row.get("mac-address").is_none() && !row.builtin =>
            {
                self.own_mac(menu, row);
                Ok(())
            }
            "/interface/wireguard" => {
                wireguard_keys(self, row);
                Ok(())
            }
            "/system/script" if old.is_none() => {
                row.values
                    .entry("owner".to_string())
                    .or_insert_with(|| who.name.clone());
                Ok(())
            }
            "/system/scheduler" if old.is_none() => {
                row.values.insert("owner".to_string(), who.name.clone());
                let (date, time) = (self.date_text(self.now()), time_text(self.now()));
                row.values.entry("start-date".to_string()).or_insert(date);
                row.values.entry("start-time".to_string()).or_insert(time);
                Ok(())
            }
            "/system/clock" => self.clock_row(row),
            "/file" => self.file_row(row, old),
            "/certificate" => self.certificate_row(row, old),
            _ => Ok(()),
        }
    }

    /// A MAC address for an interface that has no hardware: the first port's, as a bridge takes it over.
    fn own_mac(&self, menu: &Menu, row: &mut Row) {
        if menu.path != "/interface/bridge" {
            let number = 64 + self.store.rows(&menu.path).len();
            row.values
                .insert("mac-address".to_string(), self.model.mac(number));
        }
    }

    /// Date and time go to the clock, not into the row.
    fn clock_row(&mut self, row: &mut Row) -> Result<(), Trap> {
        let (date, time) = (row.values.remove("date"), row.values.remove("time"));
        if date.is_none() && time.is_none() {
            return Ok(());
        }
        let done = self.set_clock(date.as_deref(), time.as_deref());
        done.ok_or_else(|| Trap::value("invalid value for argument date"))
    }
}

/// `network` follows from `address` unless it is given.
fn network(row: &mut Row, old: Option<&Row>) -> Result<(), Trap> {
    let netmask = row.values.remove("netmask");
    row.values.remove("broadcast");
    let Some(text) = row.get("address").map(str::to_string) else {
        return Ok(());
    };
    let invalid = || Trap::value("invalid value for argument address");
    let text = match netmask {
        Some(mask) => {
            let plain = text.split('/').next().unwrap_or_default();
            address::interface(&format!("{plain}/{mask}")).ok_or_else(invalid)?
        }
        None => text,
    };
    let moved = old.is_none_or(|old| old.get("address") != Some(&text));
    let given = row
        .get("network")
        .is_some_and(|network| old.is_none_or(|old| old.get("network") != Some(network)));
    if moved && !given {
        let net = address::network_of(&text).ok_or_else(invalid)?;
        row.values
            .insert("network".to_string(), net.network().to_string());
    }
    row.values.insert("address".to_string(), text);
    Ok(())
}

/// A private key is made where none is given. The public one is a stand-in that follows from it, not Curve25519.
fn wireguard_keys(device: &Device, row: &mut Row) {
    if row.get("private-key").is_none() {
        let seed = format!(
            "{}/{:?}/{}",
            device.model.product_code,
            row.values,
            device.store.revision()
        );
        row.values.insert(
            "private-key".to_string(),
            super::certificates::key_text(&seed),
        );
    }
}
