//! `hotspotd diff`, `apply` and `verify`: one site against one router.

use std::io::{IsTerminal, Write};

use clap::Args;
use serde_json::json;

use super::configuration::ConfigurationArguments;
use super::exit::{Exit, Failure};
use super::router::{RouterArguments, connect_failure};
use super::show;
use crate::domain::hotspot::diff::Secrets;
use crate::service::apply::{ApplyError, Halfway, Look, Order, Progress, Report, Target, look};

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
    /// For machines.
    #[arg(long)]
    json: bool,
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
    /// Do not ask.
    #[arg(long)]
    yes: bool,
    /// Show the difference and send nothing.
    #[arg(long)]
    dry_run: bool,
    /// Only if the difference is still the one with this hash (`diff` prints it).
    #[arg(long, value_name = "HASH")]
    change: Option<String>,
    /// For machines.
    #[arg(long)]
    json: bool,
}

/// What is compared on which router.
macro_rules! prepared {
    ($arguments:expr => $site:ident, $generated:ident, $target:ident, $order:ident) => {
        let ($site, $generated) = $arguments.configuration.load()?;
        let $target = $arguments.router.target(&$site.access.user)?;
        let $order = Order::new(&$site, &$generated.desired, $generated.model);
    };
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
        print_look(&look, self.json)?;
        if !self.json && !self.take_over && look.changes.take_overs().next().is_some() {
            anstream::eprintln!(
                "Rows marked (take over) belong to somebody else yet: `apply` changes them with --take-over only."
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

    async fn apply(&self, target: &Target, order: &Order<'_>) -> Result<Exit, Failure> {
        let mut look = look(target, order).await.map_err(failure)?;
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
                anstream::eprintln!("Nothing was sent.");
                return Ok(Exit::Different);
            }
            look = look.again(target, order).await.map_err(failure)?;
        }
        let mut bar = Bar::new(look.changes.changes.len());
        let report = look
            .apply(target, order, self.take_over, |progress| bar.tell(progress))
            .await;
        bar.clear();
        let report = report.map_err(failure)?;
        super::print(&if self.json {
            format!("{:#}\n", json!(report))
        } else {
            told(&report)
        })
    }
}

/// What an `apply` did, in a sentence or two.
pub fn told(report: &Report) -> String {
    let counts = report.changed;
    let turnarounds = report.turnarounds;
    if report.writes == 0 {
        return format!(
            "Nothing to do: {} of {} rows confirmed, 0 writes, {turnarounds} turnarounds.\n",
            report.proven, report.proven
        );
    }
    format!(
        "Done: {} added, {} changed, {} moved, {} removed; {} of {} rows confirmed by reading back; a new sign-in works; {turnarounds} turnarounds.\n",
        counts.added, counts.set, counts.moved, counts.removed, report.proven, report.proven
    )
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

fn agreed(look: &Look, target: &Target) -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::bad_input(
            "nobody is there to ask: repeat with --yes, or with --change HASH from `hotspotd diff`",
        ));
    }
    let count = look.changes.changes.len();
    anstream::eprint!("Apply {count} changes to {}? [y/N] ", target.endpoint);
    let _ = std::io::stderr().flush();
    let mut answer = String::new();
    std::io::stdin()
        .read_line(&mut answer)
        .map_err(|error| Failure::failed(format!("the answer cannot be read: {error}")))?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// A progress line, on a terminal only.
pub struct Bar {
    total: usize,
    done: usize,
    stage: String,
    on: bool,
}

impl Bar {
    /// For so many changes.
    pub fn new(total: usize) -> Self {
        Bar {
            total,
            done: 0,
            stage: String::new(),
            on: std::io::stderr().is_terminal(),
        }
    }

    /// Shows what happens.
    pub fn tell(&mut self, progress: Progress<'_>) {
        match progress {
            Progress::Stage { number, of, .. } => self.stage = format!("stage {number} of {of}"),
            Progress::Done(_) => self.done += 1,
            Progress::Verifying => self.stage = "reading back".to_owned(),
            Progress::SigningIn => self.stage = "reading back and signing in anew".to_owned(),
        }
        if self.on {
            eprint!("\r\x1b[2K{}: {} of {}", self.stage, self.done, self.total);
        }
    }

    /// Takes the line away.
    pub fn clear(&self) {
        if self.on {
            eprint!("\r\x1b[2K");
        }
    }
}

/// Runs one asynchronous job.
///
/// # Errors
/// The system gives no runtime.
pub fn block_on<F: Future>(job: F) -> Result<F::Output, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::failed(format!("the system gives no runtime: {error}")))?;
    Ok(runtime.block_on(job))
}

/// An apply error as the command line tells it.
pub fn failure(error: ApplyError) -> Failure {
    let message = error.to_string();
    match error {
        ApplyError::Connect(error) => connect_failure(&error),
        ApplyError::Refused(refusals) => {
            Failure::failed(message).with(refusals.iter().map(ToString::to_string).collect())
        }
        ApplyError::Claim(errors) => {
            Failure::failed(message).with(errors.iter().map(ToString::to_string).collect())
        }
        ApplyError::Unsound(findings) => {
            Failure::failed(message).with(findings.iter().map(ToString::to_string).collect())
        }
        ApplyError::Circle(_) => Failure::bad_input(message),
        ApplyError::Halfway(halfway) => {
            let exit = if halfway.left.is_some() {
                Exit::Failed
            } else {
                Exit::Unknown
            };
            Failure {
                exit,
                message,
                details: what_was_done(&halfway),
            }
        }
        ApplyError::NotProven(left) => {
            Failure::failed(message).with(left.changes.iter().map(plain).collect())
        }
        ApplyError::Unreachable(_) => Failure {
            exit: Exit::Unknown,
            message,
            details: Vec::new(),
        },
        ApplyError::Read(_) | ApplyError::NotTakenOver(_) | ApplyError::Moved { .. } => {
            Failure::failed(message)
        }
    }
}

fn what_was_done(halfway: &Halfway) -> Vec<String> {
    let name = |change: &crate::domain::hotspot::changeset::Change| {
        format!("{} {}", change.menu.path, change.row)
    };
    let list = |what: &str, changes: &[crate::domain::hotspot::changeset::Change]| {
        (!changes.is_empty()).then(|| {
            format!(
                "{what}: {}",
                changes.iter().map(name).collect::<Vec<_>>().join(", ")
            )
        })
    };
    let left = halfway
        .left
        .as_ref()
        .map(|left| left.changes.as_slice())
        .unwrap_or_default();
    [
        list("done", &halfway.done),
        list("sent, no answer", &halfway.unknown),
        list("not sent", &halfway.not_sent),
        list("still different", left),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn plain(change: &crate::domain::hotspot::changeset::Change) -> String {
    anstream::adapter::strip_str(&format!("{} {}", change.menu.path, show::line(change)))
        .to_string()
}
