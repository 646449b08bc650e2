//! `/import`, `/execute` and `/system/script/run` (RouterOS facts: api-facts section 8).

use std::collections::BTreeSet;

use rsc::dialect::{self, Command};
use rsc::{ParseError, Position, Statement};

use super::Device;
use super::actions::log;
use super::arguments::Arguments;
use super::caller::Caller;
use super::command::permit;
use super::outcome::{Outcome, Trap};
use super::script::{self, Failure, verb_of};
use super::version::Version;

impl Device {
    /// `/import`: the whole file is parsed first; a runtime error stops at its line with the earlier lines applied.
    pub(super) fn import(
        &mut self,
        who: &Caller,
        arguments: Arguments<'_>,
    ) -> Result<Outcome, Trap> {
        permit(who, "ftp")?;
        let dry = if self.version >= Version::new(7, 16, 0) {
            "dry-run"
        } else {
            "file-name"
        };
        arguments.only(&["file-name", "verbose", "from-line", dry])?;
        let file = arguments.require("file-name")?;
        let text = self
            .file_text(file)
            .ok_or_else(|| Trap::failure(format!("cannot open file {file}")))?
            .to_string();
        let from: usize = match arguments.get("from-line") {
            Some(line) => line
                .parse()
                .map_err(|_| Trap::value("invalid value for argument from-line"))?,
            None => 1,
        };
        let text: String = text
            .split_inclusive('\n')
            .skip(from.saturating_sub(1))
            .collect();
        let is_dry = arguments
            .get("dry-run")
            .is_some_and(|value| !matches!(value, "no" | "false"));
        let commands = match self.checked(&text) {
            Ok(commands) => commands,
            Err(_) if is_dry => return Err(Trap::plain("found 1 error(s) in import file")),
            Err(trap) => return Err(trap),
        };
        self.commands += 1;
        if is_dry {
            return Ok(Outcome::DONE);
        }
        let verbose = matches!(arguments.get("verbose"), Some("yes" | "true"));
        script::run(self, who, &commands).map_err(|failure| Trap {
            message: if verbose {
                failure.trap.message
            } else {
                located(&failure)
            },
            category: failure.trap.category,
        })?;
        Ok(Outcome::DONE)
    }

    /// `/execute`: with `as-string` it answers the output, errors among it; else the id of a job that has run.
    pub(super) fn execute(
        &mut self,
        who: &Caller,
        arguments: Arguments<'_>,
    ) -> Result<Outcome, Trap> {
        permit(who, "write")?;
        arguments.only(&["script", "as-string", "file"])?;
        let source = arguments.require("script")?;
        if source.len() > 64 * 1024 {
            return Err(Trap::failure("script too long"));
        }
        self.commands += 1;
        let output = self.output(who, source);
        if arguments.get("as-string").is_some() {
            return Ok(Outcome::Done { ret: Some(output) });
        }
        Ok(Outcome::Done {
            ret: Some(format!("*{:X}", self.commands)),
        })
    }

    /// `/system/script/run`.
    pub(super) fn run_script(
        &mut self,
        who: &Caller,
        arguments: Arguments<'_>,
    ) -> Result<Outcome, Trap> {
        arguments.only(&[".id", "number", "numbers", "use-script-permissions"])?;
        let menu = self.menu("/system/script")?;
        let item = self.item(
            &menu,
            arguments
                .items()
                .ok_or_else(|| Trap::missing("missing =.id="))?,
        )?;
        let name = self
            .store
            .by_id(&item.menu, item.id)
            .and_then(|row| row.get("name"))
            .unwrap_or_default()
            .to_string();
        let (who, commands) = self.stored_script(who, &name)?;
        script::answer(script::run(self, &who, &commands))
    }

    /// A stored script, ready to run, with the rights that it runs with. Counts the run.
    pub(super) fn stored_script(
        &mut self,
        who: &Caller,
        name: &str,
    ) -> Result<(Caller, Vec<Command>), Trap> {
        let found = self.store.named("/system/script", name).next().cloned();
        let mut row = found.ok_or_else(|| Trap::missing("no such item"))?;
        let menu = self.menu("/system/script")?;
        let policies: BTreeSet<String> = menu
            .value(&row, "policy")
            .unwrap_or_default()
            .split(',')
            .map(str::to_string)
            .collect();
        let free = menu.value(&row, "dont-require-permissions") == Some("true");
        if !free && policies.iter().any(|policy| !who.may(policy)) {
            return Err(Trap::plain("not enough permissions (9)"));
        }
        let commands = self.checked(row.get("source").unwrap_or_default())?;
        let count: u64 = menu
            .value(&row, "run-count")
            .and_then(|count| count.parse().ok())
            .unwrap_or(0);
        row.values
            .insert("run-count".to_string(), (count + 1).to_string());
        row.values
            .insert("last-started".to_string(), self.moment_text(self.now()));
        self.store.replace("/system/script", row);
        Ok((
            Caller {
                policies,
                ..who.clone()
            },
            commands,
        ))
    }

