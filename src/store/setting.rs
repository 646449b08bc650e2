//! Settings by key; secret ones are kept sealed.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::StoreError;
use crate::domain::moment::Moment;

/// The value of a setting that is no secret.
///
/// # Errors
/// The database.
pub fn get(connection: &Connection, key: &str) -> Result<Option<String>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT value FROM setting WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?
        .flatten())
}

/// Sets it.
///
/// # Errors
/// The database.
pub fn set(connection: &Connection, key: &str, value: &str, now: Moment) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO setting (key, value, set_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value, sealed = NULL, set_at = excluded.set_at",
        params![key, value, now],
    )?;
    Ok(())
}

/// The sealed value of a setting, and when it was set.
///
/// # Errors
/// The database.
pub fn get_sealed(
    connection: &Connection,
    key: &str,
) -> Result<Option<(Vec<u8>, Moment)>, StoreError> {
    let found: Option<(Option<Vec<u8>>, Moment)> = connection
        .query_row(
            "SELECT sealed, set_at FROM setting WHERE key = ?1",
            [key],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    Ok(found.and_then(|(sealed, at)| sealed.map(|sealed| (sealed, at))))
}

/// Sets a secret one.
///
/// # Errors
/// The database.
pub fn set_sealed(
    connection: &Connection,
    key: &str,
    sealed: &[u8],
    now: Moment,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO setting (key, sealed, set_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (key) DO UPDATE SET value = NULL, sealed = excluded.sealed, set_at = excluded.set_at",
        params![key, sealed, now],
    )?;
    Ok(())
}

/// Forgets it.
///
/// # Errors
/// The database.
pub fn clear(connection: &Connection, key: &str) -> Result<(), StoreError> {
    connection.execute("DELETE FROM setting WHERE key = ?1", [key])?;
    Ok(())
}
