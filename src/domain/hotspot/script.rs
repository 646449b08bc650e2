//! Rows → RouterOS text: the idempotent `.rsc`, and the plain form that `/export` prints.
//!
//! The idempotent script asks for every row whether it is there and then sets or adds it, so importing it twice changes
//! nothing the second time. It finds rows as `claim.rs` does: by mark, then by natural key.

use std::collections::{HashMap, HashSet};

use rsc::dialect::{Command, LogLevel, Test};
use rsc::{Condition, Position, Statement, Target, Verb};

use super::changeset::{Action, Change, ChangeSet, FieldRef, Setting, Shown};
use super::desired::{Desired, DesiredRow, Identity, Want};
use super::stage::{Circle, stages};
use crate::domain::routeros::menu::Mark;

/// The script that brings the rows of a configuration to a router, and changes nothing when run again.
///
/// It does less than `apply`: rows of an earlier configuration that are no longer wanted stay, and so does the place of a
/// rule that somebody moved. New rules go to their place.
///
/// # Errors
/// [`Circle`], where the rows name one another so that no order of writing exists.
pub fn idempotent(desired: &Desired) -> Result<String, Circle> {
    let mut text = Vec::with_capacity(desired.rows.len() + 8);
    let mut written: HashSet<(&str, &str)> = HashSet::new();
    for row in in_order(desired)? {
        match row.group().filter(|_| !row.first) {
            None => text.extend(commands(desired, row, None)),
            // A group is written as a whole, from its last row up: then the row before which the next one must stand is
            // there already, also where it is new itself.
            Some(group) if written.insert((row.menu.path, group)) => {
                let mut next = None;
                for member in members(desired, row).into_iter().rev() {
                    text.extend(commands(desired, member, next));
                    next = Some(member);
                }
            }
            Some(_) => {}
        }
    }
    for row in desired.rows.iter().filter(|row| row.first) {
        text.push(to_the_top(desired, row));
    }
    Ok(rsc::dialect::write(&text))
}

/// The rows of a row's order group that stand in the order of the text.
fn members<'d>(desired: &'d Desired, row: &DesiredRow) -> Vec<&'d DesiredRow> {
    let alike = |other: &&DesiredRow| {
        other.menu == row.menu && other.group() == row.group() && !other.first
    };
    desired.rows.iter().filter(alike).collect()
}

/// Before the first rule of its chain that RouterOS did not make itself: before its own rules nothing can be moved.
fn to_the_top(desired: &Desired, row: &DesiredRow) -> Command {
    let mut before = vec![Test::equals("dynamic", "no")];
    before.extend(row.get("chain").map(|chain| Test::equals("chain", chain)));
    Command::Guarded {
        body: vec![Command::Move {
            menu: row.menu.path.to_owned(),
            find: vec![Test::Equals(by_mark(desired, row))],
            before,
        }],
        on_error: vec![Command::Log {
            level: LogLevel::Warning,
            text: format!(
                "hotspotd: {} {} was not moved to the top of its chain",
                row.menu.path,
                row.key()
            ),
        }],
    }
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
        row: row.key().to_owned(),
        group: row.group().map(str::to_owned),
        action: Action::Add {
            fields: fields(row),
            before: None,
        },
        takes: Vec::new(),
        frees: Vec::new(),
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

/// What brings one row about; before its successor where its place means something.
///
/// A row that is ours is found by its mark. Where none is, a row that stands in its place gets the mark first (it is
/// claimed, as `apply` claims it), and only then is asked whether to add or to set.
fn commands(desired: &Desired, row: &DesiredRow, next: Option<&DesiredRow>) -> Vec<Command> {
    let menu = row.menu.path.to_owned();
    let set = |find: Vec<Condition>| {
        Command::Row(statement(row, Verb::Set, Target::Find(find), |_| true))
    };
    match &row.identity {
        Identity::Singleton => vec![Command::Row(statement(
            row,
            Verb::Set,
            Target::None,
            |_| true,
        ))],
        Identity::Existing(find) => vec![set(conditions(find))],
        Identity::Key(_) => {
            let mark = by_mark(desired, row);
            let absent = |add: Vec<Command>, otherwise: Vec<Command>| Command::IfAbsent {
                menu: menu.clone(),
                find: vec![Test::Equals(mark.clone())],
                add,
                otherwise,
            };
            let claims = row
                .menu
                .keys()
                .iter()
                .filter(|key| **key != [mark.field.as_str()])
                .filter_map(|key| {
                    let find = natural_key(row, key)?;
                    let claim =
                        Statement::set(&menu, Target::Find(find)).with(&mark.field, &mark.value);
                    Some(absent(vec![Command::Row(claim)], Vec::new()))
                });
            let mut commands: Vec<Command> = claims.collect();
            let new = statement(row, Verb::Add, Target::None, |want| want.value.is_some());
            let add = match next {
                None => Command::Row(new),
                Some(next) => Command::AddBefore {
                    row: new,
                    before: vec![Test::Equals(by_mark(desired, next))],
                },
            };
            commands.push(absent(vec![add], vec![set(vec![mark.clone()])]));
            commands
        }
    }
}

/// The condition that finds a row of ours.
fn by_mark(desired: &Desired, row: &DesiredRow) -> Condition {
    match row.menu.mark {
        Mark::Name => Condition::new("name", format!("{}{}", desired.mark.name(), row.key())),
        Mark::Comment | Mark::None => Condition::new(
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
