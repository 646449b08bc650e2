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
    let commands = [
        Command::slow("/safe-mode/take"),
        Command::read("/safe-mode/print"),
    ];
    let mut replies = client.run_all(&commands).await?.into_iter();
    if let Some(Reply::Trap { message, .. }) = replies.next() {
        return Ok(Err(message));
    }
    let told = replies.next();
    let state = told.as_ref().and_then(|told| told.records().first());
    let is = |name: &str| state.and_then(|state| state.get(name));
    let yes = |value: Option<&str>| matches!(value, Some("true" | "yes"));
    // `current` tells whether this session is the holder; where it is not told, no other can be, since the taking was confirmed.
    Ok(
        if yes(is("enabled")) && (is("current").is_none() || yes(is("current"))) {
            Ok(())
        } else {
            Err("it confirmed the taking, and safe mode is not held".to_owned())
        },
    )
}

/// Ends it and keeps what was changed.
///
/// # Errors
/// The connection ended.
pub async fn release(client: &mut Client) -> Result<Result<(), String>, Interrupted> {
    say(client, "release").await
}

/// Ends it and undoes what was changed.
///
/// # Errors
/// The connection ended.
pub async fn unroll(client: &mut Client) -> Result<Result<(), String>, Interrupted> {
    say(client, "unroll").await
}

async fn say(client: &mut Client, verb: &str) -> Result<Result<(), String>, Interrupted> {
    let replies = client
        .run_all(&[Command::slow(format!("/safe-mode/{verb}"))])
        .await?;
    Ok(match replies.into_iter().next() {
        Some(Reply::Trap { message, .. }) => Err(message),
        Some(Reply::Done { .. }) | None => Ok(()),
    })
}
