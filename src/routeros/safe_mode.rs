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

/// Takes it. `Err(words)` where the router refuses: it does not know it, or another session holds it.
///
/// # Errors
/// The connection ended.
pub async fn take(client: &mut Client) -> Result<Result<(), String>, Interrupted> {
    say(client, "take").await
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
