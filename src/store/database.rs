//! A database: its file, its settings, its writer and its readers.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::watch;

use super::admit::{admit, beside};
use super::error::{OpenError, StoreError};
use super::load::Measured;
use super::readers::Readers;
use super::writer::Writer;
use super::{checkpoint, migrate, private, snapshot};
use crate::domain::moment::Moment;

/// `HSPD`: tells our databases from those of other programs.
pub const APPLICATION_ID: u32 = 0x4853_5044;
/// How long one connection waits for another.
pub(super) const BUSY: Duration = Duration::from_secs(5);

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
        include_str!("migrations/state/0004_indexes.sql"),
    ],
    synchronous: "FULL",
    precious: true,
    // As many as threads that answer: each keeps a cache of its own.
    readers: 2,
};

/// Samples and counters: may be thrown away.
pub const TELEMETRY: Schema = Schema {
    file: "telemetry.db",
    migrations: &[
        include_str!("migrations/telemetry/0001_samples.sql"),
        include_str!("migrations/telemetry/0002_vitals.sql"),
    ],
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
    /// One that may be thrown away and is damaged is put aside, and a new one made.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open(folder: &Path, schema: &Schema, now: Moment) -> Result<Self, OpenError> {
        let path = folder.join(schema.file);
        private::make_folder(folder).map_err(|source| OpenError::Folder {
            path: folder.to_owned(),
            source,
        })?;
        match Self::open_file(&path, schema, now) {
            Err(error) if !schema.precious && is_damage(&error) => {
                tracing::warn!(%error, path = %path.display(), "a damaged database of samples is put aside, a new one is made");
                put_aside(&path)?;
                Self::open_file(&path, schema, now)
            }
            opened => opened,
        }
    }

    fn open_file(path: &Path, schema: &Schema, now: Moment) -> Result<Self, OpenError> {
        admit(path, schema)?;
        make_file(path)?;
        let said = |source| OpenError::said(path, source);
        let mut connection = connect(path, schema, false)?;
        if !schema.precious {
            sound(&connection).map_err(said)?;
        }
        migrate::migrate(&mut connection, path, schema, now)?;
        let readers = (0..schema.readers)
            .map(|_| connect(path, schema, true))
            .collect::<Result<Vec<_>, _>>()?;
        let writer =
            Writer::start(connection, schema.file).map_err(|source| OpenError::Thread {
                path: path.to_owned(),
                source,
            })?;
        Ok(Database {
            path: path.to_owned(),
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

    /// Copies the database into a file of this name in this folder, checked and synced, while others read and write.
    ///
    /// # Errors
    /// The disk, or a copy that is not sound.
    pub async fn snapshot(&self, folder: PathBuf, name: String) -> Result<PathBuf, StoreError> {
        let path = self.path.clone();
        tokio::task::spawn_blocking(move || snapshot::snapshot(&path, &folder, &name))
            .await
            .unwrap_or(Err(StoreError::Panicked))
    }

    /// Does what waits, takes no more, and closes all connections: what was written is then in the file itself, and
    /// another program may have it.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// What its writer has to do, and how long its commits take.
    pub fn measured(&self) -> Measured {
        self.writer.measured()
    }

    /// Becomes true when the disk has failed: then the program must end, and a restart decides.
    pub fn failed(&self) -> watch::Receiver<bool> {
        self.writer.failed()
    }
}

fn is_damage(error: &OpenError) -> bool {
    matches!(
        error,
        OpenError::Damaged { .. } | OpenError::Foreign { .. } | OpenError::Newer { .. }
    )
}

/// The one that was put aside before goes: samples are not worth the room.
fn put_aside(path: &Path) -> Result<(), OpenError> {
    let put = || {
        snapshot::remove(&beside(path, "-wal"))?;
        snapshot::remove(&beside(path, "-shm"))?;
        std::fs::rename(path, beside(path, ".damaged"))
    };
    put().map_err(|source| OpenError::Read {
        path: path.to_owned(),
        source,
    })
}

/// Makes the file where there is none, so that nobody else may read it, and its name survives a power cut.
fn make_file(path: &Path) -> Result<(), OpenError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    private::private(path)
        .and_then(|_| std::fs::File::open(folder)?.sync_all())
        .map_err(|source| OpenError::Read {
            path: path.to_owned(),
            source,
        })
}

/// Whether every page is what it should be.
fn sound(connection: &Connection) -> Result<(), rusqlite::Error> {
    let said: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said == "ok" {
        return Ok(());
    }
    Err(rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT),
        Some(said),
    ))
}

/// A connection with the settings that hold everywhere.
fn connect(path: &Path, schema: &Schema, reads: bool) -> Result<Connection, OpenError> {
    let said = |source| OpenError::said(path, source);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(said)?;
    let found = configure(&connection, schema, reads).map_err(said)?;
    if found != "wal" {
        return Err(OpenError::NoLog {
            path: path.to_owned(),
            found,
        });
    }
    Ok(connection)
}

/// Sets everything and tells the journal mode.
fn configure(
    connection: &Connection,
    schema: &Schema,
    reads: bool,
) -> Result<String, rusqlite::Error> {
    connection.busy_timeout(BUSY)?;
    // The page size counts only before the file holds anything.
    connection.execute_batch("PRAGMA page_size = 4096")?;
    let mode = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    // The log is taken over by the writer alone (checkpoint.rs).
    connection.execute_batch(&format!(
        "PRAGMA synchronous = {};
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA wal_autocheckpoint = 0;
         PRAGMA journal_size_limit = 16777216;
         PRAGMA cache_size = {};
         PRAGMA mmap_size = 0;
         PRAGMA temp_store = MEMORY;",
        schema.synchronous,
        if reads { -1000 } else { -4000 },
    ))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    checkpoint::not_at_the_end(connection)?;
    connection.set_prepared_statement_cache_capacity(64);
    if reads {
        connection.execute_batch("PRAGMA query_only = ON;")?;
    }
    Ok(mode)
}
