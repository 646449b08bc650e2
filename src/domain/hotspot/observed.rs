//! What the router holds: the rows it answered with, in its own spelling and order.

use std::collections::BTreeMap;

use serde::Serialize;

/// The rows of all menus that were read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Observed {
    /// By menu path (`/ip/pool`), each in the router's order. A menu that was not read is absent.
    pub menus: BTreeMap<&'static str, Vec<ObservedRow>>,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ObservedRow {
    /// `.id`, e.g. `*1A`; absent in singletons. Names a row only until the router restarts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Fields with a value, without those that are only flags.
    pub fields: Vec<(&'static str, String)>,
    /// Made by the router itself: never compared, changed or removed.
    pub dynamic: bool,
    /// Belongs to RouterOS: may be set, never removed.
    pub builtin: bool,
}

impl Observed {
    /// The rows of a menu; none where it was not read.
    pub fn rows(&self, menu: &str) -> &[ObservedRow] {
        self.menus.get(menu).map_or(&[], Vec::as_slice)
    }
}

impl ObservedRow {
    /// The value of a field, in the router's spelling.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, value)| value.as_str())
    }
}
