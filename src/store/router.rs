//! Routers under care.

mod watch;

use std::collections::BTreeMap;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::account::changed;
use super::error::StoreError;
use crate::domain::id::{OperatorId, RouterId};
use crate::domain::moment::Moment;

pub use watch::{
    Found, Itself, answered, checked, checks, compared, drift_changes, pin_first, silent,
};

/// What the last reading of a router found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drift {
    /// It was not compared yet, or has no site.
    Unknown,
    /// It holds its configuration.
    Same,
    /// It does not.
    Different,
    /// It is not fit for its configuration (another board, device-mode …).
    Unfit,
}

impl Drift {
    const ALL: [Drift; 4] = [Drift::Unknown, Drift::Same, Drift::Different, Drift::Unfit];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Drift::Unknown => "unknown",
            Drift::Same => "same",
            Drift::Different => "different",
            Drift::Unfit => "refused",
        }
    }
}

impl ToSql for Drift {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>, rusqlite::Error> {
        Ok(self.as_str().into())
    }
}

impl FromSql for Drift {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        Drift::ALL
            .into_iter()
            .find(|drift| drift.as_str() == text)
            .ok_or(FromSqlError::InvalidType)
    }
}

/// A router as it is listed.
#[derive(Debug, Clone)]
pub struct Router {
    /// Its number.
    pub id: RouterId,
    /// Whose it is.
    pub operator: OperatorId,
    /// What people call it.
    pub name: String,
    /// Address or host name.
    pub host: String,
    /// TCP port of its API.
    pub port: u16,
    /// Whether the API is spoken over TLS.
    pub tls: bool,
    /// SHA-256 of the certificate that is trusted, hexadecimal.
    pub pin: Option<String>,
    /// The account on the router.
    pub user: String,
    /// The short name of its site, once it has one.
    pub slug: Option<String>,
    /// Counts the versions of the site; 0: there is none.
    pub site_version: i64,
    /// The board, as it names itself.
    pub board: Option<String>,
    /// Its RouterOS.
    pub routeros: Option<String>,
    /// Its identity.
    pub identity: Option<String>,
    /// When it last answered.
    pub seen_at: Option<Moment>,
    /// Since when it does not answer.
    pub unreachable_since: Option<Moment>,
    /// Why it does not answer or is not fit.
    pub trouble: Option<String>,
    /// What the last reading found.
    pub drift: Drift,
    /// When that was.
    pub drift_at: Option<Moment>,
    /// Change hash of what differed.
    pub drift_hash: Option<String>,
    /// When it was added.
    pub created_at: Moment,
}

/// What signs in to it, and its site; all sealed.
pub struct Sealed {
    /// The password of the account on the router.
    pub password: Vec<u8>,
    /// The site file.
    pub site: Option<Vec<u8>>,
}

/// A site as it is stored.
#[derive(Debug, Clone)]
pub struct StoredSite {
    /// Its short name.
    pub slug: String,
    /// The name of the template that it is generated with.
    pub template: String,
    /// The site file, sealed.
    pub sealed: Vec<u8>,
}

const COLUMNS: &str = "id, operator_id, name, host, port, security = 'tls', pin, user, slug, site_version, board, routeros, identity, \
    seen_at, unreachable_since, trouble, drift, drift_at, drift_hash, created_at";

fn router(row: &Row<'_>) -> Result<Router, rusqlite::Error> {
    Ok(Router {
        id: row.get(0)?,
        operator: row.get(1)?,
        name: row.get(2)?,
        host: row.get(3)?,
        port: row.get(4)?,
        tls: row.get(5)?,
        pin: row.get(6)?,
        user: row.get(7)?,
        slug: row.get(8)?,
        site_version: row.get(9)?,
        board: row.get(10)?,
        routeros: row.get(11)?,
        identity: row.get(12)?,
        seen_at: row.get(13)?,
        unreachable_since: row.get(14)?,
        trouble: row.get(15)?,
        drift: row.get(16)?,
        drift_at: row.get(17)?,
        drift_hash: row.get(18)?,
        created_at: row.get(19)?,
    })
}

/// How a router is reached.
#[derive(Debug)]
pub struct Way<'a> {
    /// What people call it.
    pub name: &'a str,
    /// Address or host name.
    pub host: &'a str,
    /// TCP port of its API.
    pub port: u16,
    /// Whether the API is spoken over TLS.
    pub tls: bool,
    /// The certificate that is trusted.
    pub pin: Option<&'a str>,
    /// The account on the router.
    pub user: &'a str,
}

/// Adds a router. Its password comes by [`set_password`]: sealing it needs the number that this gives.
///
/// # Errors
/// [`StoreError::Conflict`] where the name is taken.
pub fn insert(
    connection: &Connection,
    operator: OperatorId,
    way: &Way<'_>,
    now: Moment,
) -> Result<RouterId, StoreError> {
    Ok(connection.query_row(
        "INSERT INTO router (operator_id, name, host, port, security, pin, user, password, created_at)
         VALUES (?1, ?2, ?3, ?4, iif(?5, 'tls', 'plain'), ?6, ?7, x'', ?8) RETURNING id",
        params![
            operator, way.name, way.host, way.port, way.tls, way.pin, way.user, now
        ],
        |row| row.get(0),
    )?)
}

/// Changes how a router is reached.
///
/// # Errors
/// [`StoreError::Missing`]; [`StoreError::Conflict`] where the name is taken.
pub fn set_way(connection: &Connection, id: RouterId, way: &Way<'_>) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE router SET name = ?2, host = ?3, port = ?4, security = iif(?5, 'tls', 'plain'), pin = ?6, user = ?7
         WHERE id = ?1 AND archived_at IS NULL",
        params![
            id, way.name, way.host, way.port, way.tls, way.pin, way.user
        ],
    )?)
}

