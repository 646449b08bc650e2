//! Safe mode on the wire, for routers that keep no schedulers: what is done while a session holds it is undone by the router
//! itself when that session ends.
//!
//! Source: RouterOS facts: apply, "Safe mode IS reachable over the API". From RouterOS 7.18; sources disagree, so it is tried.

use super::{Client, Command, Interrupted, Reply};
use crate::domain::routeros::version::Version;

/// First version that has it on the API.
pub const SINCE: Version = Version::new(7, 18, 0);

/// The most changes made under it. Its history holds 100 actions, of everybody; beyond them it ends and undoes nothing.
pub const MOST_CHANGES: usize = 80;

/// Why safe mode was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTaken {
    /// Another session holds it.
    Held,
    /// The router does not know it, refuses it, or confirmed what it did not do; in its words or ours.
    Refused(String),
}

impl std::fmt::Display for NotTaken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NotTaken::Held => f.write_str("another session holds it"),
            NotTaken::Refused(words) => f.write_str(words),
        }
    }
}

/// Takes it, and reads back that this session holds it.
///
/// # Errors
/// The connection ended.
pub async fn take(client: &mut Client) -> Result<Result<(), NotTaken>, Interrupted> {
    let (answer, state) = say_and_look(client, "take").await?;
    Ok(match (answer, state) {
        (Ok(()), State::Mine) => Ok(()),
        (_, State::Theirs) => Err(NotTaken::Held),
        (Err(words), _) => Err(NotTaken::Refused(words)),
        (Ok(()), State::Free | State::Untold) => {
            // It may be held all the same, and then would stay so until the end of this session is noticed.
            let _ = say(client, "release").await?;
            Err(NotTaken::Refused(
                "it confirmed the taking, and does not hold it".to_owned(),
            ))
        }
    })
}

/// Ends it and keeps what was changed, and reads back that it has ended. `Err(words)` where it has not, or may not have.
///
/// # Errors
/// The connection ended.
pub async fn release(client: &mut Client) -> Result<Result<(), String>, Interrupted> {
    let (answer, state) = say_and_look(client, "release").await?;
    Ok(match (answer, state) {
        (Err(refused), _) => Err(refused),
        (Ok(()), State::Free | State::Theirs) => Ok(()),
        (Ok(()), State::Mine) => Err("it confirmed the release, and holds it still".to_owned()),
        (Ok(()), State::Untold) => Err("it does not tell whether it released it".to_owned()),
    })
}

/// Ends it and undoes what was changed.
///
/// # Errors
/// The connection ended.
pub async fn unroll(client: &mut Client) -> Result<Result<(), String>, Interrupted> {
    say(client, "unroll").await
}

async fn say(client: &mut Client, verb: &str) -> Result<Result<(), String>, Interrupted> {
    let replies = client.run_all(&[command(verb)]).await?;
    Ok(replies.into_iter().next().map_or(Ok(()), answer))
}

fn command(verb: &str) -> Command {
    Command::slow(format!("/safe-mode/{verb}"))
}

fn answer(reply: Reply) -> Result<(), String> {
    match reply {
        Reply::Trap { message, .. } => Err(message),
        Reply::Done { .. } => Ok(()),
    }
}

/// Who holds it.
enum State {
    Mine,
    Theirs,
    Free,
    /// The router did not say.
    Untold,
}

async fn say_and_look(
    client: &mut Client,
    verb: &str,
) -> Result<(Result<(), String>, State), Interrupted> {
    let commands = [command(verb), Command::read("/safe-mode/print")];
    let mut replies = client.run_all(&commands).await?.into_iter();
    let said = replies.next().map_or(Ok(()), answer);
    let told = replies.next();
    let record = told.as_ref().and_then(|told| told.records().first());
    let is = |name: &str| Some(matches!(record?.get(name)?, "true" | "yes"));
    let state = match (is("enabled"), is("current")) {
        (None, _) => State::Untold,
        (Some(false), _) => State::Free,
        (Some(true), Some(false)) => State::Theirs,
        // Where it is not told whose it is, the answer tells.
        (Some(true), None) if said.is_err() => State::Theirs,
        (Some(true), None | Some(true)) => State::Mine,
    };
    Ok((said, state))
}
