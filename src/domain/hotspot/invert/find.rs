//! How a script finds a row again, without its `.id`.

use rsc::Condition;

use crate::domain::hotspot::changeset::FieldChange;
use crate::domain::hotspot::claim::is_ours;
use crate::domain::hotspot::mark::SiteMark;
use crate::domain::hotspot::observed::ObservedRow;
use crate::domain::routeros::menu::{Mark, Menu};
use crate::domain::routeros::value::Kind;

/// The condition that finds the row of ours with that key.
pub(super) fn mark_of(menu: &Menu, key: &str, mark: &SiteMark) -> Condition {
    match menu.mark {
        Mark::Name => Condition::new("name", format!("{}{key}", mark.name())),
        Mark::Comment | Mark::None => Condition::new("comment", format!("{}{key}", mark.comment())),
    }
}

/// What finds a row after some of its fields were set. Where they were not, it may find nothing: then nothing is to be undone.
pub(super) fn conditions_after(
    menu: &'static Menu,
    rows: &[ObservedRow],
    id: &str,
    changes: &[FieldChange],
    mark: &SiteMark,
) -> Option<Vec<Condition>> {
    let former = super::row(rows, id)?;
    let mut after = former.clone();
    for change in changes {
        let name = change.field.0.name;
        after.fields.retain(|(field, _)| *field != name);
        if let Some(value) = &change.to {
            after.fields.push((name, value.reveal().to_owned()));
        }
    }
    let unchanged = |field: &&str| changes.iter().all(|change| change.field.0.name != *field);
    if is_ours(menu, &after, mark) {
        let field = if menu.mark == Mark::Name {
            "name"
        } else {
            "comment"
        };
        let by_mark = Condition::new(field, after.get(field)?);
        // Another row has this mark until it is removed: this one takes its place and its mark.
        let has_it =
            |other: &&ObservedRow| other.id != former.id && other.get(field) == after.get(field);
        let others: Vec<&ObservedRow> = rows.iter().filter(has_it).collect();
        return beside(menu, by_mark, former, &others, unchanged);
    }
    // Of wifi, wireless and Ethernet interfaces, the name may change and the port behind it not.
    let fixed: [&[&str]; 3] = [&["default-name"], &["name"], &["comment"]];
    fixed
        .into_iter()
        .chain(menu.keys().iter().copied())
        .filter(|fields| !fields.is_empty() && fields.iter().all(unchanged))
        .find_map(|fields| unique(rows, former, fields))
}

/// What finds a row that is removed: its mark, and its natural key where another row takes its mark over.
pub(super) fn conditions_of_removed(
    menu: &'static Menu,
    rows: &[ObservedRow],
    id: &str,
    by_mark: Condition,
    heir: Option<&str>,
) -> Option<Vec<Condition>> {
    let former = super::row(rows, id)?;
    // A copy of our row, made by hand, has our mark too.
    let copy = |other: &&ObservedRow| {
        other.id != former.id && other.get(&by_mark.field) == Some(by_mark.value.as_str())
    };
    let others: Vec<&ObservedRow> = rows
        .iter()
        .filter(copy)
        .chain(heir.and_then(|id| super::row(rows, id)))
        .collect();
    beside(menu, by_mark, former, &others, |_| true)
}

/// The mark, and where other rows have the same, a natural key that tells this row from them before and after.
fn beside(
    menu: &'static Menu,
    by_mark: Condition,
    row: &ObservedRow,
    others: &[&ObservedRow],
    unchanged: impl Fn(&&str) -> bool,
) -> Option<Vec<Condition>> {
    if others.is_empty() {
        return Some(vec![by_mark]);
    }
    let tells = |key: &&&[&str]| {
        let differs =
            |other: &&ObservedRow| key.iter().any(|field| other.get(field) != row.get(field));
        key.iter().all(&unchanged)
            && key
                .iter()
                .all(|field| row.get(field).is_some_and(|value| !value.is_empty()))
            && others.iter().all(differs)
    };
    let key = menu.keys().iter().find(tells)?;
    let fields = key
        .iter()
        .map(|field| Condition::new(*field, row.get(field).unwrap_or_default()));
    Some(std::iter::once(by_mark).chain(fields).collect())
}

/// What finds a row that does not change. Its comment, else as many plain fields as it takes.
pub(super) fn conditions(
    menu: &'static Menu,
    rows: &[ObservedRow],
    row: &ObservedRow,
    mark: &SiteMark,
) -> Option<Vec<Condition>> {
    if is_ours(menu, row, mark) && menu.mark != Mark::Name {
        return Some(vec![Condition::new("comment", row.get("comment")?)]);
    }
    // `find` compares by type, and of these kinds the router's spelling is the one it takes.
    let plain: Vec<&str> = menu
        .fields
        .iter()
        .filter(|field| {
            matches!(
                field.kind,
                Kind::Text
                    | Kind::Word
                    | Kind::Reference
                    | Kind::Bool
                    | Kind::Ports
                    | Kind::Address
                    | Kind::Mac
            )
        })
        .map(|field| field.name)
        .filter(|field| row.get(field).is_some_and(|value| !value.is_empty()))
        .collect();
    unique(rows, row, &["comment"]).or_else(|| unique(rows, row, &plain))
}

/// These fields of a row, where it has them all and no other row has the same.
///
/// Rows that the router makes itself may have the same (from RouterOS 7.19 on, `/ip/service` lists open connections by the name of
/// their service), also later than now: where a menu has such rows, they are left out by name.
fn unique(rows: &[ObservedRow], row: &ObservedRow, fields: &[&str]) -> Option<Vec<Condition>> {
    let values: Option<Vec<(&str, &str)>> = fields
        .iter()
        .map(|field| Some((*field, row.get(field).filter(|value| !value.is_empty())?)))
        .collect();
    let values = values.filter(|values| !values.is_empty())?;
    let alike = |other: &&ObservedRow| {
        !other.dynamic
            && values
                .iter()
                .all(|(field, value)| other.get(field) == Some(value))
    };
    let by_itself = rows
        .iter()
        .any(|row| row.dynamic)
        .then(|| Condition::new("dynamic", "no"));
    (rows.iter().filter(alike).count() == 1).then(|| {
        let named = values
            .into_iter()
            .map(|(field, value)| Condition::new(field, value));
        named.chain(by_itself).collect()
    })
}
