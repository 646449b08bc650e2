//! Putting a backup in the place of the database. Whoever calls holds the folder ([`super::FolderLock`]).

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::admit::{admit, beside};
use super::database::Schema;
use super::error::{OpenError, StoreError};
use super::temporary::Temporary;
use super::{private, snapshot};
use crate::domain::moment::Moment;

/// What the file begins with that comes in the place of the database.
pub const COMING: &str = "restoring";

/// Why a backup was not put back. The database is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// There is no such backup.
    #[error("there is no file {}", .0.display())]
    Missing(PathBuf),
    /// It is no database that this program could open.
    #[error(transparent)]
    Unfit(#[from] OpenError),
    /// A part of it is in another file.
    #[error(
        "{} is no backup but a database in use: a part of it is in the file with -wal beside it. Name a file from the folder of backups",
        .0.display()
    )]
    InUse(PathBuf),
    /// It is damaged, or cannot be read.
    #[error("{} is damaged: name another backup", .path.display())]
    Unsound {
        /// Which.
        path: PathBuf,
        /// What SQLite said.
        #[source]
        source: StoreError,
    },
    /// The disk.
    #[error("the backup cannot be put into {}: make sure that it can be written and has space", .folder.display())]
    File {
        /// Which folder.
        folder: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// Puts a copy of the backup in the place of the database, and tells where the former one is now, if there was one.
/// A power cut in between leaves the former or the new database, whole.
///
/// # Errors
/// See [`RestoreError`].
pub fn restore(
    folder: &Path,
    schema: &Schema,
    backup: &Path,
    now: Moment,
) -> Result<Option<PathBuf>, RestoreError> {
    let coming = fetch(folder, schema, backup)?;
    snapshot::check(coming.path()).map_err(|source| RestoreError::Unsound {
        path: backup.to_owned(),
        source,
    })?;
    put(folder, schema, coming, now)
}

/// Brings a copy of a local backup into a folder, where it can be looked at. The file must be a database that this program could open.
///
/// # Errors
/// See [`RestoreError`].
pub fn fetch(folder: &Path, schema: &Schema, backup: &Path) -> Result<Temporary, RestoreError> {
    examine(backup, schema)?;
    let file = |source| RestoreError::File {
        folder: folder.to_owned(),
        source,
    };
    let coming = Temporary::new(folder, COMING).map_err(file)?;
    File::open(backup)
        .and_then(|mut from| io::copy(&mut from, &mut coming.file()))
        .map_err(file)?;
    Ok(coming)
}

/// Puts a sound database in the place of the one in this folder, and tells where the former one is now, if there was one.
///
/// # Errors
/// [`RestoreError::File`].
pub fn put(
    folder: &Path,
    schema: &Schema,
    coming: Temporary,
    now: Moment,
) -> Result<Option<PathBuf>, RestoreError> {
    let path = folder.join(schema.file);
    let file = |source| RestoreError::File {
        folder: folder.to_owned(),
        source,
    };
    coming.file().sync_all().map_err(file)?;
    let former = step_aside(&path, schema, now).map_err(file)?;
    coming.name(&path).map_err(file)?;
    Ok(former)
}

/// Whether a file is a database of hotspotd that this program could open.
///
/// # Errors
/// See [`OpenError`].
pub fn fits(path: &Path, schema: &Schema) -> Result<(), OpenError> {
    admit(path, schema)
}

fn examine(backup: &Path, schema: &Schema) -> Result<(), RestoreError> {
    if !backup.is_file() {
        return Err(RestoreError::Missing(backup.to_owned()));
    }
    let log = std::fs::metadata(beside(backup, "-wal")).map_or(0, |log| log.len());
    if log > 0 {
        return Err(RestoreError::InUse(backup.to_owned()));
    }
    if std::fs::metadata(backup).map_or(0, |file| file.len()) == 0 {
        return Err(RestoreError::Unsound {
            path: backup.to_owned(),
            source: StoreError::Damaged("a copy of the database"),
        });
    }
    Ok(admit(backup, schema)?)
}

/// Gives the former database a second name, and takes its log away, which would spoil the one that comes.
fn step_aside(path: &Path, schema: &Schema, now: Moment) -> io::Result<Option<PathBuf>> {
    if !path.exists() {
        drop_beside(path)?;
        return Ok(None);
    }
    // With an empty log the file alone is the database, whatever happens next. A damaged one may refuse.
    if let Err(error) = take_over(path) {
        tracing::warn!(%error, "the log of the former database could not be taken over; it is kept beside it");
    }
    let stem = schema.file.trim_end_matches(".db");
    let folder = path
        .parent()
        .unwrap_or(Path::new("."))
        .join(snapshot::FOLDER);
    private::make_folder(&folder)?;
    let aside = folder.join(format!("{stem}-before-restore-{}.db", now.as_millis()));
    // Linked, not moved: there is a database under its name at every moment. Not every file system has links.
    if std::fs::hard_link(path, &aside).is_err() {
        std::fs::rename(path, &aside)?;
    }
    let log = beside(path, "-wal");
    if std::fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
        std::fs::rename(&log, beside(&aside, "-wal"))?;
    }
    drop_beside(path)?;
    File::open(&folder)?.sync_all()?;
    Ok(Some(aside))
}

fn drop_beside(path: &Path) -> io::Result<()> {
    snapshot::remove(&beside(path, "-wal"))?;
    snapshot::remove(&beside(path, "-shm"))
}

fn take_over(path: &Path) -> Result<(), rusqlite::Error> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}
