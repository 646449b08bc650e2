//! From the schema that a file has to the one that the program needs: a list of scripts, all in one transaction.

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior, ffi};

use super::admit::known;
use super::database::{APPLICATION_ID, Schema};
use super::error::OpenError;
use super::snapshot;
use crate::domain::moment::Moment;

/// Brings the file to the newest schema. A copy is made before, where there is something to lose.
///
/// References are not enforced meanwhile, so that a table can be made anew, but all of them are checked before the commit.
///
/// # Errors
/// [`OpenError::Backup`], [`OpenError::Migration`]; the file is then as it was.
pub fn migrate(
    connection: &mut Connection,
    path: &Path,
    schema: &Schema,
    now: Moment,
) -> Result<(), OpenError> {
    let opened = |source| OpenError::said(path, source);
    let found: u32 = connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(opened)?;
    let known = known(schema);
    if found >= known {
        return Ok(());
    }
    if found > 0 && schema.precious {
        snapshot::before_migration(path, found, now).map_err(|source| OpenError::Backup {
            path: path.to_owned(),
            source,
        })?;
    }
    // It has no effect inside a transaction, so it comes first.
    connection
        .pragma_update(None, "foreign_keys", false)
        .map_err(opened)?;
    let failed = |to, source| OpenError::Migration {
        path: path.to_owned(),
        to,
        source,
    };
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(opened)?;
    for (to, script) in (1u32..).zip(schema.migrations).skip(found as usize) {
        transaction
            .execute_batch(script)
            .map_err(|source| failed(to, source))?;
    }
    finish(transaction, known).map_err(|source| failed(known, source))?;
    connection
        .pragma_update(None, "foreign_keys", true)
        .map_err(opened)
}

fn finish(transaction: Transaction<'_>, version: u32) -> Result<(), rusqlite::Error> {
    let dangling: Option<String> = transaction
        .prepare("PRAGMA foreign_key_check")?
        .query_map([], |row| row.get(0))?
        .next()
        .transpose()?;
    if let Some(table) = dangling {
        return Err(rusqlite::Error::SqliteFailure(
            ffi::Error::new(ffi::SQLITE_CONSTRAINT_FOREIGNKEY),
            Some(format!("a row of {table} refers to nothing")),
        ));
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", version)?;
    transaction.commit()
}
