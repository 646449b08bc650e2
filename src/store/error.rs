//! What can go wrong with a database.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::domain::kind::{Kind, Kinded};

/// Why a database was not opened. It was not written to either.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file, its folder or the disk.
    #[error(
        "the database {path} cannot be opened: make sure that its folder can be written and has space"
    )]
    Open {
        /// Which file.
        path: PathBuf,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// The file cannot be read or made.
    #[error("the file {path} cannot be opened: make sure that hotspotd may read and write it")]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The folder.
    #[error("the folder {path} cannot be made: name another by --data-dir")]
    Folder {
        /// Which.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// It belongs to another program.
    #[error(
        "{path} is not a database of hotspotd's: it is damaged, or another program's. Put back a backup (`hotspotd backup list`, `hotspotd restore FILE`), or name another folder by --data-dir"
    )]
    Foreign {
        /// Which file.
        path: PathBuf,
    },
    /// It is no sound database any more.
    #[error(
        "{path} is damaged: put back a backup with `hotspotd restore FILE`, or look at the disk"
    )]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// The disk or its file system does not do what a database needs.
    #[error(
        "the disk under {path} keeps no log for a database (journal mode {found}): name a folder on a local disk by --data-dir"
    )]
    NoLog {
        /// Which file.
        path: PathBuf,
        /// The journal mode that it got.
        found: String,
    },
    /// A newer hotspotd has written it.
    #[error(
        "{path} was written by a newer hotspotd (schema {found}, this one knows {known}): install that version again, or restore a backup made before the upgrade"
    )]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its schema.
        found: u32,
        /// The newest that this program knows.
        known: u32,
    },
    /// The copy before a migration.
    #[error(
        "{path} was not migrated, since no backup could be made before: make space on the disk"
    )]
    Backup {
        /// Which file.
        path: PathBuf,
        /// What stood in the way.
        #[source]
        source: StoreError,
    },
    /// A migration.
    #[error("{path} could not be migrated to schema {to}; it is as it was before")]
    Migration {
        /// Which file.
        path: PathBuf,
        /// To which schema.
        to: u32,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// No thread for the writer.
    #[error("the system gives no thread for the database {path}")]
    Thread {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}

impl OpenError {
    /// What SQLite said on opening: damage is told as such, everything else is about the file and its folder.
    pub(super) fn said(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                OpenError::Damaged { path, source }
            }
            _ => OpenError::Open { path, source },
        }
    }
}

/// Why a job on a database was not done. A write that failed changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such row.
    #[error("it does not exist")]
    Missing,
    /// It contradicts what is there: a name that is taken, a row that something refers to.
    #[error("it contradicts what is stored already")]
    Conflict(#[source] rusqlite::Error),
    /// 256 writes are waiting already.
    #[error("too many changes at once: try again in a moment")]
    Busy,
    /// The disk is full.
    #[error("the disk is full: make space on it; nothing was saved")]
    Full(#[source] rusqlite::Error),
    /// The database undid all that was to be saved together, because of another job: mostly, the disk is full.
    #[error(
        "nothing was saved, since the database had to undo it: make sure that the disk has space, and try again"
    )]
    Undone,
    /// The disk failed under a commit, or the writer is gone. Only a restart decides what was saved.
    #[error("the database has failed; the program must start again")]
    Broken,
    /// The database has no tables yet.
    #[error("the database is still being made: try again when hotspotd is ready")]
    Unmade,
    /// A job ended in a bug of ours; the others go on.
    #[error("a job on the database ended early")]
    Panicked,
    /// What is stored cannot be read as what it should be.
    #[error("what is stored as {0} cannot be read")]
    Damaged(&'static str),
    /// A file beside the database.
    #[error("the file {path} cannot be written")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// Everything else that SQLite says.
    #[error("the database refused")]
    Other(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        if matches!(error, rusqlite::Error::QueryReturnedNoRows) {
            return StoreError::Missing;
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation) => StoreError::Conflict(error),
            Some(ErrorCode::DiskFull) => StoreError::Full(error),
            _ => StoreError::Other(error),
        }
    }
}

impl Kinded for StoreError {
    fn kind(&self) -> Kind {
        match self {
            StoreError::Missing => Kind::NotFound,
            StoreError::Conflict(_) => Kind::Conflict,
            StoreError::Busy | StoreError::Full(_) | StoreError::Undone | StoreError::Unmade => {
                Kind::Busy
            }
            _ => Kind::Internal,
        }
    }
}
