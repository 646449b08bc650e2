//! invert(ChangeSet, Observed) = the undo, as commands that the router runs by itself.
//!
//! The guard may fire when only some of the changes were made, and a second time after a power cut in the middle of firing. So every
//! command does nothing where its change never happened or is undone already: what was added is removed where it is found, what was
//! set is set again to what it was, what was removed is added where it is absent. Rows are found by name or comment and never by `.id`, which
//! may change when the router starts. The order of rows is not undone move by move, since half of the moves would not lead back; it is
//! restored as a whole at the end.

mod find;
mod order;

use rsc::dialect::{Command, Test};
use rsc::{Statement, Target, Verb};

use self::find::{conditions_after, conditions_of_removed, mark_of};
use super::changeset::{Action, Change, FieldChange, named};
use super::mark::SiteMark;
use super::observed::{Observed, ObservedRow};
use crate::domain::routeros::menu::{Field, Menu, Order};
use crate::domain::routeros::value::Kind;

/// The undo of a change set, without the guard's own commands around it.
#[derive(Clone, PartialEq)]
pub struct Undo {
    /// Each guarded, so that an error among them ends none of the others.
    pub commands: Vec<Command>,
}

/// Without the commands: they may hold secrets.
impl std::fmt::Debug for Undo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Undo({} commands)", self.commands.len())
    }
}

/// Why a change cannot be undone by a script. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotInvertible {
    /// Nothing names the row uniquely both now and after the change.
    #[error(
        "{row} could not be put back, since no name, comment or other field of it is unique: give it a comment of its own on the router"
    )]
    Nameless {
        /// Menu and row.
        row: String,
    },
    /// The row that must come after it again cannot be named.
    #[error(
        "the place of {row} could not be restored, since the row after it cannot be told from others: give that one a comment of its own on the router"
    )]
    NoNeighbour {
        /// Menu and row.
        row: String,
    },
    /// A former secret is not known.
    #[error(
        "the former {field} of {row} is not known, so it could not be put back: let the account read it (policy sensitive; `hotspotd bootstrap` gives it)"
    )]
    Secret {
        /// Menu and row.
        row: String,
        /// The field.
        field: &'static str,
    },
}

/// A secret that a row holds now and would lose.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FormerSecret {
    /// The row's menu.
    pub menu: &'static str,
    /// Its `.id`.
    pub id: String,
    /// The field.
    pub field: &'static str,
}

/// The undo of changes that are sent in this order.
///
/// `secret` tells what a row held in a secret field; the empty text where it held nothing.
///
/// # Errors
/// Everything that cannot be undone by a script.
pub fn invert(
    stages: &[Vec<&Change>],
    observed: &Observed,
    mark: &SiteMark,
    secret: &dyn Fn(&FormerSecret) -> Option<String>,
) -> Result<Undo, Vec<NotInvertible>> {
    let mut commands = Vec::new();
    let mut errors = Vec::new();
    let context = Context {
        stages,
        observed,
        mark,
        secret,
    };
    let mut names = Vec::new();
    for change in stages.iter().flatten().rev() {
        match context.undo(change) {
            Ok(undo) => {
                let undo = undo.map(|command| Command::guarded(vec![command]));
                if !matches!(change.action, Action::Add { .. }) {
                    names.extend(undo.clone());
                }
                commands.extend(undo);
            }
            Err(refused) => errors.extend(refused),
        }
    }
    if stages.iter().flatten().any(|change| hides_a_name(change)) {
        // What names such a row can be set back only when its name is there again; every command may run twice.
        commands.extend(names);
    }
    match order::restore(stages, observed, mark) {
        Ok(moves) => commands.extend(
            moves
                .into_iter()
                .map(|command| Command::guarded(vec![command])),
        ),
        Err(refused) => errors.extend(refused),
    }
    if errors.is_empty() {
        Ok(Undo { commands })
    } else {
        Err(errors)
    }
}

/// Whether a row is gone under its former name after the change.
fn hides_a_name(change: &Change) -> bool {
    match &change.action {
        Action::Remove { former, .. } => former.iter().any(|(field, _)| *field == "name"),
        Action::Set { fields, .. } => fields.iter().any(|field| field.field.0.name == "name"),
        Action::Add { .. } | Action::Move { .. } => false,
    }
}

/// The secrets that [`invert`] will ask for.
pub fn former_secrets(stages: &[Vec<&Change>]) -> Vec<FormerSecret> {
    let mut secrets: Vec<FormerSecret> = stages
        .iter()
        .flatten()
        .flat_map(|change| lost(change))
        .collect();
    secrets.sort();
    secrets.dedup();
    secrets
}

fn lost(change: &Change) -> Vec<FormerSecret> {
    let former = |id: &String, field: &'static Field| FormerSecret {
        menu: change.menu.path,
        id: id.clone(),
        field: field.name,
    };
    match &change.action {
        Action::Set {
            id: Some(id),
            fields,
            ..
        } => fields
            .iter()
            .filter(|change| change.field.0.kind == Kind::Secret)
            .map(|change| former(id, change.field.0))
            .collect(),
        Action::Remove { id, .. } => secret_fields(change.menu)
            .map(|field| former(id, field))
            .collect(),
        Action::Set { id: None, .. } | Action::Add { .. } | Action::Move { .. } => Vec::new(),
    }
}

fn secret_fields(menu: &'static Menu) -> impl Iterator<Item = &'static Field> {
    menu.fields
        .iter()
        .filter(|field| field.kind == Kind::Secret)
}

struct Context<'c> {
    stages: &'c [Vec<&'c Change>],
    observed: &'c Observed,
    mark: &'c SiteMark,
    secret: &'c dyn Fn(&FormerSecret) -> Option<String>,
}