    /// Output of a script: nothing when all went well. `:parse "…"` only checks.
    fn output(&mut self, who: &Caller, source: &str) -> String {
        let parsed = source
            .trim()
            .strip_prefix(":parse ")
            .map(|text| rsc::unquote(text.trim()));
        let result = match parsed {
            Some(Ok(text)) => self.checked(&text).map(|_| ()),
            Some(Err(wrong)) => Err(syntax(&wrong)),
            None => self
                .checked(source)
                .and_then(|commands| script::run(self, who, &commands).map_err(|one| one.trap)),
        };
        result.err().map(|trap| trap.message).unwrap_or_default()
    }

    /// The commands of a text, when every menu, verb and argument in it exists: a router's parser knows them.
    pub(super) fn checked(&mut self, text: &str) -> Result<Vec<Command>, Trap> {
        let commands = dialect::parse(text).map_err(|wrong| {
            // The router's words do not say what is wrong; whoever runs the simulator reads it in the log.
            log(self, "error", &wrong.to_string());
            syntax(&wrong)
        })?;
        self.check_words(&commands)?;
        Ok(commands)
    }

    fn check_words(&self, commands: &[Command]) -> Result<(), Trap> {
        for command in commands {
            match command {
                Command::Row(row) | Command::AddBefore { row, .. } => self.check_row_words(row)?,
                Command::Remove { menu, .. } => self.check_command(menu, "remove", None)?,
                Command::Move { menu, .. } | Command::MoveToEnd { menu, .. } => {
                    self.check_command(menu, "move", None)?;
                }
                Command::IfAbsent {
                    menu,
                    add,
                    otherwise,
                    ..
                } => {
                    self.check_command(menu, "find", None)?;
                    self.check_words(add)?;
                    self.check_words(otherwise)?;
                }
                Command::Guarded { body, on_error } => {
                    self.check_words(body)?;
                    self.check_words(on_error)?;
                }
                Command::Sign { .. } => self.check_command("/certificate", "sign", None)?,
                Command::Delay { .. } | Command::Log { .. } | Command::RunScript { .. } => {}
            }
        }
        Ok(())
    }

    fn check_row_words(&self, row: &Statement) -> Result<(), Trap> {
        let verb = verb_of(row);
        self.check_command(&row.menu, verb, Some(row.at))?;
        let menu = self.menu(&row.menu)?;
        for field in row
            .fields
            .iter()
            .filter(|field| !matches!(field.name.as_str(), "place-before" | "copy-from"))
        {
            if self.argument(&menu, verb, &field.name).is_err() {
                let Position { line, column } = field.at;
                return Err(Trap::plain(format!(
                    "bad parameter {} (line {line} column {column})",
                    field.name
                )));
            }
        }
        Ok(())
    }

    fn check_command(&self, menu: &str, verb: &str, at: Option<Position>) -> Result<(), Trap> {
        let known = self
            .menu(menu)
            .and_then(|menu| self.check_verb(&menu, verb));
        let Position { line, column } = at.unwrap_or(Position { line: 1, column: 1 });
        let name = match self.menu(menu) {
            Ok(_) => verb,
            Err(_) => menu.rsplit('/').next().unwrap_or(menu),
        };
        known.map_err(|_| {
            Trap::plain(format!(
                "bad command name {name} (line {line} column {column})"
            ))
        })
    }
}

fn syntax(wrong: &ParseError) -> Trap {
    Trap::plain(format!(
        "syntax error (line {} column {})",
        wrong.at.line, wrong.at.column
    ))
}

/// `TEXT (/menu/add (field); line 5)`.
fn located(failure: &Failure) -> String {
    let text = &failure.trap.message;
    let field = ["any value of ", "for argument ", "ambiguous value of "]
        .iter()
        .find_map(|lead| text.split_once(lead))
        .map(|(_, rest)| rest.split([',', ' ']).next().unwrap_or_default());
    let field = field.map(|field| format!(" ({field})")).unwrap_or_default();
    match failure.at {
        Some(at) => format!("{text} ({}{field}; line {})", failure.command, at.line),
        None => format!("{text} ({}{field})", failure.command),
    }
}
