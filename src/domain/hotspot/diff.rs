//! diff(Desired, Observed) = ChangeSet.
//!
//! Only fields that the desired row names are compared, by their normal forms; what the router leaves out means its
//! default. Rows of others are never removed or moved, and changed only where they stand in our place (`claim.rs`).

use std::collections::{BTreeMap, HashMap};

use super::changeset::{Action, Change, ChangeSet, FieldChange, FieldRef, Setting, Shown};
use super::claim::{ClaimError, Found, claim, is_ours, own_key};
use super::desired::{Desired, DesiredRow, Want};
use super::mark::{SiteMark, is_marked};
use super::observed::{Observed, ObservedRow};
use super::order::{Place, places};
use crate::domain::routeros::menu::{Field, Menu, Order};
use crate::domain::routeros::menus;
use crate::domain::routeros::value::Kind;

/// What becomes of secrets, which cannot be read back and so cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrets {
    /// They go along only where a row is added or taken over.
    Keep,
    /// They are written again in every row that has one: they changed in the site.
    Rotate,
}

/// What must change so that the router holds what it should.
///
/// # Errors
/// All desired rows that cannot be brought onto this router.
pub fn diff(
    desired: &Desired,
    observed: &Observed,
    secrets: Secrets,
) -> Result<ChangeSet, Vec<ClaimError>> {
    let claims = claim(desired, observed)?;
    let mut places = placements(desired, observed, &claims.pairs);
    let mut changes = Vec::new();
    for (index, (want, found)) in claims.pairs.iter().enumerate() {
        let place = places.remove(&index);
        let change = |action| Change {
            menu: want.menu,
            row: want.key().to_owned(),
            group: want.group().map(str::to_owned),
            action,
        };
        match found {
            Found::Nothing => changes.push(change(added(want, place.flatten()))),
            Found::Ours(have) | Found::Foreign(have) => {
                let take_over = matches!(found, Found::Foreign(_));
                let fields = changed_fields(want, have, take_over || secrets == Secrets::Rotate);
                if !fields.is_empty() {
                    changes.push(change(Action::Set {
                        id: have.id.clone(),
                        fields,
                        take_over,
                    }));
                }
                if let (Some(before), Some(id)) = (place, &have.id) {
                    changes.push(change(Action::Move {
                        id: id.clone(),
                        before,
                    }));
                }
            }
        }
    }
    changes.extend(
        claims
            .surplus
            .iter()
            .filter_map(|(menu, row)| no_longer_wanted(&desired.mark, menu, row)),
    );
    let order: HashMap<&str, usize> = menus::all()
        .enumerate()
        .map(|(index, menu)| (menu.path, index))
        .collect();
    changes.sort_by_key(|change| order.get(change.menu.path).copied());
    Ok(ChangeSet { changes })
}

fn added(want: &DesiredRow, before: Option<String>) -> Action {
    let fields = want
        .fields
        .iter()
        .filter_map(|want| {
            let value = want.value.clone()?;
            Some(Setting {
                field: FieldRef(want.field),
                value: Shown::new(want.field, value),
            })
        })
        .collect();
    Action::Add { fields, before }
}

fn changed_fields(want: &DesiredRow, have: &ObservedRow, with_secrets: bool) -> Vec<FieldChange> {
    want.fields
        .iter()
        .filter(|want| {
            let observed = have.get(want.field.name);
            match want.field.kind {
                Kind::Secret => with_secrets && want.value.is_some(),
                _ => !equal(want, observed),
            }
        })
        .map(|want| FieldChange {
            field: FieldRef(want.field),
            from: if want.field.kind == Kind::Secret {
                None
            } else {
                have.get(want.field.name).map(str::to_owned)
            },
            to: want
                .value
                .clone()
                .map(|value| Shown::new(want.field, value)),
        })
        .collect()
}

fn equal(want: &Want, observed: Option<&str>) -> bool {
    if want.value.as_deref() == observed {
        return true;
    }
    normal(want.field, want.value.as_deref()) == normal(want.field, observed)
}

/// Absent, empty and default are the same.
fn normal(field: &Field, value: Option<&str>) -> String {
    let value = value
        .filter(|value| !value.is_empty())
        .or(field.default)
        .unwrap_or_default();
    field.kind.normal(value)
}

