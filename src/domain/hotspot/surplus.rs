//! What becomes of a row of ours that nobody wants any more.

use super::changeset::{Action, Change, FieldChange, FieldRef, Shown};
use super::claim::{ClaimError, is_ours, own_key};
use super::desired::natural_keys;
use super::mark::SiteMark;
use super::observed::{Observed, ObservedRow};
use crate::domain::routeros::menu::{Mark, Menu, Order};
use crate::domain::routeros::menus;

/// A row of ours that nobody wants any more goes. One that cannot go (a radio), or that rows of others still name, is
/// given back instead: it loses our mark, a radio is switched off, and it lets go of rows of ours.
pub(super) fn no_longer_wanted(
    mark: &SiteMark,
    menu: &'static Menu,
    row: &ObservedRow,
    observed: &Observed,
) -> Result<Option<Change>, ClaimError> {
    let Some(id) = row.id.clone() else {
        return Ok(None);
    };
    let key = own_key(menu, row, mark).unwrap_or_default();
    let hardware = row.builtin || row.get("default-name").is_some_and(|name| !name.is_empty());
    let action = match named_by_others(mark, menu, row, observed) {
        None if !hardware => Action::Remove {
            id,
            former: row.fields.clone(),
        },
        Some(user) if menu.mark == Mark::Name => {
            return Err(ClaimError::InUse {
                menu: menu.path,
                row: key.to_owned(),
                user,
            });
        }
        _ => Action::Set {
            id: Some(id),
            fields: given_back(mark, menu, row, hardware),
            take_over: false,
        },
    };
    let group = match menu.order {
        Order::Free => None,
        Order::Whole => Some(String::new()),
        Order::PerChain => Some(row.get("chain").unwrap_or_default().to_owned()),
    };
    let frees = match action {
        Action::Remove { .. } => natural_keys(menu, |field| row.get(field)),
        _ => Vec::new(),
    };
    Ok(Some(Change {
        menu,
        row: key.to_owned(),
        group,
        action,
        takes: Vec::new(),
        frees,
    }))
}

/// A row of somebody else that names this one.
fn named_by_others(
    mark: &SiteMark,
    menu: &Menu,
    row: &ObservedRow,
    observed: &Observed,
) -> Option<String> {
    let name = row.get("name")?;
    menus::all()
        .flat_map(|other| {
            observed
                .rows(other.path)
                .iter()
                .map(move |row| (other, row))
        })
        .filter(|(other, row)| !row.dynamic && !is_ours(other, row, mark))
        .find(|(other, row)| {
            row.fields.iter().any(|(field, value)| {
                other.field(field).is_some_and(|field| {
                    field.refers.contains(&menu.path)
                        && field.kind.references(value).contains(&name)
                })
            })
        })
        .map(|(other, row)| {
            let called = row
                .get("comment")
                .or_else(|| row.get("name"))
                .or_else(|| row.get("interface"));
            format!("{} {}", other.path, called.unwrap_or_default())
        })
}

fn given_back(mark: &SiteMark, menu: &Menu, row: &ObservedRow, hardware: bool) -> Vec<FieldChange> {
    let set = |name: &str, to: &str| {
        let field = menu.field(name)?;
        Some(FieldChange {
            field: FieldRef(field),
            from: row.get(name).map(str::to_owned),
            to: Some(Shown::new(field, to.to_owned())),
        })
    };
    let radio = hardware && menu.path != "/interface/ethernet";
    let ours = row.fields.iter().filter_map(|(name, value)| {
        let field = menu.field(name).filter(|field| !field.refers.is_empty())?;
        value
            .starts_with(mark.name())
            .then(|| set(name, field.default.unwrap_or_default()))?
    });
    [set("comment", ""), set("disabled", "yes").filter(|_| radio)]
        .into_iter()
        .flatten()
        .chain(ours)
        .collect()
}
