//! Sessions: one sitting of one account at one device, in a browser or over the API.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::error::StoreError;
use crate::domain::id::{AccountId, SessionId};
use crate::domain::moment::Moment;

/// How a session shows itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// By a cookie.
    Browser,
    /// By access and refresh tokens.
    Api,
}

/// A session.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its number.
    pub id: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// How it shows itself.
    pub face: Face,
    /// When the person signed in.
    pub created_at: Moment,
    /// When it was last used, to the minute.
    pub seen_at: Moment,
    /// When it ends by itself.
    pub expires_at: Moment,
    /// When somebody ended it.
    pub revoked_at: Option<Moment>,
    /// What the device says of itself.
    pub user_agent: String,
    /// From which address the person signed in.
    pub address: String,
}

/// What a new session begins with.
pub struct NewSession<'a> {
    /// Whose it is.
    pub account: AccountId,
    /// Hash of the browser's token; `None` for the API.
    pub token: Option<[u8; 32]>,
    /// When it ends by itself.
    pub expires_at: Moment,
    /// What the device says of itself.
    pub user_agent: &'a str,
    /// From which address the person signs in.
    pub address: &'a str,
}

const COLUMNS: &str =
    "id, account_id, face, created_at, seen_at, expires_at, revoked_at, user_agent, address";

fn session(row: &Row<'_>) -> Result<Session, rusqlite::Error> {
    Ok(Session {
        id: row.get(0)?,
        account: row.get(1)?,
        face: if row.get_ref(2)?.as_str()? == "browser" {
            Face::Browser
        } else {
            Face::Api
        },
        created_at: row.get(3)?,
        seen_at: row.get(4)?,
        expires_at: row.get(5)?,
        revoked_at: row.get(6)?,
        user_agent: row.get(7)?,
        address: row.get(8)?,
    })
}

/// Begins a session.
///
/// # Errors
/// The database.
pub fn insert(
    connection: &Connection,
    new: &NewSession<'_>,
    now: Moment,
) -> Result<SessionId, StoreError> {
    Ok(connection
        .prepare_cached(
            "INSERT INTO session (account_id, face, token_hash, created_at, seen_at, expires_at, user_agent, address)
             VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7) RETURNING id",
        )?
        .query_row(
            params![
                new.account,
                if new.token.is_some() { "browser" } else { "api" },
                new.token,
                now,
                new.expires_at,
                new.user_agent,
                new.address,
            ],
            |row| row.get(0),
        )?)
}

/// The session of a browser's token, unless it has ended.
///
/// # Errors
/// The database.
pub fn by_token(
    connection: &Connection,
    token: &[u8; 32],
    now: Moment,
) -> Result<Option<Session>, StoreError> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM session WHERE token_hash = ?1 AND revoked_at IS NULL AND expires_at > ?2"
        ))?
        .query_row(params![token, now], session)
        .optional()?)
}

/// The session with this number, unless it has ended.
///
/// # Errors
/// The database.
pub fn live(
    connection: &Connection,
    id: SessionId,
    now: Moment,
) -> Result<Option<Session>, StoreError> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM session WHERE id = ?1 AND revoked_at IS NULL AND expires_at > ?2"
        ))?
        .query_row(params![id, now], session)
        .optional()?)
}

/// The sessions of an account that have not ended, the latest first.
///
/// # Errors
/// The database.
pub fn of(
    connection: &Connection,
    account: AccountId,
    now: Moment,
) -> Result<Vec<Session>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM session WHERE account_id = ?1 AND revoked_at IS NULL AND expires_at > ?2 ORDER BY seen_at DESC, id DESC"
    ))?;
    let sessions = statement.query_map(params![account, now], session)?;
    Ok(sessions.collect::<Result<_, _>>()?)
}

/// Notes that a session was used, and puts off its end.
///
/// # Errors
/// The database.
pub fn seen(
    connection: &Connection,
    id: SessionId,
    now: Moment,
    expires_at: Moment,
) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE session SET seen_at = ?2, expires_at = ?3 WHERE id = ?1",
        params![id, now, expires_at],
    )?;
    Ok(())
}

/// Ends one session of an account. Tells whether there was one to end.
///
/// # Errors
/// The database.
pub fn revoke(
    connection: &Connection,
    account: AccountId,
    id: SessionId,
    now: Moment,
) -> Result<bool, StoreError> {
    Ok(connection.execute(
        "UPDATE session SET revoked_at = ?3 WHERE id = ?2 AND account_id = ?1 AND revoked_at IS NULL",
        params![account, id, now],
    )? > 0)
}

/// Ends all sessions of an account but one.
///
/// # Errors
/// The database.
pub fn revoke_all(
    connection: &Connection,
    account: AccountId,
    but: Option<SessionId>,
    now: Moment,
) -> Result<usize, StoreError> {
    Ok(connection.execute(
        "UPDATE session SET revoked_at = ?3 WHERE account_id = ?1 AND revoked_at IS NULL AND id IS NOT ?2",
        params![account, but, now],
    )?)
}

/// Forgets sessions that ended before this moment.
///
/// # Errors
/// The database.
pub fn sweep(connection: &Connection, before: Moment) -> Result<usize, StoreError> {
    Ok(connection.execute(
        "DELETE FROM session WHERE expires_at < ?1 OR revoked_at < ?1",
        [before],
    )?)
}

/// Adds a refresh token to a session.
///
/// # Errors
/// The database.
pub fn issue_refresh(
    connection: &Connection,
    id: SessionId,
    hash: [u8; 32],
    now: Moment,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO refresh_token (hash, session_id, issued_at) VALUES (?1, ?2, ?3)",
        params![hash, id, now],
    )?;
    Ok(())
}

/// What became of a refresh token that was presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refreshed {
    /// It is used up now; its session goes on.
    Good(SessionId),
    /// It had been used up before: somebody has a copy.
    Reused(SessionId),
    /// Nobody issued it, or its session has ended.
    Unknown,
}

/// Uses up a refresh token.
///
/// # Errors
/// The database.
pub fn use_refresh(
    connection: &Connection,
    hash: [u8; 32],
    now: Moment,
) -> Result<Refreshed, StoreError> {
    let found: Option<(SessionId, Option<Moment>)> = connection
        .query_row(
            "SELECT session_id, used_at FROM refresh_token WHERE hash = ?1",
            [hash],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    Ok(match found {
        None => Refreshed::Unknown,
        Some((id, Some(_))) => Refreshed::Reused(id),
        Some((id, None)) => {
            connection.execute(
                "UPDATE refresh_token SET used_at = ?2 WHERE hash = ?1",
                params![hash, now],
            )?;
            Refreshed::Good(id)
        }
    })
}
