//! How routers answered (telemetry.db): when, whether, and how long one turnaround took.

use rusqlite::{Connection, params};

use super::error::StoreError;
use crate::domain::id::RouterId;
use crate::domain::moment::Moment;

/// One try to reach a router.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Which router.
    pub router: RouterId,
    /// When.
    pub at: Moment,
    /// How long one turnaround took, in milliseconds; nothing where it did not answer.
    pub millis: Option<u32>,
}

/// Stores samples. A router has one at a moment: the last one counts.
///
/// # Errors
/// The database.
pub fn insert(connection: &Connection, samples: &[Sample]) -> Result<(), StoreError> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO reach (router_id, at, millis) VALUES (?1, ?2, ?3)
         ON CONFLICT (router_id, at) DO UPDATE SET millis = excluded.millis",
    )?;
    for sample in samples {
        insert.execute(params![sample.router, sample.at, sample.millis])?;
    }
    Ok(())
}

/// The samples of a router since a moment, the oldest first.
///
/// # Errors
/// The database.
pub fn since(
    connection: &Connection,
    router: RouterId,
    since: Moment,
) -> Result<Vec<Sample>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT at, millis FROM reach WHERE router_id = ?1 AND at >= ?2 ORDER BY at",
        )?
        .query_map(params![router, since], |row| {
            Ok(Sample {
                router,
                at: row.get(0)?,
                millis: row.get(1)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Forgets what is older, at most so many rows, and tells how many went.
///
/// # Errors
/// The database.
pub fn prune(connection: &Connection, before: Moment, most: u32) -> Result<usize, StoreError> {
    Ok(connection.execute(
        "DELETE FROM reach WHERE (router_id, at) IN (SELECT router_id, at FROM reach WHERE at < ?1 LIMIT ?2)",
        params![before, most],
    )?)
}
