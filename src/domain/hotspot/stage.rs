//! In which order a change set is sent: stages, each of which needs only what earlier stages made.
//!
//! A row that names another (`interface=hd-shop-guest`) comes a stage after it. Rows of one firewall chain stay together,
//! since they are added in order. A jump comes after the chain that it jumps to, and after the list members
//! that the chain speaks of, so that no rule closes a door before the lists say who stands in it. A row that takes the name, port or
//! address of another comes after that one gave it up. Removals come last, and a row that is named by others goes after
//! them; only what is in the way of a write goes first.

use std::collections::HashMap;

use super::changeset::{Action, Change, ChangeSet};
use super::desired::NaturalKey;
use crate::domain::routeros::menu::names_menu;

/// The change set refers to itself in a circle, so no order of sending exists.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the rows around {menu} {row} need one another in a circle (they name one another, or swap a name, port or address): there is no order in which the router would take them; change one of them first"
)]
pub struct Circle {
    /// Menu of one of the rows.
    pub menu: &'static str,
    /// Its key.
    pub row: String,
}

/// The changes in the order of sending; those of one stage may be sent without waiting for one another's answers.
///
/// # Errors
/// [`Circle`], where there is no such order.
pub fn stages(changes: &ChangeSet) -> Result<Vec<Vec<&Change>>, Circle> {
    let (removals, writes): (Vec<&Change>, Vec<&Change>) = changes
        .changes
        .iter()
        .partition(|change| matches!(change.action, Action::Remove { .. }));
    let needs = needs_of_removals(&removals);
    let early = in_the_way(&removals, &needs, &writes);
    let split = |wanted: bool| -> Vec<&Change> {
        let with = removals
            .iter()
            .zip(&early)
            .filter(|(_, early)| **early == wanted);
        with.map(|(change, _)| *change).collect()
    };
    let (first, last) = (split(true), split(false));
    let mut all = layer(&first, needs_of_removals(&first))?;
    all.extend(layer(&writes, needs_of_writes(&writes))?);
    all.extend(layer(&last, needs_of_removals(&last))?);
    Ok(all)
}

/// Which removals cannot wait: their row has a natural key that a write takes, or it names such a row.
fn in_the_way(removals: &[&Change], needs: &Needs, writes: &[&Change]) -> Vec<bool> {
    let renames = renames(writes);
    let frees = |change: &&Change| {
        let freed = |key: &NaturalKey| {
            change
                .frees
                .iter()
                .any(|freed| freed == key || renamed(freed, &renames) == *key)
        };
        let takes = |write: &&Change| write.menu == change.menu && write.takes.iter().any(freed);
        writes.iter().any(takes)
    };
    let mut early: Vec<bool> = removals.iter().map(frees).collect();
    // What must be removed before an early removal is early as well.
    for _ in 0..removals.len() {
        let more: Vec<usize> = early
            .iter()
            .zip(needs)
            .filter(|(early, _)| **early)
            .flat_map(|(_, needs)| needs.iter().copied())
            .filter(|need| early.get(*need) == Some(&false))
            .collect();
        if more.is_empty() {
            break;
        }
        for index in more {
            if let Some(slot) = early.get_mut(index) {
                *slot = true;
            }
        }
    }
    early
}

/// Former and new names of interfaces that are renamed: rows that name them follow by themselves.
fn renames<'c>(writes: &[&'c Change]) -> HashMap<&'c str, &'c str> {
    let mut renames = HashMap::new();
    for change in writes {
        let Action::Set { fields, .. } = &change.action else {
            continue;
        };
        let name = fields.iter().find(|field| field.field.0.name == "name");
        let Some((from, to)) = name.and_then(|name| name.from.as_deref().zip(name.to.as_ref()))
        else {
            continue;
        };
        if change.menu.path.starts_with("/interface/") {
            renames.insert(from, to.reveal());
        }
    }
    renames
}

/// A natural key when the interfaces have their new names.
fn renamed((which, values): &NaturalKey, renames: &HashMap<&str, &str>) -> NaturalKey {
    let now = |value: &String| {
        renames
            .get(value.as_str())
            .map_or_else(|| value.clone(), |new| (*new).to_owned())
    };
    (*which, values.iter().map(now).collect())
}

/// For each change the indexes of those that must be in an earlier stage.
type Needs = Vec<Vec<usize>>;

