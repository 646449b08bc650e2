//! Answers to requests that carried a key of their own, so that the same request again gets the same answer and is not
//! done twice.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::StoreError;
use crate::domain::id::AccountId;
use crate::domain::moment::Moment;

/// The status of a request that ended without an answer. No answer has it.
const STOPPED: u16 = 0;

/// What is known of a key.
#[derive(Debug)]
pub struct Known {
    /// What was asked, sealed.
    pub request: Vec<u8>,
    /// What became of it.
    pub course: Course,
}

/// What became of a request.
#[derive(Debug, PartialEq, Eq)]
pub enum Course {
    /// Nothing yet.
    UnderWay,
    /// It ended without an answer: nobody knows whether it was done.
    Stopped,
    /// It was answered with this status and this, sealed.
    Answered(u16, Vec<u8>),
}

/// Takes a key for a request, unless somebody has: then what is known of it. What is older than `forgotten` counts as
/// nothing.
///
/// # Errors
/// The database.
pub fn begin(
    connection: &Connection,
    account: AccountId,
    key: &str,
    request: &[u8],
    forgotten: Moment,
    now: Moment,
) -> Result<Option<Known>, StoreError> {
    let known = connection
        .query_row(
            "SELECT request, status, answer FROM idempotency WHERE account_id = ?1 AND key = ?2 AND at > ?3",
            params![account, key, forgotten],
            |row| {
                let status: Option<u16> = row.get(1)?;
                let answer: Option<Vec<u8>> = row.get(2)?;
                let course = match (status, answer) {
                    (None, _) => Course::UnderWay,
                    (Some(status), Some(answer)) => Course::Answered(status, answer),
                    (Some(_), None) => Course::Stopped,
                };
                Ok(Known {
                    request: row.get(0)?,
                    course,
                })
            },
        )
        .optional()?;
    if known.is_none() {
        connection.execute(
            "INSERT OR REPLACE INTO idempotency (account_id, key, request, at) VALUES (?1, ?2, ?3, ?4)",
            params![account, key, request, now],
        )?;
    }
    Ok(known)
}

/// Keeps the answer.
///
/// # Errors
/// The database.
pub fn finish(
    connection: &Connection,
    account: AccountId,
    key: &str,
    status: u16,
    answer: &[u8],
) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE idempotency SET status = ?3, answer = ?4 WHERE account_id = ?1 AND key = ?2",
        params![account, key, status, answer],
    )?;
    Ok(())
}

/// Gives a key back: nothing was done, so the same request may be tried again.
///
/// # Errors
/// The database.
pub fn release(connection: &Connection, account: AccountId, key: &str) -> Result<(), StoreError> {
    connection.execute(
        "DELETE FROM idempotency WHERE account_id = ?1 AND key = ?2",
        params![account, key],
    )?;
    Ok(())
}

/// Notes that the request of a key ended without an answer.
///
/// # Errors
/// The database.
pub fn stop(connection: &Connection, account: AccountId, key: &str) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE idempotency SET status = ?3 WHERE account_id = ?1 AND key = ?2 AND status IS NULL",
        params![account, key, STOPPED],
    )?;
    Ok(())
}

/// The same of all requests that are under way: at a start none is.
///
/// # Errors
/// The database.
pub fn stop_all(connection: &Connection) -> Result<usize, StoreError> {
    Ok(connection.execute(
        "UPDATE idempotency SET status = ?1 WHERE status IS NULL",
        [STOPPED],
    )?)
}

/// Takes a key again whose request ended without an answer; whether nobody was faster.
///
/// # Errors
/// The database.
pub fn resume(connection: &Connection, account: AccountId, key: &str) -> Result<bool, StoreError> {
    let taken = connection.execute(
        "UPDATE idempotency SET status = NULL WHERE account_id = ?1 AND key = ?2 AND status = ?3",
        params![account, key, STOPPED],
    )?;
    Ok(taken == 1)
}

/// Forgets answers from before this moment.
///
/// # Errors
/// The database.
pub fn sweep(connection: &Connection, before: Moment) -> Result<usize, StoreError> {
    Ok(connection.execute("DELETE FROM idempotency WHERE at < ?1", [before])?)
}
