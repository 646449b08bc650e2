//! Copies of a database: made beside it, checked, and only then given their name.

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::error::StoreError;
use crate::domain::moment::Moment;

/// The folder of the copies, beside the database.
pub const FOLDER: &str = "backups";

/// Makes a copy before a migration and tells where it is.
///
/// # Errors
/// The disk, or a copy that is not sound.
pub fn before_migration(
    connection: &Connection,
    path: &Path,
    schema: u32,
    now: Moment,
) -> Result<PathBuf, StoreError> {
    let stem = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let name = format!("{stem}-before-schema-{}-{}.db", schema + 1, now.as_millis());
    let folder = path.parent().unwrap_or(Path::new(".")).join(FOLDER);
    snapshot(connection, &folder, &name)
}

/// Copies the whole database into a file of this name. It appears there complete or not at all.
///
/// # Errors
/// The disk, or a copy that is not sound.
pub fn snapshot(connection: &Connection, folder: &Path, name: &str) -> Result<PathBuf, StoreError> {
    let (path, unfinished) = (folder.join(name), folder.join(format!("{name}.unfinished")));
    let file = |source| StoreError::File {
        path: path.clone(),
        source,
    };
    std::fs::create_dir_all(folder).map_err(file)?;
    // A copy that a power cut interrupted.
    if unfinished.exists() {
        std::fs::remove_file(&unfinished).map_err(file)?;
    }
    connection.execute("VACUUM INTO ?1", [unfinished.to_string_lossy()])?;
    let sound: String =
        Connection::open(&unfinished)?.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if sound != "ok" {
        return Err(StoreError::Damaged("a copy of the database"));
    }
    File::open(&unfinished)
        .and_then(|copy| copy.sync_all())
        .and_then(|()| std::fs::rename(&unfinished, &path))
        .and_then(|()| File::open(folder)?.sync_all())
        .map_err(file)?;
    Ok(path)
}
