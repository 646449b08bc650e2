//! The routers' own exports, each whenever it had changed.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::account::changed;
use super::error::StoreError;
use crate::domain::id::{ExportId, RouterId};
use crate::domain::moment::Moment;

/// An export as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Its number.
    pub id: ExportId,
    /// Of which router.
    pub router: RouterId,
    /// When it was first seen.
    pub at: Moment,
    /// When the router was last seen to hold the same.
    pub seen_at: Moment,
    /// SHA-256 of its normal form, hexadecimal.
    pub hash: String,
    /// How long its text is, in bytes.
    pub bytes: u64,
}

const COLUMNS: &str = "id, router_id, at, seen_at, hash, bytes";

fn export(row: &Row<'_>) -> Result<Export, rusqlite::Error> {
    Ok(Export {
        id: row.get(0)?,
        router: row.get(1)?,
        at: row.get(2)?,
        seen_at: row.get(3)?,
        hash: row.get(4)?,
        bytes: row.get::<_, i64>(5)?.unsigned_abs(),
    })
}

/// Adds an export. Its text comes by [`set_text`]: sealing it needs the number that this gives.
///
/// # Errors
/// The database.
pub fn insert(
    connection: &Connection,
    router: RouterId,
    hash: &str,
    bytes: usize,
    now: Moment,
) -> Result<ExportId, StoreError> {
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    Ok(connection.query_row(
        "INSERT INTO export (router_id, at, seen_at, hash, bytes, text) VALUES (?1, ?2, ?2, ?3, ?4, x'') RETURNING id",
        params![router, now, hash, bytes],
        |row| row.get(0),
    )?)
}

/// Stores the packed and sealed text.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn set_text(connection: &Connection, id: ExportId, sealed: &[u8]) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE export SET text = ?2 WHERE id = ?1",
        params![id, sealed],
    )?)
}

/// Notes that the router holds the same still.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn seen(connection: &Connection, id: ExportId, now: Moment) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE export SET seen_at = ?2 WHERE id = ?1",
        params![id, now],
    )?)
}

/// The latest export of a router.
///
/// # Errors
/// The database.
pub fn latest(connection: &Connection, router: RouterId) -> Result<Option<Export>, StoreError> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM export WHERE router_id = ?1 ORDER BY id DESC LIMIT 1"
        ))?
        .query_row([router], export)
        .optional()?)
}

/// Exports of a router before a number (or the latest), the latest first.
///
/// # Errors
/// The database.
pub fn page(
    connection: &Connection,
    router: RouterId,
    before: Option<ExportId>,
    limit: u32,
) -> Result<Vec<Export>, StoreError> {
    let before = before.map_or(i64::MAX, ExportId::get);
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM export WHERE router_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3"
    ))?;
    let exports = statement.query_map(params![router, before, limit], export)?;
    Ok(exports.collect::<Result<_, _>>()?)
}

/// An export of a router, with its sealed text.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn get(
    connection: &Connection,
    router: RouterId,
    id: ExportId,
) -> Result<(Export, Vec<u8>), StoreError> {
    Ok(connection.query_row(
        &format!("SELECT {COLUMNS}, text FROM export WHERE router_id = ?1 AND id = ?2"),
        params![router, id],
        |row| Ok((export(row)?, row.get(6)?)),
    )?)
}