fn needs_of_writes(changes: &[&Change]) -> Needs {
    let mut makers: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut by_menu: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut by_chain: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (index, change) in changes.iter().enumerate() {
        for (field, value) in new_values(change) {
            if field == "name" {
                makers.entry(value).or_default().push(index);
            }
        }
        by_menu.entry(change.menu.path).or_default().push(index);
        if let Some(group) = &change.group {
            by_chain
                .entry((change.menu.path, group))
                .or_default()
                .push(index);
        }
    }
    let needs = |(index, change): (usize, &&Change)| {
        let mut needs = Vec::new();
        for (name, value) in new_values(change) {
            let Some(field) = change.menu.field(name) else {
                continue;
            };
            for reference in field.kind.references(value) {
                let rows = makers.get(reference).into_iter().flatten().copied();
                needs.extend(rows.filter(|maker| {
                    *maker != index
                        && changes
                            .get(*maker)
                            .is_some_and(|maker| names_menu(field.refers, maker.menu.path))
                }));
            }
            if name == "jump-target" {
                needs.extend(by_menu.get("/interface/list/member").into_iter().flatten());
                needs.extend(
                    by_chain
                        .get(&(change.menu.path, value))
                        .into_iter()
                        .flatten(),
                );
            }
        }
        let frees = |other: &&Change| {
            other.menu == change.menu && change.takes.iter().any(|key| other.frees.contains(key))
        };
        needs.extend(
            changes
                .iter()
                .enumerate()
                .filter(|(at, other)| *at != index && frees(other))
                .map(|(at, _)| at),
        );
        needs.extend(
            change
                .menu
                .after
                .iter()
                .filter_map(|menu| by_menu.get(menu))
                .flatten(),
        );
        needs
    };
    changes.iter().enumerate().map(needs).collect()
}

fn needs_of_removals(changes: &[&Change]) -> Needs {
    let mut needs: Needs = vec![Vec::new(); changes.len()];
    for (index, change) in changes.iter().enumerate() {
        let Action::Remove { former, .. } = &change.action else {
            continue;
        };
        // What waits for a menu when it is made is gone before that menu's rows go: a hotspot before the bindings that
        // let the box past it.
        for (other, needs) in needs.iter_mut().enumerate() {
            let waited_for = changes
                .get(other)
                .is_some_and(|other| change.menu.after.contains(&other.menu.path));
            if waited_for {
                needs.push(index);
            }
        }
        for (name, value) in former {
            let Some(field) = change.menu.field(name) else {
                continue;
            };
            for reference in field.kind.references(value) {
                for (other, needs) in needs.iter_mut().enumerate() {
                    let named = changes.get(other).is_some_and(|other| {
                        names_menu(field.refers, other.menu.path)
                            && matches!(&other.action, Action::Remove { former, .. } if former.iter().any(|(n, v)| *n == "name" && v == reference))
                    });
                    if other != index && named {
                        needs.push(index);
                    }
                }
            }
            if *name == "jump-target" {
                for (other, needs) in needs.iter_mut().enumerate() {
                    let in_chain = changes.get(other).is_some_and(|other| {
                        other.menu.path == change.menu.path && other.group.as_deref() == Some(value)
                    });
                    if in_chain {
                        needs.push(index);
                    }
                }
            }
        }
    }
    needs
}

/// Fields that the change gives a new value.
fn new_values(change: &Change) -> impl Iterator<Item = (&'static str, &str)> {
    let (added, set) = match &change.action {
        Action::Add { fields, .. } => (Some(fields), None),
        Action::Set { fields, .. } => (None, Some(fields)),
        Action::Move { .. } | Action::Remove { .. } => (None, None),
    };
    let added = added
        .into_iter()
        .flatten()
        .map(|setting| (setting.field.0.name, setting.value.reveal()));
    let set = set
        .into_iter()
        .flatten()
        .filter_map(|change| Some((change.field.0.name, change.to.as_ref()?.reveal())));
    added.chain(set)
}

fn layer<'c>(changes: &[&'c Change], needs: Needs) -> Result<Vec<Vec<&'c Change>>, Circle> {
    let mut groups: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (index, change) in changes.iter().enumerate() {
        if let Some(group) = &change.group {
            groups
                .entry((change.menu.path, group))
                .or_default()
                .push(index);
        }
    }
    let mut level = vec![0usize; changes.len()];
    loop {
        let mut settled = true;
        let mut raise = |level: &mut Vec<usize>, index: usize, to: usize| {
            if let Some(slot) = level.get_mut(index)
                && *slot < to
            {
                *slot = to;
                settled = false;
            }
        };
        for (index, needs) in needs.iter().enumerate() {
            let to = needs
                .iter()
                .filter_map(|need| level.get(*need))
                .max()
                .map_or(0, |deepest| deepest + 1);
            raise(&mut level, index, to);
        }
        for members in groups.values() {
            let to = members
                .iter()
                .filter_map(|member| level.get(*member))
                .copied()
                .max()
                .unwrap_or(0);
            for member in members {
                raise(&mut level, *member, to);
            }
        }
        if let Some(circle) = level
            .iter()
            .position(|level| *level > changes.len())
            .and_then(|index| changes.get(index))
        {
            return Err(Circle {
                menu: circle.menu.path,
                row: circle.row.clone(),
            });
        }
        if settled {
            break;
        }
    }
    let depth = level.iter().max().map_or(0, |deepest| deepest + 1);
    let mut stages: Vec<Vec<&Change>> = vec![Vec::new(); depth];
    for (change, level) in changes.iter().zip(level) {
        if let Some(stage) = stages.get_mut(level) {
            stage.push(change);
        }
    }
    Ok(stages)
}
