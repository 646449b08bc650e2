//! What differs between two readings of a router, and whether our change explains it.
//!
//! After a rollback nothing may be left that our change explains; after an apply, everything else was somebody else's doing and is
//! reported.

use std::collections::HashSet;

use serde::Serialize;

use super::changeset::{Action, Change, ChangeSet};
use super::claim::{is_ours, own_key};
use super::diff::normal;
use super::mark::SiteMark;
use super::observed::{Observed, ObservedRow};
use super::order::{Place, places};
use crate::domain::routeros::menu::{Field, Menu, Order, Shape};
use crate::domain::routeros::menus;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// The row's menu.
    pub menu: &'static str,
    /// What the row is called: its key where it is ours, else its comment or name.
    pub row: String,
    /// What happened to it.
    pub what: What,
    /// Whether our change touches this.
    pub ours: bool,
}

/// What happened to a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// It is gone.
    Gone,
    /// It is new.
    New,
    /// A field changed.
    Field {
        /// Which.
        field: &'static str,
        /// Its former value.
        from: Option<String>,
        /// Its value now.
        to: Option<String>,
    },
    /// It stands in another place.
    Moved,
}

impl std::fmt::Display for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = format!("{} {}", self.menu, self.row);
        write!(f, "{} ", name.trim_end())?;
        let told = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
        match &self.what {
            What::Gone => f.write_str("is gone"),
            What::New => f.write_str("is new"),
            What::Field { field, from, to } => {
                write!(f, "has {field} {} instead of {}", told(to), told(from))
            }
            What::Moved => f.write_str("stands in another place"),
        }
    }
}

/// Everything that differs between two readings of one router. Rows that the router makes itself are left out.
pub fn seen(former: &Observed, now: &Observed, changes: &ChangeSet, mark: &SiteMark) -> Vec<Seen> {
    menus::all()
        .flat_map(|menu| {
            in_menu(
                menu,
                former.rows(menu.path),
                now.rows(menu.path),
                changes,
                mark,
            )
        })
        .collect()
}

fn in_menu(
    menu: &'static Menu,
    former: &[ObservedRow],
    now: &[ObservedRow],
    changes: &ChangeSet,
    mark: &SiteMark,
) -> Vec<Seen> {
    let fixed = |rows: &[ObservedRow]| -> Vec<ObservedRow> {
        rows.iter().filter(|row| !row.dynamic).cloned().collect()
    };
    let (former, now) = (fixed(former), fixed(now));
    if former == now {
        return Vec::new();
    }
    let changes: Vec<&Change> = changes
        .changes
        .iter()
        .filter(|change| change.menu == menu)
        .collect();
    let pairs = pairs(menu, &former, &now, mark);
    let tell = |row: &ObservedRow, what: What, ours: bool| Seen {
        menu: menu.path,
        row: called(menu, row, mark),
        what,
        ours,
    };
    let mut all = Vec::new();
    for (old, new) in &pairs {
        for field in menu.fields {
            let (from, to) = (old.get(field.name), new.get(field.name));
            if !same(field, from, to) {
                let what = What::Field {
                    field: field.name,
                    from: from.map(str::to_owned),
                    to: to.map(str::to_owned),
                };
                all.push(tell(
                    old,
                    what,
                    changes.iter().any(|change| sets(change, old, field.name)),
                ));
            }
        }
    }
    let has = |rows: &[&ObservedRow], row: &ObservedRow| {
        rows.iter().any(|other| std::ptr::eq(*other, row))
    };
    let (olds, news): (Vec<&ObservedRow>, Vec<&ObservedRow>) = pairs.iter().copied().unzip();
    for old in former.iter().filter(|row| !has(&olds, row)) {
        let removed = |change: &&Change| matches!(&change.action, Action::Remove { id, .. } if Some(id) == old.id.as_ref());
        all.push(tell(old, What::Gone, changes.iter().any(removed)));
    }
    for new in now.iter().filter(|row| !has(&news, row)) {
        all.push(tell(new, What::New, is_ours(menu, new, mark)));
    }
    if menu.order != Order::Free {
        let positions: Vec<Option<usize>> = pairs
            .iter()
            .map(|(_, new)| now.iter().position(|row| std::ptr::eq(row, *new)))
            .collect();
        for ((old, _), place) in pairs.iter().zip(places(&positions)) {
            if matches!(place, Place::Before(_)) {
                all.push(tell(
                    old,
                    What::Moved,
                    changes.iter().any(|change| replaces(change, old)),
                ));
            }
        }
    }
    all
}

