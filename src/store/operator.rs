//! The business that runs the box.

use rusqlite::{Connection, OptionalExtension, params};

use super::account::changed;
use super::error::StoreError;
use crate::domain::access::Business;
use crate::domain::id::OperatorId;
use crate::domain::moment::Moment;

/// The operator of an appliance: the first, and the only one.
///
/// # Errors
/// The database.
pub fn first(connection: &Connection) -> Result<Option<OperatorId>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT id FROM operator ORDER BY id LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?)
}

/// Adds an operator that nobody has described yet.
///
/// # Errors
/// The database.
pub fn insert(connection: &Connection, now: Moment) -> Result<OperatorId, StoreError> {
    Ok(connection.query_row(
        "INSERT INTO operator (created_at) VALUES (?1) RETURNING id",
        [now],
        |row| row.get(0),
    )?)
}

/// Its business, once it was described.
///
/// # Errors
/// [`StoreError::Missing`], [`StoreError::Damaged`].
pub fn business(connection: &Connection, id: OperatorId) -> Result<Option<Business>, StoreError> {
    let text: Option<String> = connection
        .prepare_cached("SELECT business FROM operator WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    text.map(|text| serde_json::from_str(&text).map_err(|_| StoreError::Damaged("the business")))
        .transpose()
}

/// Describes it.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn describe(
    connection: &Connection,
    id: OperatorId,
    business: &Business,
) -> Result<(), StoreError> {
    let text = serde_json::to_string(business).map_err(|_| StoreError::Damaged("the business"))?;
    changed(connection.execute(
        "UPDATE operator SET business = ?2 WHERE id = ?1",
        params![id, text],
    )?)
}
