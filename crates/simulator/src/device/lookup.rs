//! Which menus, verbs and arguments this device has.

use std::sync::Arc;

use super::Device;
use super::menu::{Access, Field, Menu};
use super::menus;
use super::outcome::Trap;
use super::version::Version;

/// Menus known only from the tree that are younger than 7.9.
const YOUNG_MENUS: [(&str, u16); 1] = [("/ip/reverse-proxy", 22)];

/// Verbs that came or went: menu, verb, first minor version with it, first minor version without it.
const VERBS: [(&str, &str, u16, u16); 5] = [
    ("/user/active", "remove", 20, u16::MAX),
    ("/user/active", "request-logout", 0, 20),
    ("/system/package", "apply-changes", 18, u16::MAX),
    ("/file", "read", 13, u16::MAX),
    ("/certificate", "add-acme", 22, u16::MAX),
];

/// Arguments of `print` in every menu.
const PRINT: [&str; 20] = [
    "append",
    "as-value",
    "brief",
    "count-only",
    "detail",
    "file",
    "follow",
    "follow-only",
    "from",
    "group-by",
    "interval",
    "proplist",
    ".proplist",
    "show-ids",
    "stats",
    "terse",
    "value-list",
    "where",
    "without-paging",
    "once",
];

impl Device {
    /// The menu at a path, as far as this board and version have it.
    pub(super) fn menu(&self, path: &str) -> Result<Arc<Menu>, Trap> {
        let unknown = || Err(Trap::missing("no such command prefix"));
        if !self.model.has_menu(path, self.version) {
            return unknown();
        }
        if let Some(menu) = menus::known(path) {
            let listed = self
                .schema
                .as_ref()
                .is_none_or(|tree| tree.has_menu(path) || exempt(menu));
            return if menu.exists_in(self.version) && listed {
                Ok(Arc::clone(menu))
            } else {
                unknown()
            };
        }
        let young = YOUNG_MENUS
            .iter()
            .any(|(menu, minor)| *menu == path && self.version < Version::new(7, *minor, 0));
        match self
            .schema
            .as_ref()
            .filter(|_| !young)
            .and_then(|tree| tree.plain_menu(path))
        {
            Some(menu) => Ok(menu),
            None if self.is_directory(path) => Err(Trap::missing("no such command")),
            None => unknown(),
        }
    }

    /// Has the menu the verb?
    pub(super) fn check_verb(&self, menu: &Menu, verb: &str) -> Result<(), Trap> {
        let aged = VERBS.iter().any(|(path, name, since, until)| {
            let range = Version::new(7, *since, 0)..Version::new(7, *until, 0);
            *path == menu.path && *name == verb && !range.contains(&self.version)
        });
        let known = if menu.known {
            menu.has_verb(verb)
        } else {
            menu.has_verb(verb) || self.tree_has_verb(menu, verb)
        };
        let listed = verb == "getall"
            || verb == "request-logout"
            || !self.tree_checks(menu)
            || self.tree_has_verb(menu, verb);
        if known && listed && !aged {
            Ok(())
        } else {
            Err(Trap::missing("no such command"))
        }
    }

    /// The field that an argument of `add` or `set` means.
    pub(super) fn argument(&self, menu: &Menu, verb: &str, name: &str) -> Result<Field, Trap> {
        let unknown = || Trap::value(format!("unknown parameter {name}"));
        let in_tree = self
            .schema
            .as_ref()
            .is_some_and(|tree| tree.has_argument(&menu.path, verb, name));
        match menu.field(name) {
            Some(field) if field.access == Access::ReadOnly || !field.exists_in(self.version) => {
                Err(unknown())
            }
            Some(field) => {
                let older = field.until.is_some()
                    || field
                        .since
                        .is_some_and(|since| since > Version::new(7, 21, 5));
                if in_tree || older || !self.tree_checks(menu) {
                    Ok(field.clone())
                } else {
                    Err(unknown())
                }
            }
            None if in_tree => self
                .schema
                .as_ref()
                .map(|tree| tree.plain_field(&menu.path, name))
                .ok_or_else(unknown),
            None => Err(unknown()),
        }
    }

    /// Does `print` take the argument?
    pub(super) fn check_print_argument(&self, menu: &Menu, name: &str) -> Result<(), Trap> {
        let in_tree = self
            .schema
            .as_ref()
            .is_some_and(|tree| tree.has_argument(&menu.path, "print", name));
        if in_tree || PRINT.contains(&name) {
            Ok(())
        } else {
            Err(Trap::value(format!("unknown parameter {name}")))
        }
    }

    /// Is there something below this path?
    fn is_directory(&self, path: &str) -> bool {
        let below = format!("{path}/");
        path.is_empty()
            || menus::all().any(|menu| menu.path.starts_with(&below))
            || self
                .schema
                .as_ref()
                .is_some_and(|tree| tree.is_directory(path))
    }

    fn tree_checks(&self, menu: &Menu) -> bool {
        self.schema
            .as_ref()
            .is_some_and(|tree| tree.has_menu(&menu.path))
            && !exempt(menu)
    }

    fn tree_has_verb(&self, menu: &Menu, verb: &str) -> bool {
        self.schema
            .as_ref()
            .is_some_and(|tree| tree.has_verb(&menu.path, verb))
    }
}

/// Menus of older versions and of real hardware are not in the tree of a virtual 7.21.5.
fn exempt(menu: &Menu) -> bool {
    menu.hardware || menu.until.is_some()
}
