//! Sessions: begun by signing in, found again at each request, ended by signing out.

use crate::credentials::{Token, TokenHash};
use crate::domain::id::SessionId;
use crate::domain::moment::Moment;
use crate::domain::secret::Secret;
use crate::domain::time::Span;
use crate::service::appliance::Appliance;
use crate::store::account::{self, Account};
use crate::store::session::{self, Face, NewSession, Refreshed};
use crate::store::{Connection, StoreError};

use super::{AccountError, Device, note, subject};

/// A session that nobody uses ends after so long.
pub const IDLE: Span = Span::from_secs(7 * 86_400);
/// How exactly it is noted that a session was used.
const SEEN: Span = Span::from_secs(60);

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The account.
    pub account: Account,
    /// The session.
    pub session: SessionId,
    /// How it shows itself.
    pub face: Face,
    /// What stands for the browser's cookie; `None` for the API.
    pub cookie: Option<TokenHash>,
}

/// What an API client gets.
#[derive(Debug)]
pub struct Pair {
    /// For requests; good for ten minutes.
    pub access: Secret,
    /// For another pair; good once.
    pub refresh: Secret,
}

/// Begins a browser's session; gives the cookie's value.
pub(super) fn begin_browser(
    connection: &Connection,
    account: &Account,
    device: &Device,
    token: &Token,
    now: Moment,
) -> Result<SessionId, StoreError> {
    begin(connection, account, device, Some(token), now)
}

/// Begins an API client's session with its first refresh token.
pub(super) fn begin_api(
    connection: &Connection,
    account: &Account,
    device: &Device,
    refresh: &Token,
    now: Moment,
) -> Result<SessionId, StoreError> {
    let id = begin(connection, account, device, None, now)?;
    session::issue_refresh(connection, id, *refresh.hash.as_bytes(), now)?;
    Ok(id)
}

fn begin(
    connection: &Connection,
    account: &Account,
    device: &Device,
    token: Option<&Token>,
    now: Moment,
) -> Result<SessionId, StoreError> {
    let id = session::insert(
        connection,
        &NewSession {
            account: account.id,
            token: token.map(|token| *token.hash.as_bytes()),
            expires_at: now.plus(IDLE),
            user_agent: &device.user_agent,
            address: &device.address.to_string(),
        },
        now,
    )?;
    account::seen(connection, account.id, now)?;
    Ok(id)
}

/// Who is signed in by this cookie.
///
/// # Errors
/// [`AccountError::NoSession`].
pub async fn by_cookie(appliance: &Appliance, cookie: &str) -> Result<Signed, AccountError> {
    let now = appliance.clock.now();
    let hash = TokenHash::of(cookie);
    let (session, account) = appliance
        .state
        .read(move |connection| {
            let session = session::by_token(connection, hash.as_bytes(), now)?
                .ok_or(AccountError::NoSession)?;
            let account = account::get(connection, session.account)?;
            Ok::<_, AccountError>((session, account))
        })
        .await?;
    admit(appliance, session, account, Some(hash), now).await
}

/// Who is signed in by this access token.
///
/// # Errors
/// [`AccountError::NoSession`].
pub async fn by_access(appliance: &Appliance, token: &str) -> Result<Signed, AccountError> {
    let now = appliance.clock.now();
    let access = appliance
        .tokens
        .check(token, now)
        .map_err(|_| AccountError::NoSession)?;
    let (session, account) = appliance
        .state
        .read(move |connection| {
            let session =
                session::live(connection, access.session, now)?.ok_or(AccountError::NoSession)?;
            let account = account::get(connection, session.account)?;
            Ok::<_, AccountError>((session, account))
        })
        .await?;
    if session.account != access.account || session.face != Face::Api {
        return Err(AccountError::NoSession);
    }
    admit(appliance, session, account, None, now).await
}

async fn admit(
    appliance: &Appliance,
    session: session::Session,
    account: Account,
    cookie: Option<TokenHash>,
    now: Moment,
) -> Result<Signed, AccountError> {
    if account.locked_at.is_some() {
        return Err(AccountError::NoSession);
    }
    if session.seen_at.plus(SEEN) <= now {
        let (id, person) = (session.id, account.id);
        appliance
            .state
            .write(move |connection| {
                session::seen(connection, id, now, now.plus(IDLE))?;
                account::seen(connection, person, now)
            })
            .await?;
    }
    Ok(Signed {
        account,
        session: session.id,
        face: session.face,
        cookie,
    })
}