impl Context<'_> {
    /// The command that undoes a change; `None` for a move, which `order.rs` undoes.
    fn undo(&self, change: &Change) -> Result<Option<Command>, Vec<NotInvertible>> {
        match &change.action {
            Action::Add { .. } => Ok(Some(Command::Remove {
                menu: change.menu.path.to_owned(),
                find: tests(vec![mark_of(change.menu, &change.row, self.mark)]),
            })),
            Action::Set { id, fields, .. } => {
                self.set_back(change, id.as_deref(), fields).map(Some)
            }
            Action::Remove { id, former } => self.added_again(change, id, former).map(Some),
            Action::Move { .. } => Ok(None),
        }
    }

    fn set_back(
        &self,
        change: &Change,
        id: Option<&str>,
        fields: &[FieldChange],
    ) -> Result<Command, Vec<NotInvertible>> {
        let mut errors = Vec::new();
        let target = match id {
            None => Target::None,
            Some(id) => {
                let rows = self.observed.rows(change.menu.path);
                match conditions_after(change.menu, rows, id, fields, self.mark) {
                    Some(conditions) => Target::Find(conditions),
                    None => {
                        errors.push(NotInvertible::Nameless { row: change.name() });
                        Target::None
                    }
                }
            }
        };
        let mut statement = Statement::set(change.menu.path, target);
        for field in fields {
            let former = if field.field.0.kind == Kind::Secret {
                self.secret_of(change, id.unwrap_or_default(), field.field.0)
                    .map_err(|error| errors.push(error))
                    .ok()
            } else {
                field
                    .from
                    .clone()
                    .or_else(|| nothing(change.menu, field.field.0))
            };
            statement = match former {
                Some(value) => statement.with(field.field.0.name, value),
                None => cleared(statement, field.field.0),
            };
        }
        if errors.is_empty() {
            Ok(Command::Row(statement))
        } else {
            Err(errors)
        }
    }

    fn added_again(
        &self,
        change: &Change,
        id: &str,
        former: &[(&'static str, String)],
    ) -> Result<Command, Vec<NotInvertible>> {
        let mut statement = Statement::add(change.menu.path);
        for (name, value) in former {
            if value.is_empty()
                || change
                    .menu
                    .field(name)
                    .is_some_and(|field| field.kind == Kind::Secret)
            {
                continue;
            }
            statement = statement.with(*name, value);
        }
        let mut errors = Vec::new();
        let rows = self.observed.rows(change.menu.path);
        let by_mark = mark_of(change.menu, &change.row, self.mark);
        let find = conditions_of_removed(change.menu, rows, id, by_mark, self.heir(change, id));
        if find.is_none() {
            errors.push(NotInvertible::Nameless { row: change.name() });
        }
        for field in secret_fields(change.menu) {
            match self.secret_of(change, id, field) {
                Ok(value) if value.is_empty() => {}
                Ok(value) => statement = statement.with(field.name, value),
                Err(error) => errors.push(error),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Command::IfAbsent {
            menu: change.menu.path.to_owned(),
            find: tests(find.unwrap_or_default()),
            add: vec![Command::Row(statement)],
            otherwise: Vec::new(),
        })
    }

    /// The row (`.id`) that takes the place and the mark of one that is removed.
    fn heir(&self, removed: &Change, id: &str) -> Option<&str> {
        let alike = |change: &&&Change| change.menu == removed.menu && change.row == removed.row;
        let changes = self.stages.iter().flatten().filter(alike);
        changes
            .filter_map(|change| match &change.action {
                Action::Set { id, .. } => id.as_deref(),
                _ => None,
            })
            .find(|heir| *heir != id)
    }

    fn secret_of(
        &self,
        change: &Change,
        id: &str,
        field: &'static Field,
    ) -> Result<String, NotInvertible> {
        let wanted = FormerSecret {
            menu: change.menu.path,
            id: id.to_owned(),
            field: field.name,
        };
        (self.secret)(&wanted).ok_or_else(|| NotInvertible::Secret {
            row: named(change.menu, &change.row),
            field: field.name,
        })
    }
}

/// What is written where a field had nothing; `None`: the field is cleared with `!`, as matchers of rules are.
fn nothing(menu: &Menu, field: &Field) -> Option<String> {
    // A setting of a wifi interface that is not its own comes from its profile; writing the default would make it its own.
    if field.name.contains('.') {
        return None;
    }
    if let Some(default) = field.default {
        return Some(default.to_owned());
    }
    let text = matches!(
        field.kind,
        Kind::Text | Kind::Word | Kind::Script | Kind::Set | Kind::Sequence | Kind::Addresses
    );
    (text && menu.order == Order::Free || field.name == "comment").then(String::new)
}

fn cleared(mut statement: Statement, field: &Field) -> Statement {
    debug_assert_eq!(statement.verb, Verb::Set);
    statement.fields.push(rsc::Field {
        name: field.name.to_owned(),
        value: None,
        at: rsc::Position::default(),
    });
    statement
}

/// The row with that `.id`.
fn row<'o>(rows: &'o [ObservedRow], id: &str) -> Option<&'o ObservedRow> {
    rows.iter().find(|row| row.id.as_deref() == Some(id))
}

/// Conditions as a script's `find` takes them.
fn tests(conditions: Vec<rsc::Condition>) -> Vec<Test> {
    conditions.into_iter().map(Test::Equals).collect()
}
