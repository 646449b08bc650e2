//! Generated configurations: one rendering each, with what it was made from and what became of it.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::account::changed;
use super::error::StoreError;
use crate::domain::id::{AccountId, ConfigurationId, OperatorId, RouterId};
use crate::domain::moment::Moment;

/// What became of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It was made and not sent anywhere.
    Generated,
    /// The router was proven to hold it.
    Applied,
    /// The router was put back into its former state.
    RolledBack,
    /// It was not sent, or only in part and undone.
    Failed,
    /// Nobody knows: the router cannot be reached.
    Unknown,
    /// It was applied, and another was after it.
    Replaced,
}

impl Fate {
    const ALL: [Fate; 6] = [
        Fate::Generated,
        Fate::Applied,
        Fate::RolledBack,
        Fate::Failed,
        Fate::Unknown,
        Fate::Replaced,
    ];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Fate::Generated => "generated",
            Fate::Applied => "applied",
            Fate::RolledBack => "rolled-back",
            Fate::Failed => "failed",
            Fate::Unknown => "unknown",
            Fate::Replaced => "replaced",
        }
    }
}

impl ToSql for Fate {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>, rusqlite::Error> {
        Ok(self.as_str().into())
    }
}

impl FromSql for Fate {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        Fate::ALL
            .into_iter()
            .find(|fate| fate.as_str() == text)
            .ok_or(FromSqlError::InvalidType)
    }
}

/// A configuration as it is listed.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// Its number.
    pub id: ConfigurationId,
    /// Whose it is.
    pub operator: OperatorId,
    /// For which router; `None`: for none that is under care.
    pub router: Option<RouterId>,
    /// When it was made.
    pub created_at: Moment,
    /// By whom, as they were called then.
    pub author: String,
    /// From which template.
    pub template: String,
    /// For which board.
    pub model: String,
    /// For which RouterOS.
    pub routeros: String,
    /// The shop's name.
    pub site_name: String,
    /// How many rows it has.
    pub rows: u32,
    /// SHA-256 of its rows, hexadecimal.
    pub hash: String,
    /// What became of it.
    pub fate: Fate,
    /// Since when.
    pub fate_at: Moment,
}

const COLUMNS: &str = "id, operator_id, router_id, created_at, author, template, model, routeros, site_name, row_count, hash, fate, fate_at";

fn configuration(row: &Row<'_>) -> Result<Configuration, rusqlite::Error> {
    Ok(Configuration {
        id: row.get(0)?,
        operator: row.get(1)?,
        router: row.get(2)?,
        created_at: row.get(3)?,
        author: row.get(4)?,
        template: row.get(5)?,
        model: row.get(6)?,
        routeros: row.get(7)?,
        site_name: row.get(8)?,
        rows: row.get(9)?,
        hash: row.get(10)?,
        fate: row.get(11)?,
        fate_at: row.get(12)?,
    })
}

/// What a new configuration begins with.
#[derive(Debug)]
pub struct NewConfiguration<'a> {
    /// Whose it is.
    pub operator: OperatorId,
    /// For which router.
    pub router: Option<RouterId>,
    /// Who made it; `None` for a schedule.
    pub account: Option<AccountId>,
    /// What they are called.
    pub author: &'a str,
    /// From which template.
    pub template: &'a str,
    /// For which board.
    pub model: &'a str,
    /// For which RouterOS.
    pub routeros: &'a str,
    /// The shop's name.
    pub site_name: &'a str,
    /// How many rows it has.
    pub rows: u32,
    /// SHA-256 of its rows, hexadecimal.
    pub hash: &'a str,
}