/// Stores the sealed password.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn set_password(
    connection: &Connection,
    id: RouterId,
    sealed: &[u8],
) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE router SET password = ?2 WHERE id = ?1",
        params![id, sealed],
    )?)
}

/// Stores the certificate that is trusted from now on.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn set_pin(connection: &Connection, id: RouterId, pin: &str) -> Result<(), StoreError> {
    changed(connection.execute("UPDATE router SET pin = ?2 WHERE id = ?1", params![id, pin])?)
}

/// Stores a site over the version that the person had seen. What was known of drift is unknown again.
///
/// # Errors
/// [`StoreError::Missing`] where the version has moved on; [`StoreError::Conflict`] where another router has the slug.
pub fn set_site(
    connection: &Connection,
    id: RouterId,
    site: &StoredSite,
    over: i64,
) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE router SET slug = ?2, site = ?3, site_template = ?4, site_version = site_version + 1,
                drift = 'unknown', drift_hash = NULL, drift_changes = NULL
         WHERE id = ?1 AND site_version = ?5 AND archived_at IS NULL",
        params![id, site.slug, site.sealed, site.template, over],
    )?)
}

/// How many routers' sites are generated with each template, by its name.
///
/// # Errors
/// The database.
pub fn templates(connection: &Connection) -> Result<BTreeMap<String, u32>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT site_template, count(*) FROM router
         WHERE archived_at IS NULL AND site_template IS NOT NULL GROUP BY site_template",
    )?;
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The router with this number.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn get(connection: &Connection, id: RouterId) -> Result<Router, StoreError> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM router WHERE id = ?1 AND archived_at IS NULL"
        ))?
        .query_row([id], router)?)
}

/// The router under care that is reached at this address and port; of several, the one that is known by this certificate goes first.
///
/// # Errors
/// The database.
pub fn at(
    connection: &Connection,
    operator: OperatorId,
    host: &str,
    port: u16,
    pin: Option<&str>,
) -> Result<Option<Router>, StoreError> {
    let found = connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM router
             WHERE operator_id = ?1 AND archived_at IS NULL AND lower(host) = lower(?2) AND port = ?3
             ORDER BY pin IS ?4 DESC, id LIMIT 1"
        ))?
        .query_row(params![operator, host, port, pin], router)
        .optional()?;
    Ok(found)
}

/// Its sealed parts.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn sealed(connection: &Connection, id: RouterId) -> Result<Sealed, StoreError> {
    Ok(connection
        .prepare_cached("SELECT password, site FROM router WHERE id = ?1 AND archived_at IS NULL")?
        .query_row([id], |row| {
            Ok(Sealed {
                password: row.get(0)?,
                site: row.get(1)?,
            })
        })?)
}

/// The routers of an operator behind this name, by name, that contain a text in name, host, board or identity.
///
/// # Errors
/// The database.
pub fn page(
    connection: &Connection,
    operator: OperatorId,
    after: Option<RouterId>,
    search: &str,
    limit: u32,
) -> Result<Vec<Router>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM router
         WHERE operator_id = ?1 AND archived_at IS NULL AND id > ?2
           AND (?3 = '' OR instr(lower(name || ' ' || host || ' ' || coalesce(board, '') || ' ' || coalesce(identity, '')), lower(?3)) > 0)
         ORDER BY id LIMIT ?4"
    ))?;
    let after = after.map_or(0, RouterId::get);
    let routers = statement.query_map(params![operator, after, search, limit], router)?;
    Ok(routers.collect::<Result<_, _>>()?)
}

/// How many routers there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// All.
    pub all: u32,
    /// Those that answered when they were last asked.
    pub up: u32,
    /// Those that did not.
    pub silent: u32,
    /// Those that differ from what was meant.
    pub drifted: u32,
}

/// Counts them.
///
/// # Errors
/// The database.
pub fn counts(connection: &Connection, operator: OperatorId) -> Result<Counts, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*), count(*) FILTER (WHERE seen_at IS NOT NULL AND unreachable_since IS NULL),
                count(unreachable_since), count(*) FILTER (WHERE drift = 'different')
             FROM router WHERE operator_id = ?1 AND archived_at IS NULL",
        )?
        .query_row([operator], |row| {
            Ok(Counts {
                all: row.get(0)?,
                up: row.get(1)?,
                silent: row.get(2)?,
                drifted: row.get(3)?,
            })
        })?)
}

/// All routers that are looked after.
///
/// # Errors
/// The database.
pub fn ids(connection: &Connection) -> Result<Vec<RouterId>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT id FROM router WHERE archived_at IS NULL ORDER BY id")?;
    let ids = statement.query_map([], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Takes a router out of care. What was done on it stays on record; its password and site do not.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn archive(connection: &Connection, id: RouterId, now: Moment) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE router SET archived_at = ?2, password = x'', site = NULL, slug = NULL WHERE id = ?1 AND archived_at IS NULL",
        params![id, now],
    )?)
}

/// How many routers were proven to hold a configuration of ours.
///
/// # Errors
/// The database.
pub fn applied(connection: &Connection, operator: OperatorId) -> Result<u32, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FROM router WHERE operator_id = ?1 AND archived_at IS NULL
             AND EXISTS (SELECT 1 FROM configuration WHERE router_id = router.id AND fate = 'applied')",
        )?
        .query_row([operator], |row| row.get(0))?)
}
