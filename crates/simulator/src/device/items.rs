//! Which rows `.id` or `numbers` mean.

use super::Device;
use super::arguments::Arguments;
use super::menu::{Menu, Shape};
use super::menus::INTERFACES;
use super::outcome::Trap;
use super::store::parse_label;

/// A row by the menu that really holds it (`/interface` is only a view) and its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Menu that holds the row.
    pub menu: String,
    /// Number of the row.
    pub id: u32,
}

impl Device {
    /// Rows meant by `.id` or `numbers`: ids or names joined by commas. All of them must exist.
    pub(super) fn items(&self, menu: &Menu, arguments: Arguments<'_>) -> Result<Vec<Item>, Trap> {
        let text = arguments
            .items()
            .ok_or_else(|| Trap::missing("missing =.id="))?;
        let found: Result<Vec<Item>, Trap> = text
            .split(',')
            .filter(|part| !part.is_empty())
            .map(|part| self.item(menu, part))
            .collect();
        match found? {
            items if items.is_empty() => Err(Trap::missing("no such item")),
            items => Ok(items),
        }
    }

    /// One row by id or name.
    pub(super) fn item(&self, menu: &Menu, text: &str) -> Result<Item, Trap> {
        let path: &str = &menu.path;
        let held_in: &[&str] = if menu.shape == Shape::View {
            &INTERFACES
        } else {
            std::slice::from_ref(&path)
        };
        for menu in held_in {
            let id = match parse_label(text) {
                Some(id) => self.store.by_id(menu, id).map(|row| row.id),
                None => self.store.named(menu, text).next().map(|row| row.id),
            };
            if let Some(id) = id {
                return Ok(Item {
                    menu: menu.to_string(),
                    id,
                });
            }
        }
        Err(Trap::missing("no such item"))
    }
}
