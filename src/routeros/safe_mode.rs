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

/// Takes it, and reads back that this session holds it. `Err(words)` where it does not: the router does not know it, another session
/// holds it, or the router confirmed what it did not do.
///
/// # Errors
/// The connection ended.
pub async fn take(client: &mut Client) -> Result<Result<(), String>, Interrupted> {
    match say_and_look(client, "take").await? {
        Err(refused) => Ok(Err(refused)),
        Ok(State::Mine) => Ok(Ok(())),
        Ok(State::Theirs) => Ok(Err("another session holds it".to_owned())),
        Ok(State::Free | State::Untold) => {
            // It may be held all the same, and then would stay so until the end of this session is noticed.
            let _ = say(client, "release").await?;
            Ok(Err(
                "it confirmed the taking, and does not hold it".to_owned()
            ))
        }
    }
}

/// Ends it and keeps what was changed, and reads back that it has ended. `Err(words)` where it has not, or may not have.
///
/// # Errors
/// The connection ended.
pub async fn release(client: &mut Client) -> Result<Result<(), String>, Interrupted> {
    Ok(match say_and_look(client, "release").await? {
        Err(refused) => Err(refused),
        Ok(State::Free | State::Theirs) => Ok(()),
        Ok(State::Mine) => Err("it confirmed the release, and holds it still".to_owned()),
        Ok(State::Untold) => Err("it does not tell whether it released it".to_owned()),
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
) -> Result<Result<State, String>, Interrupted> {
    let commands = [command(verb), Command::read("/safe-mode/print")];
    let mut replies = client.run_all(&commands).await?.into_iter();
    if let Some(Err(refused)) = replies.next().map(answer) {
        return Ok(Err(refused));
    }
    let told = replies.next();
    let record = told.as_ref().and_then(|told| told.records().first());
    let is = |name: &str| Some(matches!(record?.get(name)?, "true" | "yes"));
    Ok(Ok(match (is("enabled"), is("current")) {
        (None, _) => State::Untold,
        (Some(false), _) => State::Free,
        // Where it is not told whose it is, it is taken for ours: the taking was confirmed.
        (Some(true), None | Some(true)) => State::Mine,
        (Some(true), Some(false)) => State::Theirs,
    }))
}
