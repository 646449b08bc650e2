//! Menus, commands, arguments and values against a command tree.

use rsc::{Field, Position};

use super::deed::Deed;
use super::{Finding, Severity};
use crate::domain::alike::nearest;
use crate::domain::routeros::menus;
use crate::domain::routeros::tree::{Argument, CommandTree};
use crate::domain::shown::shown;

/// Menus that need hardware, so the tree of a virtual router lacks them (RouterOS facts: limits of the tree).
const HARDWARE: &[&str] = &[
    "/system/routerboard",
    "/system/health",
    "/system/leds",
    "/interface/ethernet/poe",
    "/interface/ethernet/switch",
    "/partitions",
    "/lcd",
    "/zerotier",
];
/// Arguments that need hardware.
const HARDWARE_ARGUMENTS: &[(&str, &str)] = &[("/ip/firewall/filter", "hw-offload")];
/// The longest list of values that fits into a message.
const FEW: usize = 8;

/// What the tree does not know.
pub(super) fn check(tree: &CommandTree, deeds: &[Deed]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut unknown_before = None;
    for deed in deeds {
        let Some(commands) = tree.menu(deed.menu) else {
            // The rows below one wrong menu line are one mistake.
            if unknown_before.replace(deed.menu) != Some(deed.menu) {
                findings.extend(unknown_menu(tree, deed));
            }
            continue;
        };
        unknown_before = None;
        let Some(arguments) = commands.get(deed.command) else {
            if !is_hardware(deed.menu) {
                findings.push(unknown_command(tree, deed));
            }
            continue;
        };
        let judge = Judge { tree, deed };
        if deed.command == "set" {
            findings.extend(judge.row(arguments.contains_key("numbers")));
        }
        findings.extend(judge.finds());
        if deed.places && !arguments.contains_key("place-before") {
            findings.push(judge.unknown_argument("place-before", deed.at, None));
        }
        for field in deed.fields {
            match arguments.get(&field.name) {
                Some(argument) => findings.extend(judge.value(field, argument)),
                None if HARDWARE_ARGUMENTS.contains(&(deed.menu, field.name.as_str())) => {}
                None => {
                    let meant = nearest(&field.name, arguments.keys().map(String::as_str));
                    findings.push(judge.unknown_argument(&field.name, field.at, meant));
                }
            }
        }
    }
    findings
}

fn is_hardware(menu: &str) -> bool {
    HARDWARE.iter().any(|known| {
        menu.strip_prefix(known)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

fn unknown_menu(tree: &CommandTree, deed: &Deed) -> Option<Finding> {
    let (menu, tree_name) = (deed.menu, tree.named());
    if menus::find(menu).is_some_and(|ours| ours.until.is_some()) {
        return None;
    }
    if is_hardware(menu) {
        let message = format!(
            "`{menu}` needs hardware and is not in the tree of a virtual router; it was not checked"
        );
        return Some(Finding::new(deed.at, Severity::Note, message));
    }
    let hint = meant(tree.nearest_menu(menu));
    Some(Finding::error(
        deed.at,
        format!("{tree_name} has no menu `{menu}`{hint}"),
    ))
}

fn unknown_command(tree: &CommandTree, deed: &Deed) -> Finding {
    let Deed {
        at, menu, command, ..
    } = *deed;
    let has = |command: &str| {
        tree.menu(menu)
            .is_some_and(|commands| commands.contains_key(command))
    };
    let hint = match command {
        "add" | "remove" if has("find") && has("set") => {
            "; RouterOS makes its rows itself, write `set [find …]`"
        }
        "add" | "remove" | "find" if has("set") => "; it holds one record, write `set`",
        "set" | "move" if has("add") => "; remove the row and add it anew",
        _ => "; it cannot be written, only read",
    };
    Finding::error(at, format!("`{menu}` has no command `{command}`{hint}"))
}

fn meant(name: Option<&str>) -> String {
    name.map(|name| format!("; did you mean `{name}`?"))
        .unwrap_or_default()
}

struct Judge<'a> {
    tree: &'a CommandTree,
    deed: &'a Deed<'a>,
}

impl Judge<'_> {
    fn unknown_argument(&self, name: &str, at: Position, near: Option<&str>) -> Finding {
        let Deed { menu, command, .. } = self.deed;
        Finding::error(
            at,
            format!(
                "`{command}` in `{menu}` has no argument `{name}`{}",
                meant(near)
            ),
        )
    }

    /// A `set` names its row where there are rows, and nothing where there is one record.
    fn row(&self, has_rows: bool) -> Option<Finding> {
        let Deed {
            at,
            menu,
            names_row,
            ..
        } = *self.deed;
        let message = match (has_rows, names_row) {
            (true, false) => {
                format!("`{menu}` has rows and this `set` names none; write set [find name=…]")
            }
            (false, true) => {
                format!("`{menu}` holds one record; write `set` without a name or [find …]")
            }
            _ => return None,
        };
        Some(Finding::error(at, message))
    }

    /// Fields by which rows are found.
    fn finds(&self) -> Vec<Finding> {
        let Deed { at, menu, .. } = *self.deed;
        let Some(known) = self.tree.found_by(menu) else {
            return Vec::new();
        };
        let unknown = self
            .deed
            .found_by
            .iter()
            .filter(|field| !known.contains(field));
        let finding = |field: &&str| {
            let hint = meant(nearest(field, known.iter().copied()));
            Finding::error(
                at,
                format!("rows of `{menu}` have no field `{field}` to be found by{hint}"),
            )
        };
        unknown.map(finding).collect()
    }

    /// A word that is not in a closed list. The tree's lists are not always whole, so it may be right.
    fn value(&self, field: &Field, argument: &Argument) -> Option<Finding> {
        let (known, value) = (argument.words(), field.value.as_deref()?);
        let is_known = |word: &str| {
            let word = word.trim_start_matches('!');
            let plain = word.starts_with(|first: char| first.is_ascii_lowercase());
            !plain || known.is_empty() || known.iter().any(|value| value == word)
        };
        let wrong = if argument.is_set() {
            value.split(',').find(|word| !is_known(word))?
        } else if value.split(',').any(is_known) {
            // Some take lists although the tree does not say so (`policy`, `connection-state`, `in,ipsec`).
            return None;
        } else {
            value
        };
        let near = nearest(wrong, known.iter().map(String::as_str));
        let hint = match near {
            None if known.len() <= FEW => format!(": {}", known.join(", ")),
            near => meant(near),
        };
        let (name, tree) = (&field.name, self.tree.named());
        let message = format!(
            "{} is not among the values that {tree} offers for `{name}`{hint}",
            shown(wrong)
        );
        Some(Finding::new(field.at, Severity::Warning, message))
    }
}
