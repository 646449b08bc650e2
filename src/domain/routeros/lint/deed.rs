//! What a text does, one menu and command at a time.

use rsc::dialect::{Command, Test};
use rsc::{Field, Position, Statement, Target, Verb};

/// One command in one menu.
#[derive(Debug)]
pub(super) struct Deed<'a> {
    /// Where it stands.
    pub(super) at: Position,
    /// Menu with slashes.
    pub(super) menu: &'a str,
    /// `add`, `set`, `remove`, …
    pub(super) command: &'static str,
    /// Whether it says which row it means.
    pub(super) names_row: bool,
    /// Its arguments.
    pub(super) fields: &'a [Field],
    /// Fields by which it finds rows.
    pub(super) found_by: Vec<&'a str>,
    /// It says before which row the new one stands.
    pub(super) places: bool,
}

impl<'a> Deed<'a> {
    /// A row of a declarative text.
    pub(super) fn of_row(row: &'a Statement) -> Self {
        Deed {
            at: row.at,
            menu: &row.menu,
            command: match row.verb {
                Verb::Add => "add",
                Verb::Set => "set",
            },
            names_row: row.target != Target::None,
            fields: &row.fields,
            found_by: match &row.target {
                Target::Find(conditions) => conditions
                    .iter()
                    .map(|condition| condition.field.as_str())
                    .collect(),
                Target::None | Target::Name(_) => Vec::new(),
            },
            places: false,
        }
    }

    fn other(at: Position, menu: &'a str, command: &'static str, tests: &[&'a [Test]]) -> Self {
        Deed {
            at,
            menu,
            command,
            names_row: true,
            fields: &[],
            found_by: tests.iter().flat_map(|tests| fields(tests)).collect(),
            places: false,
        }
    }
}

fn fields(tests: &[Test]) -> impl Iterator<Item = &str> {
    tests.iter().map(|test| match test {
        Test::Equals(condition) => condition.field.as_str(),
        Test::Prefix { field, .. } => field.as_str(),
    })
}

/// Everything that a script does, blocks included. Commands that know no place of their own stand where the outermost
/// command around them begins.
pub(super) fn of_script(commands: &[(Position, Command)]) -> Vec<Deed<'_>> {
    let mut deeds = Vec::new();
    for (at, command) in commands {
        collect(&mut deeds, *at, command);
    }
    deeds
}

fn collect<'a>(deeds: &mut Vec<Deed<'a>>, at: Position, command: &'a Command) {
    let mut inner: [&[Command]; 2] = [&[], &[]];
    match command {
        Command::Row(row) => deeds.push(Deed::of_row(row)),
        Command::AddBefore { row, before } => {
            let mut deed = Deed::of_row(row);
            deed.found_by = fields(before).collect();
            deed.places = true;
            deeds.push(deed);
        }
        Command::Remove { menu, find } => deeds.push(Deed::other(at, menu, "remove", &[find])),
        Command::Move { menu, find, before } => {
            deeds.push(Deed::other(at, menu, "move", &[find, before]))
        }
        Command::MoveToEnd { menu, find } => {
            deeds.push(Deed::other(at, menu, "move", &[find]));
        }
        Command::IfAbsent {
            menu,
            find,
            add,
            otherwise,
        } => {
            deeds.push(Deed::other(at, menu, "find", &[find]));
            inner = [add, otherwise];
        }
        Command::Guarded { body, on_error } => inner = [body, on_error],
        Command::RunScript { .. } => deeds.push(Deed::other(at, "/system/script", "run", &[])),
        Command::Sign { .. } => deeds.push(Deed::other(at, "/certificate", "sign", &[])),
        Command::Delay { .. } | Command::Log { .. } => {}
    }
    for command in inner.into_iter().flatten() {
        collect(deeds, at, command);
    }
}
