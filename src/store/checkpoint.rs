//! From the log of the database into its file, by our own hand.
//!
//! SQLite does that inside a commit when it is left to itself, and swallows what goes wrong. Here it comes after the
//! answers, so that nobody waits for it, and a failing fsync of the file ends the writer like one of the log does.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode};

use super::database::BUSY;
use super::group::DiskFailed;

/// So many pages in the log begin a checkpoint: 4 MiB.
const ENOUGH: u32 = 1_000;
/// So many pages say that readers have kept the log from beginning anew: 16 MiB. Then it is waited for them a little.
const MUCH: u32 = 4_000;
/// How long readers are waited for.
const PATIENCE: Duration = Duration::from_millis(200);
/// How often they are waited for.
const PAUSE: Duration = Duration::from_secs(10);

/// Watches how long the log is.
pub struct Checkpoint {
    /// Pages in the log after the last commit.
    pages: Arc<AtomicU32>,
    waited: Option<Instant>,
}

impl Checkpoint {
    /// Begins to watch the log of this connection. SQLite makes no checkpoints of its own from now on.
    pub fn watch(connection: &mut Connection) -> Self {
        let pages = Arc::new(AtomicU32::new(0));
        let told = Arc::clone(&pages);
        let hook = move |_: &mut rusqlite::hooks::Wal, length: std::ffi::c_int| {
            told.store(u32::try_from(length).unwrap_or(0), Ordering::Relaxed);
            Ok(())
        };
        // Without the hook the log would only be taken over at the end; the call fails on no open connection.
        if let Err(error) = connection.wal_hook(Some(hook)) {
            tracing::warn!(%error, "the length of the log is not told");
        }
        Checkpoint {
            pages,
            waited: None,
        }
    }

    /// Takes the log over where it is long enough.
    ///
    /// # Errors
    /// The disk failed.
    pub fn step(&mut self, connection: &Connection) -> Result<(), DiskFailed> {
        let pages = self.pages.load(Ordering::Relaxed);
        if pages < ENOUGH {
            return Ok(());
        }
        let often = self.waited.is_some_and(|at| at.elapsed() < PAUSE);
        if pages < MUCH || often {
            return judge(connection, take(connection, "PASSIVE"));
        }
        self.waited = Some(Instant::now());
        let waiting = connection
            .busy_timeout(PATIENCE)
            .and_then(|()| take(connection, "TRUNCATE"));
        judge(
            connection,
            waiting.and_then(|()| connection.busy_timeout(BUSY)),
        )
    }

    /// Takes over everything, before the connection is closed.
    ///
    /// # Errors
    /// The disk failed.
    pub fn last(&self, connection: &Connection) -> Result<(), DiskFailed> {
        // Fresh figures for the planner; it is no loss without.
        let _ = connection.execute_batch("PRAGMA optimize");
        judge(connection, take(connection, "TRUNCATE"))
    }
}

fn take(connection: &Connection, how: &str) -> Result<(), rusqlite::Error> {
    // Its row says how far it came and whether readers were in the way; the next one goes on from there.
    connection.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |_| Ok(()))
}

/// Which failures of a checkpoint are the disk's.
fn judge(connection: &Connection, taken: Result<(), rusqlite::Error>) -> Result<(), DiskFailed> {
    let Err(error) = taken else {
        return Ok(());
    };
    // Not even the settings of another kind of failure may stay behind.
    let _ = connection.busy_timeout(BUSY);
    match error.sqlite_error_code() {
        // Everything is still in the log.
        Some(
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::DiskFull
            | ErrorCode::OutOfMemory,
        ) => {
            tracing::warn!(%error, "the log of the database was not taken over; it is tried again");
            Ok(())
        }
        _ => {
            tracing::error!(%error, "the disk failed under a checkpoint");
            Err(DiskFailed)
        }
    }
}

/// Keeps a connection from taking the log over while it is closed: only the writer does, where the disk has not failed.
///
/// # Errors
/// SQLite does not know the setting.
pub fn not_at_the_end(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        .map(drop)
}