/// Ends the session of whoever asks.
///
/// # Errors
/// The database.
pub async fn sign_out(
    appliance: &Appliance,
    signed: &Signed,
    device: &Device,
) -> Result<(), AccountError> {
    let now = appliance.clock.now();
    let (signed, device) = (signed.clone(), device.clone());
    appliance
        .state
        .write(move |connection| {
            session::revoke(connection, signed.account.id, signed.session, now)?;
            let subject = subject(&signed.account);
            note(
                connection,
                &signed.account,
                &device,
                "sign-out",
                &subject,
                "",
                now,
            )?;
            Ok(())
        })
        .await
}

/// Ends all sessions of whoever asks, the one that asks too unless it is to stay. Gives how many.
///
/// # Errors
/// The database.
pub async fn sign_out_everywhere(
    appliance: &Appliance,
    signed: &Signed,
    device: &Device,
    stay: bool,
) -> Result<usize, AccountError> {
    let now = appliance.clock.now();
    let (signed, device) = (signed.clone(), device.clone());
    appliance
        .state
        .write(move |connection| {
            let but = stay.then_some(signed.session);
            let ended = session::revoke_all(connection, signed.account.id, but, now)?;
            let subject = subject(&signed.account);
            let detail = format!("{ended} sessions");
            note(
                connection,
                &signed.account,
                &device,
                "sign-out-everywhere",
                &subject,
                &detail,
                now,
            )?;
            Ok(ended)
        })
        .await
}

/// Another pair for a refresh token. One that was used before ends the session: somebody has a copy, and nobody can tell who.
///
/// # Errors
/// [`AccountError::NoSession`].
pub async fn refresh(
    appliance: &Appliance,
    presented: &str,
    device: &Device,
) -> Result<(Pair, Account), AccountError> {
    let now = appliance.clock.now();
    let hash = TokenHash::of(presented);
    let next = Token::random()?;
    let (next_hash, device) = (next.hash, device.clone());
    // The revocation must be committed although the answer is a refusal, so the refusal is a value in here.
    let found = appliance
        .state
        .write(
            move |connection| match session::use_refresh(connection, *hash.as_bytes(), now)? {
                Refreshed::Unknown => Ok::<_, StoreError>(None),
                Refreshed::Reused(id) => {
                    if let Some(session) = session::live(connection, id, now)? {
                        let account = account::get(connection, session.account)?;
                        session::revoke(connection, account.id, id, now)?;
                        let subject = subject(&account);
                        note(
                            connection,
                            &account,
                            &device,
                            "refresh-reused",
                            &subject,
                            "session ended",
                            now,
                        )?;
                    }
                    Ok(None)
                }
                Refreshed::Good(id) => {
                    let Some(session) = session::live(connection, id, now)? else {
                        return Ok(None);
                    };
                    let account = account::get(connection, session.account)?;
                    if account.locked_at.is_some() {
                        return Ok(None);
                    }
                    session::issue_refresh(connection, id, *next_hash.as_bytes(), now)?;
                    session::seen(connection, id, now, now.plus(IDLE))?;
                    Ok(Some((id, account)))
                }
            },
        )
        .await?;
    let (id, account) = found.ok_or(AccountError::NoSession)?;
    let access = appliance.tokens.issue(account.id, id, now)?;
    let refresh = next.secret;
    Ok((Pair { access, refresh }, account))
}

/// Where whoever asks is signed in, the latest first.
///
/// # Errors
/// The database.
pub async fn all(
    appliance: &Appliance,
    signed: &Signed,
) -> Result<Vec<session::Session>, AccountError> {
    let (id, now) = (signed.account.id, appliance.clock.now());
    appliance
        .state
        .read(move |connection| Ok(session::of(connection, id, now)?))
        .await
}

/// Ends one session of whoever asks.
///
/// # Errors
/// [`StoreError::Missing`] where it is not theirs or has ended.
pub async fn end(
    appliance: &Appliance,
    signed: &Signed,
    id: SessionId,
    device: &Device,
) -> Result<(), AccountError> {
    let (account, device) = (signed.account.clone(), device.clone());
    let now = appliance.clock.now();
    appliance
        .state
        .write(move |connection| {
            if !session::revoke(connection, account.id, id, now)? {
                return Err(StoreError::Missing.into());
            }
            let subject = subject(&account);
            note(
                connection,
                &account,
                &device,
                "end-session",
                &subject,
                "",
                now,
            )?;
            Ok(())
        })
        .await
}

/// Notes in which language whoever asks is written to.
///
/// # Errors
/// The database.
pub async fn speak(
    appliance: &Appliance,
    signed: &Signed,
    language: crate::domain::language::Language,
) -> Result<(), AccountError> {
    let id = signed.account.id;
    appliance
        .state
        .write(move |connection| Ok(account::set_language(connection, id, language)?))
        .await
}
