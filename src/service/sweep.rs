//! What is of no use any more is forgotten: ended sessions, used tokens, old answers, mails that went out.

use crate::domain::time::Span;
use crate::service::appliance::Appliance;
use crate::store::{StoreError, idempotency, mail, session, single_use};

/// How long an ended session is kept, so that a refresh token that was stolen from it is still recognised.
const SESSIONS: Span = Span::from_secs(30 * 86_400);
/// How long tokens are kept that work no more.
const TOKENS: Span = Span::from_secs(7 * 86_400);
/// How long a repeated request gets the first one's answer.
pub const ANSWERS: Span = Span::from_secs(86_400);
/// How long it is kept that a mail went out.
const MAILS: Span = Span::from_secs(30 * 86_400);

/// Forgets; gives how many rows.
///
/// # Errors
/// The database.
pub async fn sweep(appliance: &Appliance) -> Result<usize, StoreError> {
    if !appliance.clock_trust().is_trusted() {
        return Ok(0);
    }
    let now = appliance.clock.now();
    appliance
        .state
        .write(move |connection| {
            Ok(session::sweep(connection, now.minus(SESSIONS))?
                + single_use::sweep(connection, now.minus(TOKENS))?
                + idempotency::sweep(connection, now.minus(ANSWERS))?
                + mail::sweep(connection, now.minus(MAILS))?)
        })
        .await
}

/// Notes that requests with keys that were under way when the program ended are not any more, and that nobody knows what became of them.
///
/// # Errors
/// The database.
pub async fn begin(appliance: &Appliance) -> Result<usize, StoreError> {
    appliance.state.write(idempotency::stop_all).await
}
