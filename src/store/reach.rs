//! How routers answered (telemetry.db): when, whether, how long one turnaround took, and how they were.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::error::StoreError;
use crate::domain::id::RouterId;
use crate::domain::moment::Moment;
use crate::domain::routeros::vitals::Vitals;
use crate::domain::time::Span;

/// One try to reach a router.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Which router.
    pub router: RouterId,
    /// When.
    pub at: Moment,
    /// How long one turnaround took, in milliseconds; nothing where it did not answer.
    pub millis: Option<u32>,
    /// How it was.
    pub vitals: Vitals,
}

impl Sample {
    /// Of a router that did not answer.
    pub fn silent(router: RouterId, at: Moment) -> Self {
        Sample {
            router,
            at,
            millis: None,
            vitals: Vitals::default(),
        }
    }
}

/// Stores samples. A router has one at a moment: the last one counts.
///
/// # Errors
/// The database.
pub fn insert(connection: &Connection, samples: &[Sample]) -> Result<(), StoreError> {
    let mut insert = connection.prepare_cached(
        "INSERT OR REPLACE INTO reach (router_id, at, millis, uptime, cpu_load, free_memory, online)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for sample in samples {
        let vitals = sample.vitals;
        let bytes = vitals.free_memory.and_then(|it| i64::try_from(it).ok());
        let uptime = vitals
            .uptime
            .and_then(|it| i64::try_from(it.as_secs()).ok());
        insert.execute(params![
            sample.router,
            sample.at,
            sample.millis,
            uptime,
            vitals.cpu_load,
            bytes,
            vitals.online
        ])?;
    }
    Ok(())
}

const COLUMNS: &str = "at, millis, uptime, cpu_load, free_memory, online";

fn sample(router: RouterId, row: &Row<'_>) -> rusqlite::Result<Sample> {
    let count = |number: Option<i64>| number.and_then(|it| u64::try_from(it).ok());
    Ok(Sample {
        router,
        at: row.get(0)?,
        millis: row.get(1)?,
        vitals: Vitals {
            uptime: count(row.get(2)?).map(Span::from_secs),
            cpu_load: row.get(3)?,
            free_memory: count(row.get(4)?),
            online: row.get(5)?,
        },
    })
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
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM reach WHERE router_id = ?1 AND at >= ?2 ORDER BY at"
        ))?
        .query_map(params![router, since], |row| sample(router, row))?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// The last sample of a router.
///
/// # Errors
/// The database.
pub fn last(connection: &Connection, router: RouterId) -> Result<Option<Sample>, StoreError> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM reach WHERE router_id = ?1 ORDER BY at DESC LIMIT 1"
        ))?
        .query_row([router], |row| sample(router, row))
        .optional()?)
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
