//! The rows of a configuration as people look at them: by menu, with dots in the place of secrets.

use crate::domain::hotspot::changeset::HIDDEN;
use crate::domain::hotspot::desired::{Desired, DesiredRow, Identity};
use crate::domain::routeros::value::Kind;

/// The rows of one menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuRows {
    /// The menu, e.g. `/ip/hotspot`.
    pub menu: &'static str,
    /// Its rows, each as RouterOS would write it.
    pub rows: Vec<String>,
}

/// The rows by menu, in the order in which the menus first come.
pub fn by_menu(desired: &Desired) -> Vec<MenuRows> {
    let mut groups: Vec<MenuRows> = Vec::new();
    for row in &desired.rows {
        let text = shown(row);
        match groups.iter_mut().find(|group| group.menu == row.menu.path) {
            Some(group) => group.rows.push(text),
            None => groups.push(MenuRows {
                menu: row.menu.path,
                rows: vec![text],
            }),
        }
    }
    groups
}

fn shown(row: &DesiredRow) -> String {
    let mut text = match &row.identity {
        Identity::Key(_) => "add".to_owned(),
        Identity::Singleton => "set".to_owned(),
        Identity::Existing(find) => {
            let find: Vec<String> = find
                .iter()
                .map(|(field, value)| format!("{field}={value}"))
                .collect();
            format!("set [find {}]", find.join(" "))
        }
    };
    for want in &row.fields {
        let value = match &want.value {
            Some(_) if want.field.kind == Kind::Secret => HIDDEN.to_owned(),
            Some(value) if value.is_empty() || value.contains(' ') => format!("\"{value}\""),
            Some(value) => value.clone(),
            None => "\"\"".to_owned(),
        };
        text.push_str(&format!(" {}={value}", want.field.name));
    }
    text
}
