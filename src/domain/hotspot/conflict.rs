//! Fields that we have written and somebody else has written again since: theirs now, and not put back with ours.

use super::changeset::{Action, Change, ChangeSet, FieldChange};
use super::diff::normal;
use crate::domain::routeros::value::Kind;

/// The changes that were made, without the fields that somebody else has set since. `None` where there are none.
///
/// `left` is what the router was found to lack after all changes were made: a field in it that holds neither what we wrote nor what
/// was there before was written by somebody else.
pub fn without_theirs(made: &ChangeSet, left: &ChangeSet) -> Option<ChangeSet> {
    let mut found = false;
    let mut kept = Vec::new();
    for change in &made.changes {
        let theirs = left.changes.iter().find(|left| same_row(change, left));
        let (
            Action::Set {
                id,
                fields,
                take_over,
            },
            Some(theirs),
        ) = (&change.action, theirs)
        else {
            kept.push(change.clone());
            continue;
        };
        let ours: Vec<FieldChange> = fields
            .iter()
            .filter(|field| !is_theirs(field, theirs))
            .cloned()
            .collect();
        found |= ours.len() < fields.len();
        if !ours.is_empty() {
            kept.push(Change {
                action: Action::Set {
                    id: id.clone(),
                    fields: ours,
                    take_over: *take_over,
                },
                ..change.clone()
            });
        }
    }
    found.then_some(ChangeSet { changes: kept })
}

fn same_row(one: &Change, other: &Change) -> bool {
    one.menu == other.menu
        && match (&one.action, &other.action) {
            (Action::Set { id: one, .. }, Action::Set { id: other, .. }) => one == other,
            _ => false,
        }
}

/// Only of values that RouterOS keeps letter by letter: a number or a list that reads otherwise than it was written may have been
/// rounded or sorted by the router itself, and goes back with ours. Secrets cannot be read, and the mark is what makes a row ours: neither
/// is ever theirs.
fn is_theirs(made: &FieldChange, left: &Change) -> bool {
    let Action::Set { fields, .. } = &left.action else {
        return false;
    };
    let field = made.field.0;
    let now = fields.iter().find(|left| left.field == made.field);
    let verbatim = matches!(
        field.kind,
        Kind::Text | Kind::Bool | Kind::Reference | Kind::Address
    );
    verbatim
        && field.name != "comment"
        && now.is_some_and(|now| {
            // `*3` is a name that is gone, and not one that somebody wrote.
            now.from.as_ref().is_some_and(|now| !now.starts_with('*'))
                && normal(field, now.from.as_deref()) != normal(field, made.from.as_deref())
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::hotspot::changeset::{FieldRef, Shown};
    use crate::domain::routeros::menus;

    fn set(menu: &str, fields: &[(&'static str, &str, &str)]) -> ChangeSet {
        let menu = menus::all().find(|known| known.path == menu).unwrap();
        let field = |(name, from, to): &(&'static str, &str, &str)| {
            let field = menu.field(name).unwrap();
            FieldChange {
                field: FieldRef(field),
                from: Some((*from).to_owned()),
                to: Some(Shown::new(field, (*to).to_owned())),
            }
        };
        let action = Action::Set {
            id: None,
            fields: fields.iter().map(field).collect(),
            take_over: true,
        };
        let change = Change {
            menu,
            row: String::new(),
            group: None,
            action,
            takes: Vec::new(),
            frees: Vec::new(),
        };
        ChangeSet {
            changes: vec![change],
        }
    }

    #[test]
    fn what_was_written_since_is_theirs_and_what_was_not_kept_is_not() {
        let made = set(
            "/ip/hotspot/profile",
            &[
                ("dns-name", "", "wifi.lan"),
                ("use-radius", "yes", "no"),
                ("trial-uptime-limit", "30m", "10m"),
            ],
        );
        let by_hand = set(
            "/ip/hotspot/profile",
            &[
                ("dns-name", "mine.lan", "wifi.lan"),
                ("trial-uptime-limit", "9m59s", "10m"),
            ],
        );
        assert_eq!(
            without_theirs(&made, &by_hand),
            Some(set(
                "/ip/hotspot/profile",
                &[
                    ("use-radius", "yes", "no"),
                    ("trial-uptime-limit", "30m", "10m")
                ]
            ))
        );
        let not_kept = set("/ip/hotspot/profile", &[("use-radius", "true", "no")]);
        assert_eq!(without_theirs(&made, &not_kept), None);
        let elsewhere = set("/system/identity", &[("name", "x", "y")]);
        assert_eq!(without_theirs(&made, &elsewhere), None);
    }

    #[test]
    fn a_row_of_which_nothing_is_left_goes() {
        let made = set("/system/identity", &[("name", "MikroTik", "duka")]);
        let by_hand = set("/system/identity", &[("name", "shop", "duka")]);
        assert_eq!(without_theirs(&made, &by_hand), Some(ChangeSet::default()));
    }
}
