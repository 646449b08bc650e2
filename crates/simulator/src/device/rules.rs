//! What holds for every row that is to be stored: required fields, unique keys, the menu's own rule.

use super::Device;
use super::menu::{Candidate, Menu};
use super::outcome::Trap;
use super::store::Row;

impl Device {
    /// Checks a row that is to be stored; `id` when it exists already.
    pub(super) fn check_row(&self, menu: &Menu, id: Option<u32>, row: &Row) -> Result<(), Trap> {
        for field in &menu.fields {
            if field.required && !row.values.contains_key(field.name.as_ref()) {
                return Err(Trap::missing(format!("missing ={}=", field.name)));
            }
        }
        for unique in &menu.unique {
            if self.exists_same(menu, id, row, unique.fields) {
                return Err(Trap {
                    category: Some(4),
                    message: unique.message.to_string(),
                });
            }
        }
        match menu.rule {
            Some(rule) => rule(&Candidate {
                device: self,
                menu,
                id,
                row,
            }),
            None => Ok(()),
        }
    }

    fn exists_same(&self, menu: &Menu, id: Option<u32>, row: &Row, fields: &[&str]) -> bool {
        let other = |other: &Row| Some(other.id) != id && !other.dynamic();
        if let (["name"], Some(name)) = (fields, row.get("name")) {
            return self.store.named(&menu.path, name).any(other);
        }
        let same = |one: &Row| {
            fields
                .iter()
                .all(|field| menu.value(one, field) == menu.value(row, field))
        };
        self.store
            .rows(&menu.path)
            .iter()
            .any(|one| other(one) && same(one))
    }
}
