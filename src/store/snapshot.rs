//! Copies of a database: made beside it, checked, and only then given their name.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::checkpoint;
use super::error::StoreError;
use super::private::{make_folder, private};
use super::temporary::Temporary;
use crate::domain::moment::Moment;

/// The folder of the copies, beside the database.
pub const FOLDER: &str = "backups";
/// How long a copy waits for whoever has the whole database to itself.
const BUSY: Duration = Duration::from_secs(5);

/// Makes a copy before a migration and tells where it is.
///
/// # Errors
/// The disk, or a copy that is not sound.
pub fn before_migration(path: &Path, schema: u32, now: Moment) -> Result<PathBuf, StoreError> {
    let stem = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let name = format!("{stem}-before-schema-{}-{}.db", schema + 1, now.as_millis());
    let folder = path.parent().unwrap_or(Path::new(".")).join(FOLDER);
    snapshot(path, &folder, &name)
}

/// Copies the whole database into a file of this name, which only its owner may read. It appears there complete or not
/// at all. The database may be in use, also by another process: writers go on meanwhile.
///
/// It blocks as long as it copies.
///
/// # Errors
/// The disk, or a copy that is not sound.
pub fn snapshot(database: &Path, folder: &Path, name: &str) -> Result<PathBuf, StoreError> {
    let (path, unfinished) = (folder.join(name), folder.join(format!("{name}.unfinished")));
    let file = |source| StoreError::File {
        path: path.clone(),
        source,
    };
    make_folder(folder).map_err(file)?;
    remove(&unfinished).map_err(file)?;
    let made = copy(database, &unfinished, file).and_then(|()| {
        std::fs::rename(&unfinished, &path)
            .and_then(|()| File::open(folder)?.sync_all())
            .map_err(file)
    });
    if made.is_err() {
        // Half a copy would only take the room that is missing.
        let _ = remove(&unfinished);
    }
    made.map(|()| path.clone())
}

/// Copies the whole database into a temporary file, checked and synced. The database may be in use.
///
/// # Errors
/// The disk, or a copy that is not sound.
pub fn snapshot_into(database: &Path, to: &Temporary) -> Result<(), StoreError> {
    copy(database, to.path(), |source| StoreError::File {
        path: to.path().to_owned(),
        source,
    })
}

fn copy(
    database: &Path,
    to: &Path,
    file: impl Fn(io::Error) -> StoreError,
) -> Result<(), StoreError> {
    let name = to.to_str().ok_or_else(|| {
        file(io::Error::new(
            io::ErrorKind::InvalidFilename,
            "the folder's name is no UTF-8",
        ))
    })?;
    // SQLite takes an empty file as its own; so nobody else can read it from the first byte on.
    private(to).map_err(&file)?;
    let connection = Connection::open_with_flags(
        database,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    checkpoint::not_at_the_end(&connection)?;
    connection.busy_timeout(BUSY)?;
    connection.execute("VACUUM INTO ?1", [name])?;
    drop(connection);
    check(to)?;
    // What was copied is looked at, not what it was copied from: the first start may be making its tables just now.
    if schema(to)? == 0 {
        return Err(StoreError::Unmade);
    }
    File::open(to)
        .and_then(|copy| copy.sync_all())
        .map_err(file)
}

/// Reads every page of a copy. Nothing is written, neither to it nor beside it.
///
/// # Errors
/// [`StoreError::Damaged`], or what SQLite says.
pub fn check(copy: &Path) -> Result<(), StoreError> {
    let connection = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let sound: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if sound == "ok" {
        Ok(())
    } else {
        Err(StoreError::Damaged("a copy of the database"))
    }
}

fn schema(copy: &Path) -> Result<u32, StoreError> {
    let connection = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Removes a file that may be gone already.
///
/// # Errors
/// The system's.
pub fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
