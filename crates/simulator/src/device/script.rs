//! Executes the closed dialect of `rsc`: what `/import`, `/execute` and scripts of the router run.

use rsc::dialect::{Command, LogLevel, Test};
use rsc::{Position, Statement, Target, Verb};

use super::Device;
use super::actions::log;
use super::caller::Caller;
use super::outcome::{Outcome, Trap};

/// Scripts that run scripts that run scripts: an endless chain ends here.
const DEPTH: u8 = 8;

/// A command that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Menu with its verb, e.g. `/ip/pool/add`.
    pub command: String,
    /// Where it stands; the dialect knows it for rows only.
    pub at: Option<Position>,
    /// The router's words.
    pub trap: Trap,
}

/// Runs a script: the first failure ends it, what came before stays done.
pub fn run(device: &mut Device, who: &Caller, script: &[Command]) -> Result<(), Failure> {
    Run {
        device,
        who,
        depth: DEPTH,
    }
    .all(script)
}

struct Run<'a> {
    device: &'a mut Device,
    who: &'a Caller,
    depth: u8,
}

impl Run<'_> {
    fn all(&mut self, commands: &[Command]) -> Result<(), Failure> {
        commands.iter().try_for_each(|command| self.one(command))
    }

    fn one(&mut self, command: &Command) -> Result<(), Failure> {
        match command {
            Command::Row(row) => self.row(row, &[]),
            Command::AddBefore { row, before } => {
                let first = self.found(&row.menu, before, "add")?.into_iter().next();
                let first = first.ok_or_else(|| {
                    failed(
                        &row.menu,
                        "add",
                        Some(row.at),
                        Trap::missing("no such item"),
                    )
                })?;
                self.row(row, &[("place-before", &first)])
            }
            Command::Remove { menu, find } => {
                let found = self.found(menu, find, "remove")?;
                if found.is_empty() {
                    Ok(())
                } else {
                    self.send(menu, "remove", None, &[(".id", &found.join(","))])
                }
            }
            Command::Move { menu, find, before } => {
                let destination = self.found(menu, before, "move")?.into_iter().next();
                let missing = || failed(menu, "move", None, Trap::missing("no such item"));
                self.shift(menu, find, Some(&destination.ok_or_else(missing)?))
            }
            Command::MoveToEnd { menu, find } => self.shift(menu, find, None),
            Command::IfAbsent {
                menu,
                find,
                add,
                otherwise,
            } => {
                let absent = self.found(menu, find, "find")?.is_empty();
                self.all(if absent { add } else { otherwise })
            }
            Command::Guarded { body, on_error } => match self.all(body) {
                Ok(()) => Ok(()),
                Err(_) => self.all(on_error),
            },
            // A script's delays pass on the virtual clock of whoever runs it.
            Command::Delay { .. } => Ok(()),
            Command::Log { level, text } => {
                let topic = match level {
                    LogLevel::Info => "info",
                    LogLevel::Warning => "warning",
                    LogLevel::Error => "error",
                };
                log(self.device, topic, text);
                Ok(())
            }
            Command::RunScript { name } => self.script(name),
            Command::Sign { name } => self.send("/certificate", "sign", None, &[("number", name)]),
        }
    }

    fn row(&mut self, row: &Statement, extra: &[(&str, &str)]) -> Result<(), Failure> {
        let mut attributes: Vec<(String, String)> = Vec::with_capacity(row.fields.len() + 1);
        match &row.target {
            Target::None => {}
            Target::Name(name) => attributes.push(("numbers".to_string(), name.clone())),
            Target::Find(conditions) => {
                let tests: Vec<Test> = conditions.iter().cloned().map(Test::Equals).collect();
                match self.found(&row.menu, &tests, "set")? {
                    found if found.is_empty() => return Ok(()),
                    found => attributes.push((".id".to_string(), found.join(","))),
                }
            }
        }
        for field in &row.fields {
            attributes.push(match &field.value {
                Some(value) => (field.name.clone(), value.clone()),
                None => (format!("!{}", field.name), String::new()),
            });
        }
        attributes.extend(
            extra
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_string())),
        );
        let verb = verb_of(row);
        let done = self
            .device
            .run(self.who, &format!("{}/{verb}", row.menu), &attributes);
        done.map(|_| ())
            .map_err(|trap| failed(&row.menu, verb, Some(row.at), trap))
    }

    fn shift(
        &mut self,
        menu: &str,
        find: &[Test],
        destination: Option<&str>,
    ) -> Result<(), Failure> {
        let moved = self.found(menu, find, "move")?;
        if moved.is_empty() {
            return Err(failed(menu, "move", None, Trap::missing("no such item")));
        }
        let numbers = moved.join(",");
        let mut values = vec![("numbers", numbers.as_str())];
        values.extend(destination.map(|destination| ("destination", destination)));
        self.send(menu, "move", None, &values)
    }

    fn send(
        &mut self,
        menu: &str,
        verb: &str,
        at: Option<Position>,
        values: &[(&str, &str)],
    ) -> Result<(), Failure> {
        let attributes: Vec<(String, String)> = values
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_string()))
            .collect();
        let done = self
            .device
            .run(self.who, &format!("{menu}/{verb}"), &attributes);
        done.map(|_| ())
            .map_err(|trap| failed(menu, verb, at, trap))
    }

    fn found(&self, menu: &str, tests: &[Test], verb: &str) -> Result<Vec<String>, Failure> {
        let known = self
            .device
            .menu(menu)
            .map_err(|trap| failed(menu, verb, None, trap))?;
        Ok(self.device.find_rows(&known, tests))
    }

    fn script(&mut self, name: &str) -> Result<(), Failure> {
        let fail = |trap| failed("/system/script", "run", None, trap);
        if self.depth == 0 {
            return Err(fail(Trap::failure("too deep")));
        }
        let (who, commands) = self.device.stored_script(self.who, name).map_err(fail)?;
        Run {
            device: self.device,
            who: &who,
            depth: self.depth - 1,
        }
        .all(&commands)
    }
}

/// `add` or `set`.
pub fn verb_of(row: &Statement) -> &'static str {
    match row.verb {
        Verb::Add => "add",
        Verb::Set => "set",
    }
}

fn failed(menu: &str, verb: &str, at: Option<Position>, trap: Trap) -> Failure {
    Failure {
        command: format!("{menu}/{verb}"),
        at,
        trap,
    }
}

/// The result of a script as an answer of the API.
pub fn answer(result: Result<(), Failure>) -> Result<Outcome, Trap> {
    result
        .map(|()| Outcome::DONE)
        .map_err(|failure| failure.trap)
}