fn called(menu: &Menu, row: &ObservedRow, mark: &SiteMark) -> String {
    if menu.shape == Shape::Singleton {
        return String::new();
    }
    own_key(menu, row, mark)
        .or_else(|| row.get("comment").filter(|comment| !comment.is_empty()))
        .or_else(|| row.get("name"))
        .or_else(|| row.get("interface"))
        .or_else(|| row.get("address"))
        .or(row.id.as_deref())
        .unwrap_or_default()
        .to_owned()
}

fn sets(change: &Change, row: &ObservedRow, field: &str) -> bool {
    match &change.action {
        Action::Set { id, fields, .. } => {
            *id == row.id && fields.iter().any(|change| change.field.0.name == field)
        }
        _ => false,
    }
}

/// Whether the change gives the row another place.
fn replaces(change: &Change, row: &ObservedRow) -> bool {
    match &change.action {
        Action::Move { id, .. } | Action::Remove { id, .. } => Some(id) == row.id.as_ref(),
        _ => false,
    }
}

fn same(field: &Field, one: Option<&str>, other: Option<&str>) -> bool {
    one == other || normal(field, one) == normal(field, other)
}

/// Whether two rows of two readings are the same row.
type Alike<'a> = dyn Fn(&ObservedRow, &ObservedRow) -> bool + 'a;

/// Which row is which: by equal fields, then by our mark, then by natural key, then by `.id` (ids may change when a router starts, and a row that
/// was removed and added again has another one). In the former order.
fn pairs<'o>(
    menu: &Menu,
    former: &'o [ObservedRow],
    now: &'o [ObservedRow],
    mark: &SiteMark,
) -> Vec<(&'o ObservedRow, &'o ObservedRow)> {
    let equal = |old: &ObservedRow, new: &ObservedRow| {
        menu.fields
            .iter()
            .all(|field| same(field, old.get(field.name), new.get(field.name)))
    };
    let marked = |old: &ObservedRow, new: &ObservedRow| {
        let key = own_key(menu, old, mark);
        key.is_some() && key == own_key(menu, new, mark)
    };
    let keyed = |old: &ObservedRow, new: &ObservedRow| {
        menu.keys().iter().any(|key| {
            !key.is_empty()
                && key
                    .iter()
                    .all(|field| old.get(field).is_some() && old.get(field) == new.get(field))
        })
    };
    let known = |old: &ObservedRow, new: &ObservedRow| {
        (old.id.is_some() && old.id == new.id) || menu.shape == Shape::Singleton
    };
    let ways: [&Alike; 5] = [
        &|old, new| old.id == new.id && equal(old, new),
        &equal,
        &marked,
        &keyed,
        &known,
    ];
    let mut found: Vec<Option<&ObservedRow>> = vec![None; former.len()];
    let mut taken: HashSet<usize> = HashSet::new();
    for way in ways {
        for (old, slot) in former
            .iter()
            .zip(&mut found)
            .filter(|(_, slot)| slot.is_none())
        {
            let free = now
                .iter()
                .enumerate()
                .find(|(index, new)| !taken.contains(index) && way(old, new));
            if let Some((index, new)) = free {
                taken.insert(index);
                *slot = Some(new);
            }
        }
    }
    former
        .iter()
        .zip(found)
        .filter_map(|(old, new)| Some((old, new?)))
        .collect()
}
