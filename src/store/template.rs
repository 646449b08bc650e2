//! The operator's own configuration templates.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::account::changed;
use super::error::StoreError;
use crate::domain::id::OperatorId;
use crate::domain::moment::Moment;

/// A template as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// By what sites choose it; never changes.
    pub name: String,
    /// The template.
    pub text: String,
    /// The board of the shop that it was tried with.
    pub sample_model: String,
    /// The built-in template after whose needs that shop is laid out.
    pub sample_shape: String,
    /// Counts the savings, from 1.
    pub version: i64,
    /// When it was made.
    pub created_at: Moment,
    /// When it was last saved.
    pub changed_at: Moment,
    /// By whom.
    pub changed_by: String,
    /// Since when it is not offered any more.
    pub archived_at: Option<Moment>,
}

const COLUMNS: &str = "name, text, sample_model, sample_shape, version, created_at, changed_at, changed_by, archived_at";

fn template(row: &Row<'_>) -> Result<Template, rusqlite::Error> {
    Ok(Template {
        name: row.get(0)?,
        text: row.get(1)?,
        sample_model: row.get(2)?,
        sample_shape: row.get(3)?,
        version: row.get(4)?,
        created_at: row.get(5)?,
        changed_at: row.get(6)?,
        changed_by: row.get(7)?,
        archived_at: row.get(8)?,
    })
}

/// All templates by name, archived ones too.
///
/// # Errors
/// The database.
pub fn all(connection: &Connection, operator: OperatorId) -> Result<Vec<Template>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM config_template WHERE operator_id = ?1 ORDER BY name"
    ))?;
    let found = statement.query_map([operator], template)?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The template of this name, also an archived one.
///
/// # Errors
/// The database.
pub fn find(
    connection: &Connection,
    operator: OperatorId,
    name: &str,
) -> Result<Option<Template>, StoreError> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM config_template WHERE operator_id = ?1 AND name = ?2"
        ))?
        .query_row(params![operator, name], template)
        .optional()?)
}

/// What is saved of a template.
#[derive(Debug)]
pub struct Saved<'a> {
    /// By what sites choose it.
    pub name: &'a str,
    /// The template.
    pub text: &'a str,
    /// The board of the shop that it was tried with.
    pub sample_model: &'a str,
    /// The built-in template after whose needs that shop is laid out.
    pub sample_shape: &'a str,
    /// Who saves it.
    pub author: &'a str,
}

/// Adds a template.
///
/// # Errors
/// [`StoreError::Conflict`] where the name is taken.
pub fn insert(
    connection: &Connection,
    operator: OperatorId,
    saved: &Saved<'_>,
    now: Moment,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO config_template (operator_id, name, text, sample_model, sample_shape, created_at, changed_at, changed_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)",
        params![
            operator,
            saved.name,
            saved.text,
            saved.sample_model,
            saved.sample_shape,
            now,
            saved.author
        ],
    )?;
    Ok(())
}

/// Saves a template over the version that the person had seen.
///
/// # Errors
/// [`StoreError::Missing`] where it is archived or the version has moved on.
pub fn set(
    connection: &Connection,
    operator: OperatorId,
    saved: &Saved<'_>,
    over: i64,
    now: Moment,
) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE config_template SET text = ?3, sample_model = ?4, sample_shape = ?5, changed_at = ?6, changed_by = ?7, version = version + 1
         WHERE operator_id = ?1 AND name = ?2 AND version = ?8 AND archived_at IS NULL",
        params![
            operator,
            saved.name,
            saved.text,
            saved.sample_model,
            saved.sample_shape,
            now,
            saved.author,
            over
        ],
    )?)
}

/// Archives a template, or offers it again.
///
/// # Errors
/// [`StoreError::Missing`] where it does not exist or is so already.
pub fn set_archived(
    connection: &Connection,
    operator: OperatorId,
    name: &str,
    archived_at: Option<Moment>,
) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE config_template SET archived_at = ?3
         WHERE operator_id = ?1 AND name = ?2 AND (archived_at IS NULL) <> (?3 IS NULL)",
        params![operator, name, archived_at],
    )?)
}

/// Deletes a template.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn delete(connection: &Connection, operator: OperatorId, name: &str) -> Result<(), StoreError> {
    changed(connection.execute(
        "DELETE FROM config_template WHERE operator_id = ?1 AND name = ?2",
        params![operator, name],
    )?)
}
