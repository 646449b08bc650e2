//! Rows → RouterOS text: the idempotent `.rsc`, and the plain form that `/export` prints.
//!
//! The idempotent script asks for every row whether it is there and then sets or adds it, so importing it twice changes
//! nothing the second time. It finds rows as `claim.rs` does: by mark, then by natural key.

use std::collections::HashMap;

use rsc::dialect::{Command, Test};
use rsc::{Condition, Position, Statement, Target, Verb};

use super::changeset::{Action, Change, ChangeSet, FieldRef, Setting, Shown};
use super::desired::{Desired, DesiredRow, Identity, Want};
use super::stage::{Circle, stages};
use crate::domain::routeros::menu::Mark;

/// The script that brings a router to these rows, whatever it held before, and changes nothing when run again.
///
/// # Errors
/// [`Circle`], where the rows name one another so that no order of writing exists.
pub fn idempotent(desired: &Desired) -> Result<String, Circle> {
    let mut commands = Vec::with_capacity(desired.rows.len() + 8);
    for row in in_order(desired)? {
        commands.push(command(desired, row));
    }
    for row in desired.rows.iter().filter(|row| row.first) {
        let find = vec![by_mark(desired, row)];
        commands.push(Command::guarded(vec![Command::MoveFirst {
            menu: row.menu.path.to_owned(),
            find,
        }]));
    }
    Ok(rsc::dialect::write(&commands))
}

/// The rows in an order in which each names only rows before it: the stages of a router that holds none of them.
fn in_order(desired: &Desired) -> Result<Vec<&DesiredRow>, Circle> {
    let fields = |row: &DesiredRow| {
        let value = |want: &Want| {
            Some(Setting {
                field: FieldRef(want.field),
                value: Shown::new(want.field, want.value.clone()?),
            })
        };
        row.fields.iter().filter_map(value).collect()
    };
    let changes = desired.rows.iter().map(|row| Change {
        menu: row.menu,
        row: row.label().to_owned(),
        group: row.group().map(str::to_owned),
        action: Action::Add {
            fields: fields(row),
            before: None,
        },
    });
    let set = ChangeSet {
        changes: changes.collect(),
    };
    let index: HashMap<*const Change, &DesiredRow> = set
        .changes
        .iter()
        .map(std::ptr::from_ref)
        .zip(&desired.rows)
        .collect();
    let order = stages(&set)?;
    Ok(order
        .iter()
        .flatten()
        .filter_map(|change| index.get(&std::ptr::from_ref(*change)).copied())
        .collect())
}

/// The rows as `/export` prints them.
pub fn export(desired: &Desired) -> String {
    rsc::write_export(&desired.rows.iter().map(plain).collect::<Vec<_>>())
}

fn plain(row: &DesiredRow) -> Statement {
    let (verb, target) = match &row.identity {
        Identity::Singleton => (Verb::Set, Target::None),
        Identity::Existing(find) => (Verb::Set, Target::Find(conditions(find))),
        Identity::Key(_) => (Verb::Add, Target::None),
    };
    let mut statement = statement(row, verb, target, |_| true);
    if row.first {
        statement.fields.push(rsc::Field {
            name: "place-before".to_owned(),
            value: Some("0".to_owned()),
            at: Position::default(),
        });
    }
    statement
}

fn command(desired: &Desired, row: &DesiredRow) -> Command {
    match &row.identity {
        Identity::Singleton => Command::Row(statement(row, Verb::Set, Target::None, |_| true)),
        Identity::Existing(find) => Command::Row(statement(
            row,
            Verb::Set,
            Target::Find(conditions(find)),
            |_| true,
        )),
        Identity::Key(_) => {
            let mut absent = vec![Command::Row(statement(
                row,
                Verb::Add,
                Target::None,
                |want| want.value.is_some(),
            ))];
            for key in row.menu.keys() {
                let Some(find) = natural_key(row, key) else {
                    continue;
                };
                let tests: Vec<Test> = find.iter().cloned().map(Test::Equals).collect();
                let set = Command::Row(statement(row, Verb::Set, Target::Find(find), |_| true));
                absent = vec![Command::IfAbsent {
                    menu: row.menu.path.to_owned(),
                    find: tests,
                    add: absent,
                    otherwise: vec![set],
                }];
            }
            let mark = by_mark(desired, row);
            let Test::Equals(condition) = &mark else {
                return Command::guarded(absent);
            };
            let set = Command::Row(statement(
                row,
                Verb::Set,
                Target::Find(vec![condition.clone()]),
                |_| true,
            ));
            let only_by_name = row.menu.mark == Mark::Name && row.menu.keys() == [&["name"]];
            if only_by_name {
                return absent
                    .into_iter()
                    .next()
                    .unwrap_or_else(|| Command::guarded(Vec::new()));
            }
            Command::IfAbsent {
                menu: row.menu.path.to_owned(),
                find: vec![mark],
                add: absent,
                otherwise: vec![set],
            }
        }
    }
}

/// The condition that finds a row of ours.
fn by_mark(desired: &Desired, row: &DesiredRow) -> Test {
    match row.menu.mark {
        Mark::Name => Test::equals("name", row.key()),
        Mark::Comment | Mark::None => Test::equals(
            "comment",
            format!("{}{}", desired.mark.comment(), row.key()),
        ),
    }
}

fn natural_key(row: &DesiredRow, key: &[&str]) -> Option<Vec<Condition>> {
    key.iter()
        .map(|field| {
            Some(Condition {
                field: (*field).to_owned(),
                value: row.get(field)?.to_owned(),
            })
        })
        .collect()
}

fn conditions(find: &[(String, String)]) -> Vec<Condition> {
    find.iter()
        .map(|(field, value)| Condition {
            field: field.clone(),
            value: value.clone(),
        })
        .collect()
}

fn statement(
    row: &DesiredRow,
    verb: Verb,
    target: Target,
    take: impl Fn(&Want) -> bool,
) -> Statement {
    let fields = row
        .fields
        .iter()
        .filter(|want| take(want))
        .map(|want| rsc::Field {
            name: want.field.name.to_owned(),
            value: want.value.clone(),
            at: Position::default(),
        })
        .collect();
    Statement {
        menu: row.menu.path.to_owned(),
        verb,
        target,
        fields,
        at: row.at,
    }
}
