//! The guard on the wire: checked, armed, read back, fired, taken away.
//!
//! Every step is small and is followed by a reading: an answer that never came is *unknown*, and the router says what stands.

use std::collections::BTreeSet;
use std::time::Duration;

use super::read::{ReadError, is_absent};
use super::{Client, Command, Interrupted, Record, Reply};
use crate::domain::hotspot::guard::{Guard, GuardRow, GuardRows, POLICIES, Standing};

/// Why a guard is not armed. Nothing else was changed on the router.
#[derive(Debug, thiserror::Error)]
pub enum ArmError {
    /// The router cannot read the script.
    #[error("the router cannot read the guard's script ({0}): please report this")]
    Unreadable(String),
    /// The router refused script or scheduler, in its own words.
    #[error("the router refused the guard's {what}: {message}")]
    Refused {
        /// `script` or `scheduler`.
        what: &'static str,
        /// Its words.
        message: String,
    },
    /// The connection ended.
    #[error("{}", .0.cause)]
    Interrupted(#[from] Interrupted),
}

/// Has the router read the script without running it (RouterOS facts: apply, "Before arming, test the parse").
///
/// # Errors
/// The router cannot read it, or refuses to try.
pub async fn check(client: &mut Client, guard: &Guard) -> Result<(), ArmError> {
    let parse = Command::slow("/execute")
        .with("script", format!(":parse {}", rsc::quote(&guard.source())))
        .with("as-string", "");
    for reply in client.run_all(&[parse]).await? {
        match reply {
            Reply::Done { ret, .. } => {
                if let Some(error) = ret.filter(|text| is_parse_error(text)) {
                    return Err(ArmError::Unreadable(error));
                }
            }
            Reply::Trap { message, .. } => {
                return Err(ArmError::Refused {
                    what: "script",
                    message,
                });
            }
        }
    }
    Ok(())
}

/// Errors end in their place: `expected end of command (line 1 column 5)`.
fn is_parse_error(text: &str) -> bool {
    text.contains("(line ") && text.contains(" column ")
}

/// Adds the script, and the schedulers where there shall be some. They count from here on.
///
/// # Errors
/// The router refused one of them; what it took stands (`collect` takes it away).
pub async fn arm(
    client: &mut Client,
    guard: &Guard,
    timer: Option<Duration>,
    policies: Option<&BTreeSet<String>>,
) -> Result<(), ArmError> {
    let policy = policy(policies);
    let script = Command::write("/system/script/add")
        .with("name", guard.name())
        .with("comment", guard.comment())
        .with("policy", &policy)
        .with("dont-require-permissions", "yes")
        .with("source", guard.source());
    let mut commands = vec![script];
    if let Some(period) = timer {
        let scheduler = |name: String, event: String| {
            Command::write("/system/scheduler/add")
                .with("name", name)
                .with("comment", guard.comment())
                .with("policy", &policy)
                .with("on-event", event)
        };
        // No start-date: a clock without a battery and NTP may jump. An interval counts.
        commands.push(
            scheduler(guard.name(), guard.on_timer())
                .with("interval", format!("{}s", period.as_secs())),
        );
        commands.push(
            scheduler(guard.boot_name(), guard.on_boot())
                .with("start-time", "startup")
                .with("interval", "0s"),
        );
    }
    let outcomes = client.run_until_trap(&commands, |_, _| {}).await?;
    for (index, outcome) in outcomes.iter().enumerate() {
        if let Some(Reply::Trap { message, .. }) = outcome.reply() {
            return Err(ArmError::Refused {
                what: if index == 0 { "script" } else { "scheduler" },
                message: message.clone(),
            });
        }
    }
    Ok(())
}

/// Gives the script another source. Whether the router took it; where not, the former one stands.
///
/// # Errors
/// The connection ended.
pub async fn rewrite(
    client: &mut Client,
    standing: &Standing,
    source: String,
) -> Result<bool, Interrupted> {
    let Some(script) = &standing.script else {
        return Ok(false);
    };
    let set = Command::write("/system/script/set")
        .with(".id", script)
        .with("source", source);
    let replies = client.run_all(&[set]).await?;
    Ok(replies.iter().all(|reply| !reply.is_trap()))
}

/// What the script may do: as much of [`POLICIES`] as the account has.
fn policy(have: Option<&BTreeSet<String>>) -> String {
    let given: Vec<&str> = POLICIES
        .into_iter()
        .filter(|policy| have.is_none_or(|have| have.contains(*policy)))
        .collect();
    given.join(",")
}

/// Runs the script now. `None` says only that it ran, and what the router holds then must be read; else the router's words.
///
/// # Errors
/// The connection ended.
pub async fn fire(client: &mut Client, standing: &Standing) -> Result<Option<String>, Interrupted> {
    let Some(script) = &standing.script else {
        return Ok(None);
    };
    let run = Command::slow("/system/script/run").with(".id", script);
    let replies = client.run_all(&[run]).await?;
    Ok(replies.into_iter().find_map(|reply| match reply {
        Reply::Trap { message, .. } => Some(message),
        Reply::Done { .. } => None,
    }))
}

/// Takes the schedulers away, so that nothing fires by itself any more, and tells what stands then.
///
/// # Errors
/// The connection ended, or the router does not tell what stands.
pub async fn hold_fire(client: &mut Client, standing: &Standing) -> Result<GuardRows, ReadError> {
    if !standing.schedulers.is_empty() {
        let remove =
            Command::write("/system/scheduler/remove").with(".id", standing.schedulers.join(","));
        client.run_all(&[remove]).await?;
    }
    rows(client).await
}

/// Takes the script away and tells what stands then.
///
/// # Errors
/// The connection ended, or the router does not tell what stands.
pub async fn remove_script(
    client: &mut Client,
    standing: &Standing,
) -> Result<GuardRows, ReadError> {
    let remove = standing
        .script
        .iter()
        .map(|script| Command::write("/system/script/remove").with(".id", script));
    let commands: Vec<Command> = remove.chain(prints()).collect();
    let replies = client.run_all(&commands).await?;
    guards_of(replies.get(replies.len().saturating_sub(PRINTED.len())..))
}

/// The scripts and schedulers of the router.
///
/// # Errors
/// The connection ended, or the router does not tell them.
pub async fn rows(client: &mut Client) -> Result<GuardRows, ReadError> {
    guards_of(client.run_all(&prints()).await?.get(..))
}

/// The answers to [`prints`]. A refusal is an error: what is not told may stand there.
fn guards_of(replies: Option<&[Reply]>) -> Result<GuardRows, ReadError> {
    let mut rows = GuardRows::default();
    let into = [&mut rows.scripts, &mut rows.schedulers];
    for ((menu, reply), into) in PRINTED
        .into_iter()
        .zip(replies.unwrap_or_default())
        .zip(into)
    {
        told(menu, reply)?;
        *into = guard_rows(reply.records());
    }
    Ok(rows)
}

/// Whether a menu was told; one that this router does not have counts as told, and as empty.
///
/// # Errors
/// The router refused to tell it.
pub(super) fn told(menu: &'static str, reply: &Reply) -> Result<(), ReadError> {
    match reply {
        Reply::Trap { message, .. } if !is_absent(message) => Err(ReadError::Refused {
            menu,
            message: message.clone(),
        }),
        Reply::Trap { .. } | Reply::Done { .. } => Ok(()),
    }
}

/// The menus in which guards stand.
pub(super) const PRINTED: [&str; 2] = ["/system/script", "/system/scheduler"];

/// The two commands that print scripts and schedulers, in this order. Sources are left out: they may be long.
pub(super) fn prints() -> [Command; 2] {
    [
        Command::read("/system/script/print").proplist(&[".id", "name", "comment"]),
        Command::read("/system/scheduler/print")
            .proplist(&[".id", "name", "comment", "next-run", "disabled"]),
    ]
}

/// The answer to one of them.
pub(super) fn guard_rows(records: &[Record]) -> Vec<GuardRow> {
    let text = |record: &Record, name: &str| record.get(name).unwrap_or_default().to_owned();
    records
        .iter()
        .map(|record| GuardRow {
            id: text(record, ".id"),
            name: text(record, "name"),
            comment: text(record, "comment"),
            next_run: record.get("next-run").map(str::to_owned),
            disabled: matches!(record.get("disabled"), Some("true" | "yes")),
        })
        .collect()
}
