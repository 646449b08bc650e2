//! The second factor of accounts: the app's secret, sealed, and recovery codes, hashed.

use rusqlite::{Connection, OptionalExtension, params};

use super::account::changed;
use super::error::StoreError;
use crate::domain::id::AccountId;
use crate::domain::moment::Moment;

/// Keeps a secret that is not confirmed yet. It takes the place of another such; a confirmed one stays as it is.
///
/// # Errors
/// [`StoreError::Missing`] where the account has a confirmed one.
pub fn begin(connection: &Connection, id: AccountId, sealed: &[u8]) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE account SET totp_secret = ?2, totp_step = NULL WHERE id = ?1 AND totp_confirmed_at IS NULL",
        params![id, sealed],
    )?)
}

/// The sealed secret that waits to be confirmed.
///
/// # Errors
/// The database.
pub fn pending(connection: &Connection, id: AccountId) -> Result<Option<Vec<u8>>, StoreError> {
    let found: Option<Option<Vec<u8>>> = connection
        .query_row(
            "SELECT totp_secret FROM account WHERE id = ?1 AND totp_confirmed_at IS NULL",
            [id],
            |row| row.get(0),
        )
        .optional()?;
    Ok(found.flatten())
}

/// The sealed secrets of all accounts, also those that wait to be confirmed.
///
/// # Errors
/// The database.
pub fn sealed(connection: &Connection) -> Result<Vec<(AccountId, Vec<u8>)>, StoreError> {
    let mut statement = connection
        .prepare("SELECT id, totp_secret FROM account WHERE totp_secret IS NOT NULL ORDER BY id")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// From now on the second factor is asked for. The step of the code that confirmed it is used up.
///
/// # Errors
/// [`StoreError::Missing`] where nothing waited to be confirmed.
pub fn confirm(
    connection: &Connection,
    id: AccountId,
    step: i64,
    now: Moment,
) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE account SET totp_confirmed_at = ?3, totp_step = ?2
         WHERE id = ?1 AND totp_confirmed_at IS NULL AND totp_secret IS NOT NULL",
        params![id, step, now],
    )?)
}

/// Since when it is asked for.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn since(connection: &Connection, id: AccountId) -> Result<Option<Moment>, StoreError> {
    Ok(connection.query_row(
        "SELECT totp_confirmed_at FROM account WHERE id = ?1",
        [id],
        |row| row.get(0),
    )?)
}

/// Takes it away, with its recovery codes.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn remove(connection: &Connection, id: AccountId) -> Result<(), StoreError> {
    connection.execute("DELETE FROM recovery_code WHERE account_id = ?1", [id])?;
    changed(connection.execute(
        "UPDATE account SET totp_secret = NULL, totp_confirmed_at = NULL, totp_step = NULL WHERE id = ?1",
        [id],
    )?)
}

/// Puts these recovery codes in the place of all former ones.
///
/// # Errors
/// The database.
pub fn set_recovery_codes(
    connection: &Connection,
    id: AccountId,
    hashes: &[[u8; 32]],
) -> Result<(), StoreError> {
    connection.execute("DELETE FROM recovery_code WHERE account_id = ?1", [id])?;
    let mut statement = connection
        .prepare_cached("INSERT INTO recovery_code (account_id, hash) VALUES (?1, ?2)")?;
    for hash in hashes {
        statement.execute(params![id, hash])?;
    }
    Ok(())
}

/// How many recovery codes still work.
///
/// # Errors
/// The database.
pub fn recovery_codes_left(connection: &Connection, id: AccountId) -> Result<u32, StoreError> {
    Ok(connection.query_row(
        "SELECT count(*) FROM recovery_code WHERE account_id = ?1 AND used_at IS NULL",
        [id],
        |row| row.get(0),
    )?)
}