/// A row of ours that nobody wants any more goes; a radio cannot go, so it is switched off and given back.
fn no_longer_wanted(mark: &SiteMark, menu: &'static Menu, row: &ObservedRow) -> Option<Change> {
    let id = row.id.clone()?;
    let label = own_key(menu, row, mark).unwrap_or_default();
    let hardware = row.builtin || row.get("default-name").is_some_and(|name| !name.is_empty());
    let action = if hardware {
        let set = |name: &str, to: &str| {
            let field = menu.field(name)?;
            let from = row.get(name).map(str::to_owned);
            Some(FieldChange {
                field: FieldRef(field),
                from,
                to: Some(Shown::new(field, to.to_owned())),
            })
        };
        Action::Set {
            id: Some(id),
            fields: [set("comment", ""), set("disabled", "yes")]
                .into_iter()
                .flatten()
                .collect(),
            take_over: false,
        }
    } else {
        Action::Remove {
            id,
            former: row.fields.clone(),
        }
    };
    let group = match menu.order {
        Order::Free => None,
        Order::Whole => Some(String::new()),
        Order::PerChain => Some(row.get("chain").unwrap_or_default().to_owned()),
    };
    Some(Change {
        menu,
        row: label.to_owned(),
        group,
        action,
    })
}

/// For every desired row (by index) that must be placed: the `.id` it goes before.
type Placements = HashMap<usize, Option<String>>;

fn placements(
    desired: &Desired,
    observed: &Observed,
    pairs: &[(&DesiredRow, Found<'_>)],
) -> Placements {
    let mut groups: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (index, (want, _)) in pairs.iter().enumerate() {
        if let Some(group) = want.group() {
            groups
                .entry((want.menu.path, group))
                .or_default()
                .push(index);
        }
    }
    let mut placed = Placements::new();
    for ((path, group), members) in groups {
        place_group(
            desired,
            observed.rows(path),
            group,
            &members,
            pairs,
            &mut placed,
        );
    }
    placed
}

fn place_group(
    desired: &Desired,
    rows: &[ObservedRow],
    group: &str,
    members: &[usize],
    pairs: &[(&DesiredRow, Found<'_>)],
    placed: &mut Placements,
) {
    let position = |index: usize| -> Option<usize> {
        let (_, found) = pairs.get(index)?;
        match found {
            Found::Nothing => None,
            Found::Ours(have) | Found::Foreign(have) => {
                rows.iter().position(|row| std::ptr::eq(row, *have))
            }
        }
    };
    let is_first = |index: &usize| pairs.get(*index).is_some_and(|(want, _)| want.first);
    let (leading, following): (Vec<usize>, Vec<usize>) =
        members.iter().partition(|index| is_first(index));

    let positions: Vec<Option<usize>> = following.iter().map(|index| position(*index)).collect();
    for (slot, place) in places(&positions).into_iter().enumerate() {
        let (Some(index), Place::Before(anchor)) = (following.get(slot), place) else {
            continue;
        };
        let anchor = anchor
            .and_then(|slot| positions.get(slot).copied().flatten())
            .and_then(|at| rows.get(at));
        placed.insert(*index, anchor.and_then(|row| row.id.clone()));
    }

    let Some((menu, _)) = leading
        .first()
        .and_then(|index| pairs.get(*index))
        .map(|(want, found)| (want.menu, found))
    else {
        return;
    };
    let first_foreign = rows.iter().position(|row| {
        let same_group = menu.order == Order::Whole || row.get("chain") == Some(group);
        same_group
            && !row.dynamic
            && !is_ours(menu, row, &desired.mark)
            && !row.get("comment").is_some_and(is_marked)
    });
    for index in leading {
        let at = position(index);
        let stands = match (at, first_foreign) {
            (Some(at), Some(foreign)) => at < foreign,
            (Some(_), None) => true,
            (None, _) => false,
        };
        if !stands {
            placed.insert(
                index,
                first_foreign
                    .and_then(|at| rows.get(at))
                    .and_then(|row| row.id.clone()),
            );
        }
    }
}
