//! Routers that were met and have no name yet.

use rusqlite::{Connection, params};

use super::account::changed;
use super::error::StoreError;
use crate::domain::id::{AccountId, DraftId, OperatorId};
use crate::domain::moment::Moment;

/// Adds a draft. Its content comes by [`set_content`]: sealing it needs the number that this gives.
///
/// # Errors
/// The database.
pub fn insert(
    connection: &Connection,
    operator: OperatorId,
    account: AccountId,
    now: Moment,
) -> Result<DraftId, StoreError> {
    Ok(connection.query_row(
        "INSERT INTO router_draft (operator_id, account_id, made_at, content) VALUES (?1, ?2, ?3, x'') RETURNING id",
        params![operator, account, now],
        |row| row.get(0),
    )?)
}

/// Stores the sealed content.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn set_content(connection: &Connection, id: DraftId, sealed: &[u8]) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE router_draft SET content = ?2 WHERE id = ?1",
        params![id, sealed],
    )?)
}

/// The sealed content of a draft that this account made after a moment.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn content(
    connection: &Connection,
    id: DraftId,
    operator: OperatorId,
    account: AccountId,
    after: Moment,
) -> Result<Vec<u8>, StoreError> {
    Ok(connection.query_row(
        "SELECT content FROM router_draft WHERE id = ?1 AND operator_id = ?2 AND account_id = ?3 AND made_at > ?4",
        params![id, operator, account, after],
        |row| row.get(0),
    )?)
}

/// Forgets a draft.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn delete(connection: &Connection, id: DraftId) -> Result<(), StoreError> {
    changed(connection.execute("DELETE FROM router_draft WHERE id = ?1", [id])?)
}

/// Forgets all drafts from before a moment.
///
/// # Errors
/// The database.
pub fn delete_before(connection: &Connection, moment: Moment) -> Result<(), StoreError> {
    connection.execute("DELETE FROM router_draft WHERE made_at <= ?1", [moment])?;
    Ok(())
}
