//! Whether a file may be opened at all: ours, and not of a newer hotspotd. Looking leaves no trace.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::checkpoint;
use super::database::{APPLICATION_ID, Schema};
use super::error::OpenError;

/// What every SQLite database begins with.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// The first 100 bytes are the header, the next 8 that of the page with the list of tables (SQLite's file format, 1.3, 1.6).
const HEAD: usize = 108;

/// What a database says of itself.
struct Words {
    application: u32,
    version: u32,
    /// Whether it holds tables.
    used: bool,
}

/// Refuses a file of another program or of a newer hotspotd, without writing to it or beside it.
///
/// # Errors
/// [`OpenError::Foreign`], [`OpenError::Newer`], [`OpenError::Damaged`], [`OpenError::Open`].
pub fn admit(path: &Path, schema: &Schema) -> Result<(), OpenError> {
    let Some(words) = head(path)? else {
        return Ok(());
    };
    judge(path, schema, &words)?;
    // What was committed last may still be in the log alone. Reading that makes an index of it, and nothing else.
    let log = std::fs::metadata(beside(path, "-wal")).map_or(0, |log| log.len());
    if log > 0 {
        let words = logged(path).map_err(|source| OpenError::said(path, source))?;
        judge(path, schema, &words)?;
    }
    Ok(())
}

/// The newest schema that the program knows.
pub fn known(schema: &Schema) -> u32 {
    u32::try_from(schema.migrations.len()).unwrap_or(u32::MAX)
}

/// The file that SQLite keeps beside a database: its log (`-wal`) or the index of that (`-shm`).
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn judge(path: &Path, schema: &Schema, words: &Words) -> Result<(), OpenError> {
    let ours = words.application == APPLICATION_ID;
    // Unmarked and empty is one whose making was interrupted by a power cut.
    let unfinished = words.application == 0 && words.version == 0 && !words.used;
    if !ours && !unfinished {
        return Err(OpenError::Foreign {
            path: path.to_owned(),
        });
    }
    let known = known(schema);
    if words.version > known {
        return Err(OpenError::Newer {
            path: path.to_owned(),
            found: words.version,
            known,
        });
    }
    Ok(())
}

/// What the file's first bytes say; nothing where there is no file, or an empty one.
fn head(path: &Path) -> Result<Option<Words>, OpenError> {
    let mut head = Vec::with_capacity(HEAD);
    let read = File::open(path).and_then(|file| {
        file.take(HEAD as u64).read_to_end(&mut head)?;
        Ok(())
    });
    match read {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            return Err(OpenError::Read {
                path: path.to_owned(),
                source,
            });
        }
        Ok(()) if head.is_empty() => return Ok(None),
        Ok(()) => {}
    }
    if !head.starts_with(MAGIC) {
        return Err(OpenError::Foreign {
            path: path.to_owned(),
        });
    }
    let number = |at: usize| -> u32 {
        head.get(at..at + 4)
            .and_then(|bytes| bytes.try_into().ok())
            .map_or(0, u32::from_be_bytes)
    };
    // A leaf of the list of tables (13) with no cells is an empty list.
    let used = head.get(100).is_some_and(|kind| *kind != 13)
        || head.get(103..105).is_some_and(|cells| cells != [0, 0]);
    Ok(Some(Words {
        application: number(68),
        version: number(60),
        used,
    }))
}

fn logged(path: &Path) -> Result<Words, rusqlite::Error> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    checkpoint::not_at_the_end(&connection)?;
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, u32>(0));
    Ok(Words {
        application: number("application_id")?,
        version: number("user_version")?,
        used: connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
            row.get::<_, i64>(0)
        })? > 0,
    })
}
