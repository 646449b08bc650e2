//! `hotspotd rollback` and `hotspotd guard status|disarm`: the guard that stands on a router.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use super::apply_failure::failure;
use super::bar::Bar;
use super::change::both_from_stdin;
use super::configuration::read_site;
use super::exit::{Exit, Failure};
use super::router::RouterArguments;
use super::runtime::block_on;
use super::state::{self, StateArguments};
use crate::domain::hotspot::guard::{Standing, State};
use crate::domain::hotspot::mark::SiteMark;
use crate::service::apply::{Ending, Target, Terms};
use crate::service::guard::{Whose, disarm, roll_back, status};
use crate::store::journal::Journal;

/// What about the guard.
#[derive(Debug, Subcommand)]
pub enum GuardCommand {
    /// Tells what stands: exit code 0 nothing, 3 it has put the router back, 4 it is armed.
    Status(GuardArguments),
    /// Takes it away and leaves the router as it is now.
    Disarm(GuardArguments),
}

/// Arguments of all of them.
#[derive(Debug, Args)]
pub struct GuardArguments {
    /// The site file; `-` reads it from standard input.
    #[arg(value_name = "SITE.toml")]
    site: PathBuf,
    #[command(flatten)]
    router: RouterArguments,
    #[command(flatten)]
    state: StateArguments,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
    /// For machines; a failure is told as JSON too.
    #[arg(long)]
    pub json: bool,
}

impl GuardArguments {
    /// Has the router put itself back now.
    ///
    /// # Errors
    /// No guard stands there, or the router does not answer.
    pub fn roll_back(self) -> Result<Exit, Failure> {
        let (mark, target, journal) = self.prepare()?;
        let terms = Terms {
            journal: Some(&journal),
            ..Terms::default()
        };
        let mut bar = Bar::new(0);
        let rolled_back = block_on(roll_back(&target, &mark, &terms, &mut |progress| {
            bar.tell(progress)
        }))?;
        bar.clear();
        let (ending, whose) = rolled_back.map_err(failure)?;
        match (ending, whose) {
            (Ending::Absent, _) => Err(Failure::failed(
                "nothing was put back: no guard of this site stands on the router, so no change is under way; apply the former site file to go back to it",
            )),
            (_, Whose::SafeMode) => self.say(
                "The change was made under safe mode; its session is gone, and the router has undone it. See what it holds with `hotspotd diff`.",
                json!({ "rolled_back": true, "guard_gone": true }),
            ),
            (_, Whose::Ours) => self.say(
                "The router has run the undo to its end, and its guard is gone. See what it holds with `hotspotd diff`.",
                json!({ "rolled_back": true, "guard_gone": true }),
            ),
            (_, Whose::Others) => self.say(
                "The router has run the undo to its end. Another machine armed that guard and may be at work, so what is left of it stays; if it is not, take it away with `hotspotd guard disarm`.",
                json!({ "rolled_back": true, "guard_gone": false }),
            ),
        }
    }

    /// Tells what stands.
    ///
    /// # Errors
    /// The router cannot be read.
    pub fn status(self) -> Result<Exit, Failure> {
        let (mark, target, journal) = self.prepare()?;
        let standing = self.standing(&target, &mark)?;
        let noted = journal.look(mark.slug());
        let text = match &standing {
            None => "No guard of this site stands on the router.".to_owned(),
            Some(standing) => told(standing),
        };
        let text = match &noted {
            None => text,
            Some((entry, since)) => {
                let ago = since.elapsed().unwrap_or_default().as_secs();
                let now = match (&standing, entry.safe_mode) {
                    (None, true) => {
                        "\nIt was made under safe mode, which the router ends and undoes by itself; the next apply waits for that."
                    }
                    (None, false) => {
                        "\nNothing of it stands there any more; the next apply begins anew."
                    }
                    (Some(_), _) => "",
                };
                format!(
                    "{text}\nThis machine began change {} on {} {ago} s ago.{now}",
                    entry.change, entry.router
                )
            }
        };
        let noted = noted.map(|(entry, _)| entry);
        let under_safe_mode = noted.as_ref().is_some_and(|entry| entry.safe_mode);
        self.say(&text, json!({ "guard": standing, "journal": noted }))?;
        Ok(match standing.and_then(|standing| standing.state) {
            None if under_safe_mode => Exit::Unknown,
            None => Exit::Done,
            Some(State::Fired) => Exit::RolledBack,
            Some(State::Armed | State::Firing) => Exit::Unknown,
        })
    }

