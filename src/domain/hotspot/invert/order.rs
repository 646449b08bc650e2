//! The former order of rows, restored as a whole.
//!
//! From the last displaced row to the first, each is put before the row that came after it. That one stands rightly by then: it
//! was never displaced, or is one of those before. So it leads back from any number of moves made or not made, and changes nothing where all
//! stand rightly.

use std::collections::BTreeMap;

use rsc::Condition;
use rsc::dialect::{Command, Test};

use super::NotInvertible;
use super::find::{conditions, mark_of};
use crate::domain::hotspot::changeset::{Action, Change, named};
use crate::domain::hotspot::mark::SiteMark;
use crate::domain::hotspot::observed::{Observed, ObservedRow};
use crate::domain::routeros::menu::{Menu, Order};

/// The moves that bring moved and removed rows to their former places.
pub(super) fn restore(
    stages: &[Vec<&Change>],
    observed: &Observed,
    mark: &SiteMark,
) -> Result<Vec<Command>, Vec<NotInvertible>> {
    let mut displaced: BTreeMap<&'static str, Vec<(&Change, &str)>> = BTreeMap::new();
    for change in stages
        .iter()
        .flatten()
        .copied()
        .filter(|change| change.menu.order != Order::Free)
    {
        if let Action::Move { id, .. } | Action::Remove { id, .. } = &change.action {
            displaced
                .entry(change.menu.path)
                .or_default()
                .push((change, id));
        }
    }
    let mut commands = Vec::new();
    let mut errors = Vec::new();
    for (path, changes) in displaced {
        let rows: Vec<&ObservedRow> = observed
            .rows(path)
            .iter()
            .filter(|row| !row.dynamic)
            .collect();
        for (index, row) in rows.iter().enumerate().rev() {
            let Some((change, _)) = changes
                .iter()
                .find(|(_, id)| row.id.as_deref() == Some(*id))
            else {
                continue;
            };
            let find = super::tests(vec![mark_of(change.menu, &change.row, mark)]);
            let menu = path.to_owned();
            match rows.get(index + 1) {
                None => commands.push(Command::MoveToEnd { menu, find }),
                Some(next) => match neighbour(change.menu, observed.rows(path), next, mark) {
                    Some(before) => commands.push(Command::Move { menu, find, before }),
                    None => errors.push(NotInvertible::NoNeighbour {
                        row: named(change.menu, &change.row),
                    }),
                },
            }
        }
    }
    if errors.is_empty() {
        Ok(commands)
    } else {
        Err(errors)
    }
}

fn neighbour(
    menu: &'static Menu,
    rows: &[ObservedRow],
    next: &ObservedRow,
    mark: &SiteMark,
) -> Option<Vec<Test>> {
    let found: Vec<Condition> = conditions(menu, rows, next, mark)?;
    Some(super::tests(found))
}
