//! From the schema that a file has to the one that the program needs: a list of scripts, one transaction each.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::database::{APPLICATION_ID, Schema};
use super::error::OpenError;
use super::snapshot;
use crate::domain::moment::Moment;

/// Refuses a file of another program or of a newer hotspotd, without writing to it.
///
/// # Errors
/// [`OpenError::Foreign`], [`OpenError::Newer`].
pub fn admit(path: &Path, schema: &Schema) -> Result<(), OpenError> {
    if !path.exists() {
        return Ok(());
    }
    let opened = |source| OpenError::Open {
        path: path.to_owned(),
        source,
    };
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(opened)?;
    let application: u32 = pragma(&connection, "application_id").map_err(opened)?;
    let found: u32 = pragma(&connection, "user_version").map_err(opened)?;
    let tables: u32 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(opened)?;
    // A file without tables is one whose making was interrupted by a power cut.
    if application != APPLICATION_ID && tables > 0 {
        return Err(OpenError::Foreign {
            path: path.to_owned(),
        });
    }
    let known = known(schema);
    if found > known {
        return Err(OpenError::Newer {
            path: path.to_owned(),
            found,
            known,
        });
    }
    Ok(())
}

/// Brings the file to the newest schema. A copy is made before, where there is something to lose.
///
/// # Errors
/// [`OpenError::Backup`], [`OpenError::Migration`]; the file is then as it was, or at a schema in between that is whole.
pub fn migrate(
    connection: &mut Connection,
    path: &Path,
    schema: &Schema,
    now: Moment,
) -> Result<(), OpenError> {
    let opened = |source| OpenError::Open {
        path: path.to_owned(),
        source,
    };
    let found: u32 = pragma(connection, "user_version").map_err(opened)?;
    if found > 0 && found < known(schema) && schema.precious {
        snapshot::before_migration(connection, path, found, now).map_err(|source| {
            OpenError::Backup {
                path: path.to_owned(),
                source,
            }
        })?;
    }
    for (to, script) in (1u32..).zip(schema.migrations).skip(found as usize) {
        let step = |connection: &mut Connection| {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute_batch(script)?;
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", to)?;
            transaction.commit()
        };
        step(connection).map_err(|source| OpenError::Migration {
            path: path.to_owned(),
            to,
            source,
        })?;
    }
    Ok(())
}

/// The newest schema that the program knows.
fn known(schema: &Schema) -> u32 {
    u32::try_from(schema.migrations.len()).unwrap_or(u32::MAX)
}

fn pragma(connection: &Connection, name: &str) -> Result<u32, rusqlite::Error> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}
