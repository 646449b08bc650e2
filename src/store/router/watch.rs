//! What looking at routers found: whether they answer, and whether they hold their sites.

use rusqlite::{Connection, params};

use super::Drift;
use crate::domain::id::RouterId;
use crate::domain::moment::Moment;
use crate::store::error::StoreError;

/// What a router says of itself.
#[derive(Debug, Clone, Default)]
pub struct Itself<'a> {
    /// The board.
    pub board: Option<&'a str>,
    /// Its RouterOS.
    pub routeros: Option<&'a str>,
    /// Its identity.
    pub identity: Option<&'a str>,
}

/// Notes that it answered.
///
/// # Errors
/// The database.
pub fn answered(
    connection: &Connection,
    id: RouterId,
    itself: &Itself<'_>,
    now: Moment,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE router SET seen_at = ?2, unreachable_since = NULL, trouble = NULL,
                board = coalesce(?3, board), routeros = coalesce(?4, routeros), identity = coalesce(?5, identity) WHERE id = ?1",
        )?
        .execute(params![
            id,
            now,
            itself.board,
            itself.routeros,
            itself.identity
        ])?;
    Ok(())
}

/// Notes that it did not answer.
///
/// # Errors
/// The database.
pub fn silent(
    connection: &Connection,
    id: RouterId,
    trouble: &str,
    now: Moment,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE router SET unreachable_since = coalesce(unreachable_since, ?2), trouble = ?3 WHERE id = ?1",
        )?
        .execute(params![id, now, trouble])?;
    Ok(())
}

/// What a comparison found.
#[derive(Debug, Clone)]
pub struct Found<'a> {
    /// Same, different or unfit.
    pub drift: Drift,
    /// Change hash, where it differs.
    pub hash: Option<&'a str>,
    /// The change set as JSON, where it differs. It holds no secrets.
    pub changes: Option<&'a str>,
    /// Why it is not fit.
    pub trouble: Option<&'a str>,
}

/// Notes what a comparison found, as long as the site is still the one that was compared.
///
/// # Errors
/// The database.
pub fn compared(
    connection: &Connection,
    id: RouterId,
    site_version: i64,
    found: &Found<'_>,
    now: Moment,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE router SET drift = ?3, drift_hash = ?4, drift_changes = ?5, trouble = ?6, drift_at = ?7
             WHERE id = ?1 AND site_version = ?2",
        )?
        .execute(params![
            id,
            site_version,
            found.drift,
            found.hash,
            found.changes,
            found.trouble,
            now
        ])?;
    Ok(())
}

/// The change set of the last comparison, as JSON.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such router.
pub fn drift_changes(connection: &Connection, id: RouterId) -> Result<Option<String>, StoreError> {
    Ok(connection.query_row(
        "SELECT drift_changes FROM router WHERE id = ?1",
        [id],
        |row| row.get(0),
    )?)
}

/// Stores the certificate that is trusted from now on, where none was trusted yet.
///
/// # Errors
/// The database.
pub fn pin_first(connection: &Connection, id: RouterId, pin: &str) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE router SET pin = ?2 WHERE id = ?1 AND pin IS NULL AND security = 'tls'",
        params![id, pin],
    )?;
    Ok(())
}

/// All routers that are looked after, and when the schedule last looked at each.
///
/// # Errors
/// The database.
pub fn checks(connection: &Connection) -> Result<Vec<(RouterId, Option<Moment>)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, checked_at FROM router WHERE archived_at IS NULL ORDER BY id",
    )?;
    let checks = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(checks.collect::<Result<_, _>>()?)
}

/// Notes that the schedule looked.
///
/// # Errors
/// The database.
pub fn checked(connection: &Connection, id: RouterId, now: Moment) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE router SET checked_at = ?2 WHERE id = ?1")?
        .execute(params![id, now])?;
    Ok(())
}
