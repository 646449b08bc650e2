//! Numbers for the home page that belong to no noun alone.

use rusqlite::{Connection, params};

use super::error::StoreError;
use crate::domain::id::OperatorId;
use crate::domain::moment::Moment;

/// How many jobs failed since a moment.
///
/// # Errors
/// The database.
pub fn failed_since(
    connection: &Connection,
    operator: OperatorId,
    since: Moment,
) -> Result<u32, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FROM job WHERE operator_id = ?1 AND state = 'failed' AND ended_at >= ?2",
        )?
        .query_row(params![operator, since], |row| row.get(0))?)
}

/// Whether a configuration was ever applied to a router.
///
/// # Errors
/// The database.
pub fn was_applied(connection: &Connection, operator: OperatorId) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM job WHERE operator_id = ?1 AND kind = 'apply' AND state = 'done')",
        )?
        .query_row([operator], |row| row.get(0))?)
}
