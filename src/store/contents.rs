//! What a copy of a database holds, and whether it is sound. Looking changes nothing.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::error::StoreError;
use super::snapshot;

/// What a copy holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Its schema.
    pub schema: u32,
    /// How many rows each table has.
    pub rows: BTreeMap<String, u64>,
}

/// Opens a copy to read from it.
///
/// # Errors
/// What SQLite says.
pub fn open(copy: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    // What stands in the file could be somebody else's: no function of its schema is to be run.
    connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
    Ok(connection)
}

/// Reads every page of a copy and follows every reference in it, and counts its rows.
///
/// # Errors
/// [`StoreError::Damaged`], or what SQLite says.
pub fn look(copy: &Path) -> Result<Contents, StoreError> {
    snapshot::check(copy)?;
    let connection = open(copy)?;
    let dangling = connection.prepare("PRAGMA foreign_key_check")?.exists([])?;
    if dangling {
        return Err(StoreError::Damaged("a reference between rows"));
    }
    let tables: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut rows = BTreeMap::new();
    for table in tables {
        let quoted = table.replace('"', "\"\"");
        let count = format!("SELECT count(*) FROM \"{quoted}\"");
        let counted: i64 = connection.query_row(&count, [], |row| row.get(0))?;
        rows.insert(table, counted.unsigned_abs());
    }
    Ok(Contents {
        schema: connection.pragma_query_value(None, "user_version", |row| row.get(0))?,
        rows,
    })
}
