//! `hotspotd diff`, `apply` and `verify`: one site against one router.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::Duration;

use clap::Args;
use serde_json::json;

use super::apply_failure::failure;
use super::bar::Bar;
use super::configuration::ConfigurationArguments;
use super::exit::{Exit, Failure};
use super::report::told;
use super::router::RouterArguments;
use super::runtime::block_on;
use super::state::{self, StateArguments};
use super::stop::{self, Phase};
use super::{show, wait};
use crate::domain::hotspot::diff::Secrets;
use crate::domain::hotspot::guard::{Standing, Token};
use crate::service::apply::{ApplyError, Ending, Look, Order, Progress, Target, Terms, look};
use crate::service::guard::{PickedUp, pick_up};

/// Arguments of `diff` and `verify`.
#[derive(Debug, Args)]
pub struct CompareArguments {
    #[command(flatten)]
    configuration: ConfigurationArguments,
    #[command(flatten)]
    router: RouterArguments,
    /// Rows that are not hotspotd's yet may be changed; `diff` then counts them as agreed to.
    #[arg(long)]
    take_over: bool,
    /// For machines; a failure is told as JSON too.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `apply`.
#[derive(Debug, Args)]
pub struct ApplyArguments {
    #[command(flatten)]
    configuration: ConfigurationArguments,
    #[command(flatten)]
    router: RouterArguments,
    /// Rows that are not hotspotd's yet may be changed.
    #[arg(long)]
    take_over: bool,
    /// Write passwords and keys again: they changed in the site file (they cannot be read back and compared).
    #[arg(long)]
    rotate_secrets: bool,
    /// How long the router waits before it puts itself back, unless everything was proven by then. Many changes get more.
    #[arg(long, value_name = "TIME", default_value = "90s", value_parser = wait::guard)]
    guard: Duration,
    #[command(flatten)]
    state: StateArguments,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
    /// Show the difference and send nothing.
    #[arg(long)]
    dry_run: bool,
    /// Only if the difference is still the one with this hash (`diff` prints it).
    #[arg(long, value_name = "HASH")]
    change: Option<String>,
    /// For machines; a failure is told as JSON too.
    #[arg(long)]
    pub json: bool,
}

/// What is compared on which router.
macro_rules! prepared {
    ($arguments:expr => $site:ident, $generated:ident, $target:ident, $order:ident) => {
        if $arguments.configuration.from_stdin() && $arguments.router.password_from_stdin() {
            return Err(both_from_stdin());
        }
        let ($site, $generated) = $arguments.configuration.load()?;
        let $target = $arguments.router.target(&$site.access.user)?;
        let $order = Order::new(&$site, &$generated.desired, &$generated.model);
    };
}

/// Site file and password are both to come from standard input.
pub fn both_from_stdin() -> Failure {
    Failure::bad_input(
        "site file and password cannot both come from standard input: put one of them in a file",
    )
}

impl CompareArguments {
    /// Shows what `apply` would change.
    ///
    /// # Errors
    /// The router could not be read or is not fit for the configuration.
    pub fn diff(self) -> Result<Exit, Failure> {
        prepared!(self => site, generated, target, order);
        let look = block_on(look(&target, &order))?.map_err(failure)?;
        self.router.tell_fingerprint(look.fingerprint());
        tell_standing(look.standing.as_ref());
        print_look(&look, self.json)?;
        if !self.json && !self.take_over && look.changes.take_overs().next().is_some() {
            super::tell(
                "Rows marked (take over) belong to somebody else yet: `apply` changes them with --take-over only.",
            );
        }
        Ok(if look.changes.is_empty() {
            Exit::Done
        } else {
            Exit::Different
        })
    }

    /// Tells whether the router holds the configuration.
    ///
    /// # Errors
    /// The router could not be read or is not fit for the configuration.
    pub fn verify(self) -> Result<Exit, Failure> {
        prepared!(self => site, generated, target, order);
        let look = block_on(look(&target, &order))?.map_err(failure)?;
        self.router.tell_fingerprint(look.fingerprint());
        tell_standing(look.standing.as_ref());
        let rows = generated.desired.rows.len();
        if look.changes.is_empty() {
            let told = json!({ "rows": rows, "confirmed": rows });
            super::print(&if self.json {
                format!("{told:#}\n")
            } else {
                format!("{rows} of {rows} rows confirmed.\n")
            })?;
            return Ok(Exit::Done);
        }
        print_look(&look, self.json)?;
        Ok(Exit::Different)
    }
}

impl ApplyArguments {
    /// Brings the router to the configuration and proves it.
    ///
    /// # Errors
    /// It was not brought there; the message says what was and was not done.
    pub fn run(self) -> Result<Exit, Failure> {
        prepared!(self => site, generated, target, order);
        let secrets = if self.rotate_secrets {
            Secrets::Rotate
        } else {
            Secrets::Keep
        };
        let order = Order { secrets, ..order };
        block_on(async { self.apply(&target, &order).await })?
    }