    /// Takes the guard away.
    ///
    /// # Errors
    /// Nobody agreed, or the router cannot be read or does not do it.
    pub fn disarm(self) -> Result<Exit, Failure> {
        let (mark, target, journal) = self.prepare()?;
        if !self.yes {
            match self.standing(&target, &mark)? {
                Some(standing) => {
                    if !agreed(&standing)? {
                        super::tell("Nothing was sent.");
                        return Ok(Exit::Different);
                    }
                }
                None => return self.nothing(),
            }
        }
        let terms = Terms {
            journal: Some(&journal),
            ..Terms::default()
        };
        let disarmed = block_on(disarm(&target, &mark, &terms))?;
        let disarmed =
            disarmed.map_err(|error| Failure::failed(error.to_string()).caused_by(&error))?;
        match disarmed {
            None => self.nothing(),
            Some(standing) => self.say(
                &format!(
                    "The guard of change {} is gone; the router stays as it is. Look at it with `hotspotd diff`.",
                    standing.hash
                ),
                json!({ "guard": standing, "disarmed": true }),
            ),
        }
    }

    fn nothing(&self) -> Result<Exit, Failure> {
        self.say(
            "No guard of this site stands on the router.",
            json!({ "guard": null, "disarmed": false }),
        )
    }

    fn prepare(&self) -> Result<(SiteMark, Target, Journal), Failure> {
        if self.site == Path::new("-") && self.router.password_from_stdin() {
            return Err(both_from_stdin());
        }
        let site = read_site(&self.site)?;
        let target = self.router.target(&site.access.user)?;
        let (slug, journal) = (site.site.slug.as_str(), self.state.journal()?);
        state::tell_damage(&journal, slug);
        Ok((SiteMark::of(slug), target, journal))
    }

    fn standing(&self, target: &Target, mark: &SiteMark) -> Result<Option<Standing>, Failure> {
        block_on(status(target, mark))?
            .map_err(|error| Failure::failed(error.to_string()).caused_by(&error))
    }

    fn say(&self, text: &str, machine: serde_json::Value) -> Result<Exit, Failure> {
        super::print(&if self.json {
            format!("{machine:#}\n")
        } else {
            format!("{text}\n")
        })
    }
}

fn told(standing: &Standing) -> String {
    let change = &standing.hash;
    match standing.state {
        Some(State::Armed) => match (&standing.next_run, standing.boot) {
            (Some(time), _) => format!(
                "The guard of change {change} is armed: it puts the router back at {time} by the router's clock, or when the router starts."
            ),
            (None, true) => format!(
                "The guard of change {change} is armed: it puts the router back when the router starts."
            ),
            (None, false) => format!(
                "The undo script of change {change} stands on the router without a scheduler: it runs only by `hotspotd rollback`."
            ),
        },
        Some(State::Firing) => format!("The guard of change {change} is putting the router back."),
        Some(State::Fired) => {
            format!(
                "The guard of change {change} has put the router back; the next apply collects it."
            )
        }
        None => format!(
            "Schedulers of the guard of change {change} stand on the router without their script: they do nothing, and the next apply collects them."
        ),
    }
}

fn agreed(standing: &Standing) -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::bad_input(
            "nothing was sent, since nobody is there to ask: repeat with --yes",
        ));
    }
    let _ = write!(
        anstream::stderr(),
        "{}\nTake it away and leave the router as it is? [y/N] ",
        told(standing)
    );
    let mut answer = String::new();
    std::io::stdin()
        .read_line(&mut answer)
        .map_err(|error| Failure::failed(format!("the answer cannot be read: {error}")))?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
