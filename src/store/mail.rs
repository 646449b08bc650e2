//! Mails that wait to be sent. A row is written in the transaction of what it tells of.

use rusqlite::{Connection, params};

use super::account::changed;
use super::error::StoreError;
use crate::domain::access::Email;
use crate::domain::moment::Moment;

/// A mail that waits.
#[derive(Debug)]
pub struct Waiting {
    /// Its number.
    pub id: i64,
    /// Whom it goes to.
    pub to: Email,
    /// One line.
    pub subject: String,
    /// The text, sealed: a link in it lets somebody in.
    pub body: Vec<u8>,
    /// How often it was tried.
    pub attempts: u32,
}

/// Adds a mail, to be sent as soon as possible.
///
/// # Errors
/// The database.
pub fn insert(
    connection: &Connection,
    to: &Email,
    subject: &str,
    body: &[u8],
    now: Moment,
) -> Result<i64, StoreError> {
    Ok(connection
        .prepare_cached(
            "INSERT INTO mail (created_at, recipient, subject, body, next_at) VALUES (?1, ?2, ?3, ?4, ?1) RETURNING id",
        )?
        .query_row(params![now, to, subject, body], |row| row.get(0))?)
}

/// Mails whose time has come, the oldest first.
///
/// # Errors
/// The database.
pub fn due(connection: &Connection, now: Moment, limit: u32) -> Result<Vec<Waiting>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, recipient, subject, body, attempts FROM mail
         WHERE sent_at IS NULL AND given_up_at IS NULL AND next_at <= ?1 ORDER BY id LIMIT ?2",
    )?;
    let mails = statement.query_map(params![now, limit], |row| {
        Ok(Waiting {
            id: row.get(0)?,
            to: row.get(1)?,
            subject: row.get(2)?,
            body: row.get(3)?,
            attempts: row.get(4)?,
        })
    })?;
    Ok(mails.collect::<Result<_, _>>()?)
}

/// It was taken by the mail server. Its text is forgotten: nobody needs it any more, and it may hold a link.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn sent(connection: &Connection, id: i64, now: Moment) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE mail SET sent_at = ?2, attempts = attempts + 1, trouble = NULL, body = x'' WHERE id = ?1",
        params![id, now],
    )?)
}

/// It was not taken; it is tried again at that moment.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn postpone(
    connection: &Connection,
    id: i64,
    next_at: Moment,
    trouble: &str,
) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE mail SET attempts = attempts + 1, next_at = ?2, trouble = ?3 WHERE id = ?1",
        params![id, next_at, trouble],
    )?)
}

/// It is not tried again.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn give_up(
    connection: &Connection,
    id: i64,
    now: Moment,
    trouble: &str,
) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE mail SET attempts = attempts + 1, given_up_at = ?2, trouble = ?3, body = x'' WHERE id = ?1",
        params![id, now, trouble],
    )?)
}

/// How the outbox is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outlook {
    /// How many wait.
    pub waiting: u32,
    /// How many were given up.
    pub given_up: u32,
    /// What was the trouble with the latest that was not taken.
    pub trouble: Option<String>,
}

/// How the outbox is.
///
/// # Errors
/// The database.
pub fn outlook(connection: &Connection) -> Result<Outlook, StoreError> {
    Ok(connection.query_row(
        "SELECT count(*) FILTER (WHERE sent_at IS NULL AND given_up_at IS NULL),
                count(*) FILTER (WHERE given_up_at IS NOT NULL),
                (SELECT trouble FROM mail WHERE trouble IS NOT NULL ORDER BY id DESC LIMIT 1)
         FROM mail",
        [],
        |row| {
            Ok(Outlook {
                waiting: row.get(0)?,
                given_up: row.get(1)?,
                trouble: row.get(2)?,
            })
        },
    )?)
}

/// How many mails wait, and how many were given up and are not forgotten yet.
///
/// # Errors
/// The database.
pub fn counts(connection: &Connection) -> Result<(u32, u32), StoreError> {
    // Each by an index of its own, however many were sent.
    Ok(connection
        .prepare_cached(
            "SELECT (SELECT count(*) FROM mail WHERE sent_at IS NULL AND given_up_at IS NULL),
                    (SELECT count(*) FROM mail WHERE given_up_at IS NOT NULL)",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Forgets mails that were sent or given up before this moment.
///
/// # Errors
/// The database.
pub fn sweep(connection: &Connection, before: Moment) -> Result<usize, StoreError> {
    Ok(connection.execute(
        "DELETE FROM mail WHERE sent_at < ?1 OR given_up_at < ?1",
        [before],
    )?)
}
