//! A row as it will be on the router.

use crate::domain::hotspot::desired::{DesiredRow, Identity};
use crate::domain::hotspot::observed::ObservedRow;
use crate::domain::routeros::menu::Menu;
use crate::domain::routeros::value::Kind;

/// A row as it will be: what is wanted of it, laid over what the router has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    /// Its menu.
    pub menu: &'static Menu,
    /// What the configuration wants of it; `None`: somebody else's row, which stays as it is.
    pub wanted: Option<&'a DesiredRow>,
    /// What the router has; `None`: it is new, or the router is not known.
    pub found: Option<&'a ObservedRow>,
}

impl<'a> Row<'a> {
    /// The value that the field will have: the wanted one, else the router's, else the menu's default. Never empty.
    pub fn get(&self, field: &str) -> Option<&'a str> {
        let default = || self.menu.field(field).and_then(|field| field.default);
        if let Some(wanted) = self.wanted {
            if let Some(want) = wanted.fields.iter().find(|want| want.field.name == field) {
                return want
                    .value
                    .as_deref()
                    .filter(|value| !value.is_empty())
                    .or_else(default);
            }
            if let Identity::Existing(find) = &wanted.identity
                && let Some((_, value)) = find.iter().find(|(name, _)| name == field)
            {
                return Some(value);
            }
        }
        self.found
            .and_then(|found| found.get(field))
            .filter(|value| !value.is_empty())
            .or_else(default)
    }

    /// The name of the row; of a piece of hardware that nobody renamed, its name from the factory.
    pub fn name(&self) -> Option<&'a str> {
        self.get("name").or_else(|| self.get("default-name"))
    }

    /// The items of a comma list.
    pub fn items(&self, field: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.get(field)
            .unwrap_or_default()
            .split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty())
    }

    /// Whether a yes-or-no field is on.
    pub fn is(&self, field: &str) -> bool {
        self.get(field)
            .is_some_and(|value| Kind::Bool.normal(value) == "yes")
    }

    /// Whether the row is enabled.
    pub fn is_on(&self) -> bool {
        !self.is("disabled")
    }

    /// Whether the configuration speaks of this row.
    pub fn is_wanted(&self) -> bool {
        self.wanted.is_some()
    }

    /// Whether it will stand before all rows of others.
    pub fn leads(&self) -> bool {
        self.wanted.is_some_and(|wanted| wanted.first)
    }

    /// Whether the router itself made it.
    pub fn is_dynamic(&self) -> bool {
        self.found.is_some_and(|found| found.dynamic)
    }

    /// What messages call it.
    pub fn label(&self) -> &'a str {
        match (self.wanted, self.found) {
            (Some(wanted), _) => wanted.key(),
            (None, Some(found)) => found
                .get("comment")
                .or_else(|| found.get("name"))
                .or(found.id.as_deref())
                .unwrap_or_default(),
            (None, None) => "",
        }
    }
}
