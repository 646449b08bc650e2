//! Boards, bandwidth profiles and voucher types of the operator. The three tables have the same shape.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::account::changed;
use super::error::StoreError;
use crate::domain::id::OperatorId;
use crate::domain::moment::Moment;

/// One of the three tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// Boards beside the built-in ones.
    Models,
    /// Speeds.
    Profiles,
    /// What is sold.
    VoucherTypes,
}

impl Shelf {
    const fn table(self) -> &'static str {
        match self {
            Shelf::Models => "device_model",
            Shelf::Profiles => "bandwidth_profile",
            Shelf::VoucherTypes => "voucher_type",
        }
    }
}

/// A thing as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// By what it is known.
    pub key: String,
    /// What it is.
    pub definition: String,
    /// When it was made.
    pub created_at: Moment,
    /// When it was last changed.
    pub changed_at: Moment,
    /// Since when it is not offered any more.
    pub archived_at: Option<Moment>,
}

const COLUMNS: &str = "key, definition, created_at, changed_at, archived_at";

fn stored(row: &Row<'_>) -> Result<Stored, rusqlite::Error> {
    Ok(Stored {
        key: row.get(0)?,
        definition: row.get(1)?,
        created_at: row.get(2)?,
        changed_at: row.get(3)?,
        archived_at: row.get(4)?,
    })
}

/// Everything on the shelf in the order in which it was put there, also what is archived.
///
/// # Errors
/// The database.
pub fn all(
    connection: &Connection,
    operator: OperatorId,
    shelf: Shelf,
) -> Result<Vec<Stored>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM {} WHERE operator_id = ?1 ORDER BY id",
        shelf.table()
    ))?;
    let found = statement.query_map([operator], stored)?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The thing of this key, also an archived one.
///
/// # Errors
/// The database.
pub fn find(
    connection: &Connection,
    operator: OperatorId,
    shelf: Shelf,
    key: &str,
) -> Result<Option<Stored>, StoreError> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM {} WHERE operator_id = ?1 AND key = ?2",
            shelf.table()
        ))?
        .query_row(params![operator, key], stored)
        .optional()?)
}

/// What is put on a shelf.
#[derive(Debug)]
pub struct Entry<'a> {
    /// By what it is known.
    pub key: &'a str,
    /// What it is.
    pub definition: &'a str,
    /// For a voucher type: the key of its bandwidth profile.
    pub profile: Option<&'a str>,
}

/// Puts a thing on the shelf.
///
/// # Errors
/// [`StoreError::Conflict`] where the key is taken or the profile does not exist.
pub fn insert(
    connection: &Connection,
    operator: OperatorId,
    shelf: Shelf,
    entry: &Entry<'_>,
    now: Moment,
) -> Result<(), StoreError> {
    let sql = match shelf {
        Shelf::VoucherTypes => {
            "INSERT INTO voucher_type (operator_id, key, definition, created_at, changed_at, profile_id)
             VALUES (?1, ?2, ?3, ?4, ?4, (SELECT id FROM bandwidth_profile WHERE operator_id = ?1 AND key = ?5))"
        }
        // A comparison with NULL is always so, and takes the parameter that only voucher types have.
        Shelf::Profiles => {
            "INSERT INTO bandwidth_profile (operator_id, key, definition, created_at, changed_at) SELECT ?1, ?2, ?3, ?4, ?4 WHERE ?5 IS NULL"
        }
        Shelf::Models => {
            "INSERT INTO device_model (operator_id, key, definition, created_at, changed_at) SELECT ?1, ?2, ?3, ?4, ?4 WHERE ?5 IS NULL"
        }
    };
    changed(connection.prepare_cached(sql)?.execute(params![
        operator,
        entry.key,
        entry.definition,
        now,
        entry.profile
    ])?)
}

/// Changes a thing that is not archived.
///
/// # Errors
/// [`StoreError::Missing`]; [`StoreError::Conflict`] where the profile does not exist.
pub fn set(
    connection: &Connection,
    operator: OperatorId,
    shelf: Shelf,
    entry: &Entry<'_>,
    now: Moment,
) -> Result<(), StoreError> {
    let profile = match shelf {
        Shelf::VoucherTypes => {
            ", profile_id = (SELECT id FROM bandwidth_profile WHERE operator_id = ?1 AND key = ?5)"
        }
        Shelf::Profiles | Shelf::Models => "",
    };
    changed(
        connection
            .prepare_cached(&format!(
                "UPDATE {} SET definition = ?3, changed_at = ?4{profile}
                 WHERE operator_id = ?1 AND key = ?2 AND archived_at IS NULL AND ?5 IS ?5",
                shelf.table()
            ))?
            .execute(params![
                operator,
                entry.key,
                entry.definition,
                now,
                entry.profile
            ])?,
    )
}

/// Archives a thing, or offers it again.
///
/// # Errors
/// [`StoreError::Missing`] where it does not exist or is so already.
pub fn set_archived(
    connection: &Connection,
    operator: OperatorId,
    shelf: Shelf,
    key: &str,
    archived_at: Option<Moment>,
) -> Result<(), StoreError> {
    changed(connection.execute(
        &format!(
            "UPDATE {} SET archived_at = ?3
             WHERE operator_id = ?1 AND key = ?2 AND (archived_at IS NULL) <> (?3 IS NULL)",
            shelf.table()
        ),
        params![operator, key, archived_at],
    )?)
}

/// Deletes a thing.
///
/// # Errors
/// [`StoreError::Missing`]; [`StoreError::Conflict`] where a row refers to it.
pub fn delete(
    connection: &Connection,
    operator: OperatorId,
    shelf: Shelf,
    key: &str,
) -> Result<(), StoreError> {
    changed(connection.execute(
        &format!(
            "DELETE FROM {} WHERE operator_id = ?1 AND key = ?2",
            shelf.table()
        ),
        params![operator, key],
    )?)
}

/// The codes of the voucher types, archived ones too, that refer to a bandwidth profile.
///
/// # Errors
/// The database.
pub fn voucher_types_of(
    connection: &Connection,
    operator: OperatorId,
    profile: &str,
) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT voucher_type.key FROM voucher_type JOIN bandwidth_profile ON bandwidth_profile.id = profile_id
         WHERE bandwidth_profile.operator_id = ?1 AND bandwidth_profile.key = ?2 ORDER BY voucher_type.id",
    )?;
    let codes = statement.query_map(params![operator, profile], |row| row.get(0))?;
    Ok(codes.collect::<Result<_, _>>()?)
}
