//! diff(Desired, Observed) = ChangeSet.
//!
//! Only fields that the desired row names are compared, by their normal forms; what the router leaves out means its
//! default. Rows of others are never removed or moved, and changed only where they stand in our place (`claim.rs`).

use std::collections::{BTreeMap, HashMap};

use super::changeset::{Action, Change, ChangeSet, FieldChange, FieldRef, Setting, Shown};
use super::claim::{ClaimError, Found, claim, is_ours};
use super::desired::{Desired, DesiredRow, Identity, Want, natural_keys};
use super::mark::is_marked;
use super::observed::{Observed, ObservedRow};
use super::order::{Place, places};
use super::surplus::no_longer_wanted;
use crate::domain::routeros::menu::{Field, Order};
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
        let new = want.natural_keys();
        let old = match found {
            Found::Nothing => Vec::new(),
            Found::Ours(have) | Found::Foreign(have) => {
                natural_keys(want.menu, |field| have.get(field))
            }
        };
        let change = |action| Change {
            menu: want.menu,
            row: want.key().to_owned(),
            group: want.group().map(str::to_owned),
            action,
            takes: new
                .iter()
                .filter(|key| !old.contains(key))
                .cloned()
                .collect(),
            frees: old
                .iter()
                .filter(|key| !new.contains(key))
                .cloned()
                .collect(),
        };
        match found {
            Found::Nothing => changes.push(change(added(want, place.flatten()))),
            Found::Ours(have) | Found::Foreign(have) => {
                let take_over = matches!(found, Found::Foreign(_));
                let fields = changed_fields(want, have, take_over, secrets);
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
    let mut errors = Vec::new();
    for (menu, row) in &claims.surplus {
        match no_longer_wanted(&desired.mark, menu, row, observed) {
            Ok(change) => changes.extend(change),
            Err(error) => errors.push(error),
        }
    }
    errors.extend(in_the_way(&changes, observed));
    if !errors.is_empty() {
        return Err(errors);
    }
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

fn changed_fields(
    want: &DesiredRow,
    have: &ObservedRow,
    take_over: bool,
    secrets: Secrets,
) -> Vec<FieldChange> {
    let named = want.fields.iter().filter(|field| {
        field.field.kind != Kind::Secret && !equal(field, have.get(field.field.name))
    });
    let mut fields: Vec<FieldChange> = named
        .map(|want| FieldChange {
            field: FieldRef(want.field),
            from: have.get(want.field.name).map(str::to_owned),
            to: want
                .value
                .clone()
                .map(|value| Shown::new(want.field, value)),
        })
        .collect();
    fields.extend(smuggled(want, have));
    if secrets == Secrets::Rotate || (take_over && !fields.is_empty()) {
        let secret = want
            .fields
            .iter()
            .filter(|want| want.field.kind == Kind::Secret);
        fields.extend(secret.filter_map(|want| {
            Some(FieldChange {
                field: FieldRef(want.field),
                from: None,
                to: Some(Shown::new(want.field, want.value.clone()?)),
            })
        }));
    }
    fields
}

/// Matchers that somebody put into a firewall rule of ours. A rule matches by what it leaves out as well: `drop` with a
/// source address drops hardly anything, so what we do not name must not be there.
fn smuggled<'a>(
    want: &'a DesiredRow,
    have: &'a ObservedRow,
) -> impl Iterator<Item = FieldChange> + 'a {
    let rule = want.menu.order == Order::PerChain && matches!(want.identity, Identity::Key(_));
    let fields = want.menu.fields.iter().filter(move |_| rule);
    fields
        .filter(|field| !want.fields.iter().any(|want| want.field.name == field.name))
        .filter(|field| normal(field, have.get(field.name)) != normal(field, None))
        .map(|field| FieldChange {
            field: FieldRef(field),
            from: have.get(field.name).map(str::to_owned),
            to: None,
        })
}

fn equal(want: &Want, observed: Option<&str>) -> bool {
    if want.value.as_deref() == observed {
        return true;
    }
    normal(want.field, want.value.as_deref()) == normal(want.field, observed)
}

/// Absent, empty and default are the same.
pub(super) fn normal(field: &Field, value: Option<&str>) -> String {
    let value = value
        .filter(|value| !value.is_empty())
        .or(field.default)
        .unwrap_or_default();
    field.kind.normal(value)
}

/// Natural keys that a change takes, and that a row keeps which no change makes give them up.
fn in_the_way<'a>(
    changes: &'a [Change],
    observed: &'a Observed,
) -> impl Iterator<Item = ClaimError> + 'a {
    let takes = changes
        .iter()
        .flat_map(|change| change.takes.iter().map(move |key| (change, key)));
    takes.filter_map(|(change, key)| {
        let holder = observed.rows(change.menu.path).iter().find(|row| {
            !row.dynamic && natural_keys(change.menu, |field| row.get(field)).contains(key)
        })?;
        let freed = changes
            .iter()
            .any(|other| other.menu == change.menu && other.frees.contains(key));
        (!freed).then(|| ClaimError::InTheWay {
            menu: change.menu.path,
            row: change.row.clone(),
            values: key.1.join(" "),
            holder: holder
                .get("comment")
                .or_else(|| holder.get("name"))
                .unwrap_or("unnamed")
                .to_owned(),
        })
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
