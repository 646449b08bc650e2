//! Answers to requests that carried a key of their own, so that the same request again gets the same answer and is not
//! done twice.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::StoreError;
use crate::domain::id::AccountId;
use crate::domain::moment::Moment;

/// What is known of a key.
#[derive(Debug)]
pub struct Known {
    /// What was asked, sealed.
    pub request: Vec<u8>,
    /// Status and answer, sealed; `None` while the request is under way.
    pub answer: Option<(u16, Vec<u8>)>,
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
                Ok(Known {
                    request: row.get(0)?,
                    answer: status.zip(answer),
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

/// Gives back all keys whose requests were under way: at a start nothing is.
///
/// # Errors
/// The database.
pub fn release_all(connection: &Connection) -> Result<usize, StoreError> {
    Ok(connection.execute("DELETE FROM idempotency WHERE status IS NULL", [])?)
}

/// Forgets answers from before this moment.
///
/// # Errors
/// The database.
pub fn sweep(connection: &Connection, before: Moment) -> Result<usize, StoreError> {
    Ok(connection.execute("DELETE FROM idempotency WHERE at < ?1", [before])?)
}