/// Adds a configuration. Its texts come by [`set_sealed`]: sealing them needs the number that this gives.
///
/// # Errors
/// The database.
pub fn insert(
    connection: &Connection,
    new: &NewConfiguration<'_>,
    now: Moment,
) -> Result<ConfigurationId, StoreError> {
    Ok(connection
        .prepare_cached(
            "INSERT INTO configuration (operator_id, router_id, created_at, created_by, author, template, model, routeros, site_name, row_count, hash, site, script, fate, fate_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, x'', x'', 'generated', ?3) RETURNING id",
        )?
        .query_row(
            params![
                new.operator,
                new.router,
                now,
                new.account,
                new.author,
                new.template,
                new.model,
                new.routeros,
                new.site_name,
                new.rows,
                new.hash,
            ],
            |row| row.get(0),
        )?)
}

/// The configuration with this number.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn get(connection: &Connection, id: ConfigurationId) -> Result<Configuration, StoreError> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM configuration WHERE id = ?1"
        ))?
        .query_row([id], configuration)?)
}

/// Stores the site file it was made from and the rows it became, each packed and sealed.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn set_sealed(
    connection: &Connection,
    id: ConfigurationId,
    site: &[u8],
    script: &[u8],
) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE configuration SET site = ?2, script = ?3 WHERE id = ?1",
        params![id, site, script],
    )?)
}

/// Its sealed site and script.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn sealed(
    connection: &Connection,
    id: ConfigurationId,
) -> Result<(Vec<u8>, Vec<u8>), StoreError> {
    Ok(connection.query_row(
        "SELECT site, script FROM configuration WHERE id = ?1",
        [id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

/// Configurations before this number (or the latest), the latest first; for one router or for all.
///
/// # Errors
/// The database.
pub fn page(
    connection: &Connection,
    operator: OperatorId,
    router: Option<RouterId>,
    before: Option<ConfigurationId>,
    limit: u32,
) -> Result<Vec<Configuration>, StoreError> {
    let sql = |only: &str| {
        format!(
            "SELECT {COLUMNS} FROM configuration WHERE operator_id = ?1 AND id < ?2 {only} ORDER BY id DESC LIMIT ?3"
        )
    };
    let before = before.map_or(i64::MAX, ConfigurationId::get);
    // Two statements, so that each finds its index.
    let found = match router {
        Some(router) => connection
            .prepare_cached(&sql("AND router_id = ?4"))?
            .query_map(params![operator, before, limit, router], configuration)?
            .collect::<Result<_, _>>()?,
        None => connection
            .prepare_cached(&sql(""))?
            .query_map(params![operator, before, limit], configuration)?
            .collect::<Result<_, _>>()?,
    };
    Ok(found)
}

/// The configuration that a router was last proven to hold.
///
/// # Errors
/// The database.
pub fn applied(
    connection: &Connection,
    router: RouterId,
) -> Result<Option<Configuration>, StoreError> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM configuration WHERE router_id = ?1 AND fate = 'applied' ORDER BY fate_at DESC, id DESC LIMIT 1"
        ))?
        .query_row([router], configuration)
        .optional()?)
}

/// Notes what became of a configuration. One that is applied replaces the one before it.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn set_fate(
    connection: &Connection,
    id: ConfigurationId,
    fate: Fate,
    now: Moment,
) -> Result<(), StoreError> {
    if fate == Fate::Applied {
        connection.execute(
            "UPDATE configuration SET fate = 'replaced', fate_at = ?2
             WHERE fate = 'applied' AND id <> ?1 AND router_id = (SELECT router_id FROM configuration WHERE id = ?1)",
            params![id, now],
        )?;
    }
    changed(connection.execute(
        "UPDATE configuration SET fate = ?2, fate_at = ?3 WHERE id = ?1",
        params![id, fate, now],
    )?)
}

/// Deletes a configuration that no job refers to.
///
/// # Errors
/// [`StoreError::Missing`]; [`StoreError::Conflict`] where a job refers to it.
pub fn delete(connection: &Connection, id: ConfigurationId) -> Result<(), StoreError> {
    changed(connection.execute("DELETE FROM configuration WHERE id = ?1", [id])?)
}