    /// Reads and compares; what an earlier change has left on the router is settled first.
    async fn look(
        &self,
        target: &Target,
        order: &Order<'_>,
        terms: &Terms<'_>,
    ) -> Result<Look, Failure> {
        if self.dry_run {
            let look = look(target, order).await.map_err(failure)?;
            tell_standing(look.standing.as_ref());
            return Ok(look);
        }
        let mut bar = Bar::new(0);
        let picked_up = pick_up(target, order, terms, &mut |progress| bar.tell(progress)).await;
        bar.clear();
        let (look, left) = picked_up.map_err(failure)?;
        if let Some(PickedUp { change, ending }) = left {
            super::tell(&match ending {
                Ending::Kept { .. } => format!(
                    "Change {change} had been stopped before its end; it was complete, and its guard is disarmed now."
                ),
                Ending::Absent => format!(
                    "Change {change} had been stopped, and is no longer under way; what the router holds is compared now."
                ),
                _ => format!(
                    "Change {change} had been stopped before its end; the router is back in the state before it."
                ),
            });
        }
        Ok(look)
    }

    async fn apply(&self, target: &Target, order: &Order<'_>) -> Result<Exit, Failure> {
        let journal = self.state.journal()?;
        state::tell_damage(&journal, order.desired.mark.slug());
        let terms = Terms {
            take_over: self.take_over,
            guard: self.guard,
            journal: Some(&journal),
            token: token()?,
            ..Terms::default()
        };
        let mut look = self.look(target, order, &terms).await?;
        self.router.tell_fingerprint(look.fingerprint());
        if let Some(expected) = self
            .change
            .as_ref()
            .filter(|expected| **expected != look.hash)
        {
            return Err(failure(ApplyError::Moved {
                expected: expected.clone(),
                found: look.hash,
            }));
        }
        let asks = !self.yes && !self.dry_run && !look.changes.is_empty() && self.change.is_none();
        if asks && self.json {
            return Err(nobody_to_ask());
        }
        if self.dry_run || asks {
            print_look(&look, self.json)?;
        }
        if self.dry_run {
            return Ok(if look.changes.is_empty() {
                Exit::Done
            } else {
                Exit::Different
            });
        }
        if asks {
            if !agreed(&look, target)? {
                super::tell("Nothing was sent.");
                return Ok(Exit::Different);
            }
            look = look.again(order).await.map_err(failure)?;
        }
        let (hash, mut bar) = (look.hash.clone(), Bar::new(look.changes.changes.len()));
        let phase = Mutex::new(Phase::Looking);
        let watched = |progress: Progress<'_>| {
            if let (Some(next), Ok(mut phase)) = (Phase::of(progress), phase.lock()) {
                *phase = next;
            }
            bar.tell(progress);
        };
        let report = tokio::select! {
            report = look.apply(order, &terms, watched) => Some(report),
            () = stop::asked_for() => None,
        };
        bar.clear();
        let Some(report) = report else {
            let phase = phase.into_inner().unwrap_or(Phase::Arming);
            return Err(phase.stopped(&hash));
        };
        let report = report.map_err(failure)?;
        super::print(&if self.json {
            format!("{:#}\n", json!(report))
        } else {
            told(&report)
        })
    }
}

/// A name that no other apply has.
fn token() -> Result<Token, Failure> {
    getrandom::u32()
        .map(Token)
        .map_err(|error| Failure::failed(format!("the system gives no random numbers: {error}")))
}

/// What a guard that stands on the router still means.
fn tell_standing(standing: Option<&Standing>) {
    if let Some(standing) = standing {
        super::tell(&ApplyError::GuardStands(standing.clone()).to_string());
    }
}

fn print_look(look: &Look, json: bool) -> Result<Exit, Failure> {
    if json {
        let told = json!({ "change": look.hash, "changes": look.changes.changes, "counts": look.changes.counts() });
        return super::print(&format!("{told:#}\n"));
    }
    let mut text = show::changes(&look.changes);
    if !look.changes.is_empty() {
        text.push_str(&format!("change {}\n", look.hash));
    }
    super::print(&text)
}

fn nobody_to_ask() -> Failure {
    Failure::bad_input(
        "nothing was sent, since nobody is there to ask: repeat with --yes, or with --change HASH from `hotspotd diff`",
    )
}

fn agreed(look: &Look, target: &Target) -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(nobody_to_ask());
    }
    let count = look.changes.changes.len();
    let _ = write!(
        anstream::stderr(),
        "Apply {count} changes to {}? [y/N] ",
        target.endpoint
    );
    let mut answer = String::new();
    std::io::stdin()
        .read_line(&mut answer)
        .map_err(|error| Failure::failed(format!("the answer cannot be read: {error}")))?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
