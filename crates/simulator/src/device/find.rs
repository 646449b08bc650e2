//! Rows found by conditions, as `[find name="x" disabled=no]` does.

use rsc::dialect::Test;

use super::Device;
use super::computed::word;
use super::menu::{Menu, Shape};
use super::menus::INTERFACES;
use super::print;
use super::store::Row;

impl Device {
    /// Labels of the rows of a menu for which all tests hold, in their order.
    pub(super) fn find_rows(&self, menu: &Menu, tests: &[Test]) -> Vec<String> {
        if menu.shape == Shape::Singleton {
            return Vec::new();
        }
        let name = tests.iter().find_map(|test| match test {
            Test::Equals(condition) if condition.field == "name" => Some(condition.value.as_str()),
            _ => None,
        });
        let path: &str = &menu.path;
        let held_in: &[&str] = if menu.shape == Shape::View {
            &INTERFACES
        } else {
            std::slice::from_ref(&path)
        };
        let holds = |row: &&Row| tests.iter().all(|test| self.holds(menu, row, test));
        let mut found = Vec::new();
        for menu in held_in {
            // Menus with thousands of rows are searched by their index of names.
            match name {
                Some(name) => {
                    found.extend(self.store.named(menu, name).filter(holds).map(Row::label))
                }
                None => found.extend(self.store.rows(menu).iter().filter(holds).map(Row::label)),
            }
        }
        found
    }

    fn holds(&self, menu: &Menu, row: &Row, test: &Test) -> bool {
        match test {
            Test::Equals(condition) => {
                let have = self.property(menu, row, &condition.field);
                let wanted = condition.value.as_str();
                let same = |have: &str| {
                    have == wanted
                        || self.normal(menu, &condition.field, wanted) == Some(have.to_string())
                };
                have.as_deref()
                    .map_or(wanted.is_empty() && condition.field != ".id", same)
            }
            Test::Prefix { field, prefix } => self
                .property(menu, row, field)
                .is_some_and(|value| value.starts_with(prefix)),
        }
    }

    /// A property as it would be printed.
    fn property(&self, menu: &Menu, row: &Row, name: &str) -> Option<String> {
        match name {
            ".id" => return Some(row.label()),
            "dynamic" => return Some(word(row.dynamic()).to_string()),
            "static" => return Some(word(!row.dynamic()).to_string()),
            _ if menu.builtin == Some(name) => return Some(word(row.builtin).to_string()),
            _ => {}
        }
        match menu.value(row, name) {
            Some(value) => Some(value.to_string()),
            None if menu.has(name) => None,
            None => print::record(self, menu, row, true)
                .get(name)
                .map(str::to_string),
        }
    }

    /// The outgoing form of a value in a condition: `yes` means `true`, `30d` means `4w2d`.
    fn normal(&self, menu: &Menu, field: &str, text: &str) -> Option<String> {
        match menu.field(field) {
            Some(field) => field.kind.normal(text),
            None => super::value::words::boolean(text).map(str::to_string),
        }
    }
}
