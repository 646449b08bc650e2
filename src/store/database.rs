//! A database: its file, its settings, its writer and its readers.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::watch;

use super::error::{OpenError, StoreError};
use super::migrate;
use super::readers::Readers;
use super::writer::Writer;
use crate::domain::moment::Moment;

/// `HSPD`: tells our databases from those of other programs.
pub const APPLICATION_ID: u32 = 0x4853_5044;
/// How long one connection waits for another.
const BUSY: Duration = Duration::from_secs(5);

/// What a database is for: its file, its tables, and what a power cut may take.
#[derive(Debug)]
pub struct Schema {
    /// Name of the file, without the folder.
    pub file: &'static str,
    /// One script per version, the first makes version 1.
    pub migrations: &'static [&'static str],
    /// `FULL`: an acknowledged write survives a power cut. `NORMAL`: the last ones may be lost, the flash lives longer.
    pub synchronous: &'static str,
    /// Whether a copy is made before it is migrated.
    pub precious: bool,
    /// How many connections only read.
    pub readers: usize,
}

/// Accounts, routers, jobs, money: whatever may not be lost.
pub const STATE: Schema = Schema {
    file: "state.db",
    migrations: &[
        include_str!("migrations/state/0001_accounts.sql"),
        include_str!("migrations/state/0002_routers.sql"),
        include_str!("migrations/state/0003_catalogue.sql"),
    ],
    synchronous: "FULL",
    precious: true,
    readers: 3,
};

/// Samples and counters: may be thrown away.
pub const TELEMETRY: Schema = Schema {
    file: "telemetry.db",
    migrations: &[include_str!("migrations/telemetry/0001_samples.sql")],
    synchronous: "NORMAL",
    precious: false,
    readers: 1,
};

/// An open database. Cloning gives another handle to the same.
#[derive(Debug, Clone)]
pub struct Database {
    path: PathBuf,
    writer: Writer,
    readers: Readers,
}

impl Database {
    /// Opens the database in this folder, which is made when it is absent; migrates it when it is older than the program.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open(folder: &Path, schema: &Schema, now: Moment) -> Result<Self, OpenError> {
        make_folder(folder)?;
        let path = folder.join(schema.file);
        let opened = |source| OpenError::Open {
            path: path.clone(),
            source,
        };
        migrate::admit(&path, schema)?;
        let mut connection = connect(&path, schema, false).map_err(opened)?;
        migrate::migrate(&mut connection, &path, schema, now)?;
        let readers = (0..schema.readers)
            .map(|_| connect(&path, schema, true))
            .collect::<Result<Vec<_>, _>>()
            .map_err(opened)?;
        let writer =
            Writer::start(connection, schema.file).map_err(|source| OpenError::Thread {
                path: path.clone(),
                source,
            })?;
        Ok(Database {
            path,
            writer,
            readers: Readers::new(readers),
        })
    }

    /// Where its file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs a job on the writing thread, in a transaction that other jobs may share; each is undone alone when it fails.
    /// When this returns `Ok`, the change is on the disk (with [`STATE`]).
    ///
    /// # Errors
    /// Those of the job; [`StoreError::Busy`] where too many wait; [`StoreError::Broken`] after the disk failed.
    pub async fn write<T, E, J>(&self, job: J) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        J: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    {
        self.writer.run(job).await
    }

    /// Runs a job on a connection that only reads, in one snapshot.
    ///
    /// # Errors
    /// Those of the job.
    pub async fn read<T, E, J>(&self, job: J) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        J: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    {
        self.readers.run(job).await
    }

    /// Becomes true when the disk has failed under a commit: then the program must end, and a restart decides.
    pub fn failed(&self) -> watch::Receiver<bool> {
        self.writer.failed()
    }
}

fn make_folder(folder: &Path) -> Result<(), OpenError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder).map_err(|source| OpenError::Folder {
        path: folder.to_owned(),
        source,
    })
}

/// A connection with the settings that hold everywhere.
fn connect(path: &Path, schema: &Schema, reads: bool) -> Result<Connection, rusqlite::Error> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if reads {
        flags.remove(OpenFlags::SQLITE_OPEN_CREATE);
    }
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    // The page size counts only before the file holds anything.
    connection.execute_batch("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL;")?;
    connection.execute_batch(&format!(
        "PRAGMA synchronous = {};
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA wal_autocheckpoint = 1000;
         PRAGMA journal_size_limit = 16777216;
         PRAGMA cache_size = {};
         PRAGMA mmap_size = 0;
         PRAGMA temp_store = MEMORY;",
        schema.synchronous,
        if reads { -1000 } else { -4000 },
    ))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_prepared_statement_cache_capacity(64);
    if reads {
        connection.execute_batch("PRAGMA query_only = ON;")?;
    }
    Ok(connection)
}
