//! A site as a form: values by dotted paths (`network.0.ssid`), driven by one table of fields ([`parts`]).
//!
//! A form becomes a site by way of a site file with a line for each field, so that what is wrong is told in the same words, and
//! beside the field.

pub mod parts;
mod place;
mod read;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::hotspot::site::{Site, WanMode};
use crate::domain::secret::Secret;

pub use place::path_of;
pub use read::read;
pub use write::form_of;

use parts::{PARTS, Part, Shape};

/// The values of a form by the path of their field; several values of one field are lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form(pub BTreeMap<String, String>);

impl Form {
    /// As a browser sends it: a name may come several times.
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut values: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in pairs {
            let value = value.replace("\r\n", "\n");
            values
                .entry(name)
                .and_modify(|before| {
                    before.push('\n');
                    before.push_str(&value);
                })
                .or_insert(value);
        }
        Form(values)
    }

    /// The value of a field; empty where it was not sent.
    pub fn get(&self, path: &str) -> &str {
        self.0.get(path).map_or("", String::as_str)
    }

    fn set(&mut self, path: impl Into<String>, value: impl Into<String>) {
        self.0.insert(path.into(), value.into());
    }

    /// Whether a part that may be absent is there.
    pub fn is_on(&self, part: &Part) -> bool {
        part.shape != Shape::Maybe || !self.get(&format!("on.{}", part.key)).is_empty()
    }

    /// The numbers of the items of a part that there may be several of, in their order.
    pub fn items(&self, part: &str) -> Vec<usize> {
        let start = format!("{part}.");
        let mut items: Vec<usize> = self
            .0
            .keys()
            .filter_map(|path| path.strip_prefix(&start)?.split('.').next()?.parse().ok())
            .collect();
        items.sort_unstable();
        items.dedup();
        items
    }

    /// Adds an empty item behind the others.
    pub fn add(&mut self, part: &Part) {
        if part.shape != Shape::Many {
            return;
        }
        let next = self.items(part.key).last().map_or(0, |last| last + 1);
        for field in part.fields {
            self.set(format!("{}.{next}.{}", part.key, field.key), field.begins);
        }
    }

    /// Puts an item in behind the others, out of the catalogue.
    pub fn put(&mut self, part: &Part, item: &impl Serialize) {
        let next = self.items(part.key).last().map_or(0, |last| last + 1);
        if let Ok(table) = toml::Table::try_from(item) {
            write::fill(self, part, &format!("{}.{next}.", part.key), &table);
        }
    }

    /// Whether an item of a part has this value in a field.
    pub fn has(&self, part: &str, field: &str, value: &str) -> bool {
        let path = |number: usize| format!("{part}.{number}.{field}");
        let items = self.items(part);
        items
            .into_iter()
            .any(|number| self.get(&path(number)) == value)
    }

    /// Takes an item away, named like `network.1`.
    pub fn remove(&mut self, item: &str) {
        let start = format!("{item}.");
        self.0.retain(|path, _| !path.starts_with(&start));
    }
}

/// A part by its key.
pub fn part(key: &str) -> Option<&'static Part> {
    PARTS.iter().find(|part| part.key == key)
}

/// The secrets of a site, which are never shown again.
pub fn secret<'s>(site: &'s Site, path: &str) -> Option<&'s Secret> {
    match path {
        "wan.password" => match &site.wan.as_ref()?.mode {
            WanMode::Pppoe { password, .. } => Some(password),
            _ => None,
        },
        "wireguard.private_key" => Some(&site.wireguard.as_ref()?.private_key),
        _ => None,
    }
}

/// Puts the secrets of an earlier site where this one has empty ones.
pub fn keep_secrets(site: &mut Site, kept: Option<&Site>) {
    let former = |path: &str| kept.and_then(|kept| secret(kept, path)).cloned();
    if let Some(WanMode::Pppoe { password, .. }) = site.wan.as_mut().map(|wan| &mut wan.mode)
        && password.reveal().is_empty()
        && let Some(former) = former("wan.password")
    {
        *password = former;
    }
    if let Some(tunnel) = &mut site.wireguard
        && tunnel.private_key.reveal().is_empty()
        && let Some(former) = former("wireguard.private_key")
    {
        tunnel.private_key = former;
    }
}

/// The site with empty secrets, as it is shown and given away.
#[must_use]
pub fn without_secrets(mut site: Site) -> Site {
    if let Some(WanMode::Pppoe { password, .. }) = site.wan.as_mut().map(|wan| &mut wan.mode) {
        *password = Secret::new("");
    }
    if let Some(tunnel) = &mut site.wireguard {
        tunnel.private_key = Secret::new("");
    }
    site
}
