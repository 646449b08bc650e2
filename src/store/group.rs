//! Group commit: jobs that wait together are committed together.
//!
//! A commit is an fsync, and on flash that is what a write costs. Whatever arrived while one commit was under way goes
//! into the next: nobody waits for company, and a crowd shares the cost.

use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode};

use super::checkpoint::Checkpoint;
use super::error::StoreError;
use super::load::Waiting;
use super::writer::Job;

/// How many jobs share a commit at most.
const GROUP: usize = 64;
/// How long jobs are collected for one commit at most.
const COLLECT: Duration = Duration::from_millis(5);

/// The disk failed under a commit or a checkpoint.
#[derive(Debug)]
pub struct DiskFailed;

/// Does jobs until nobody can give any more.
///
/// # Errors
/// The disk failed. The connection is closed then, and nothing more is tried on it.
pub fn work(mut connection: Connection, waiting: &Waiting) -> Result<(), DiskFailed> {
    let mut checkpoint = Checkpoint::watch(&mut connection);
    while let Some(first) = waiting.first() {
        group(&connection, first, waiting)?;
        // After the answers: nobody waits for it.
        checkpoint.step(&connection)?;
    }
    checkpoint.last(&connection)
}

/// Runs the first job and those that wait behind it, commits them together, and answers them.
fn group(
    connection: &Connection,
    first: Box<dyn Job>,
    waiting: &Waiting,
) -> Result<(), DiskFailed> {
    let before = connection.total_changes();
    if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
        first.answer(Err(error.into()));
        return Ok(());
    }
    // Counted from the end of the first job: however long that took, those that wait behind it share its commit.
    let mut began = None;
    let mut done = Vec::new();
    let mut next = Some(first);
    while let Some(mut job) = next.take() {
        match alone(connection, job.as_mut()) {
            Course::Kept => done.push(job),
            Course::Undone => job.answer(Ok(())),
            Course::AllUndone(error) => {
                job.answer(Err(error));
                undone(done);
                return Ok(());
            }
        }
        let began = *began.get_or_insert_with(Instant::now);
        if done.len() < GROUP && began.elapsed() < COLLECT {
            next = waiting.next();
        }
    }
    let wrote = connection.total_changes() > before;
    let at = Instant::now();
    let Err(error) = connection.execute_batch("COMMIT") else {
        if wrote && !done.is_empty() {
            waiting.load.commits.note(at.elapsed());
        }
        for job in done {
            job.answer(Ok(()));
        }
        return Ok(());
    };
    // Where SQLite has done so already, this says that there is nothing to roll back.
    let _ = connection.execute_batch("ROLLBACK");
    match error.sqlite_error_code() {
        // Nothing was synced, so nothing is in doubt.
        Some(ErrorCode::DiskFull) => {
            for job in done {
                job.answer(Err(full()));
            }
            Ok(())
        }
        // Only a deferred reference could still be refused here; a reader in the way cannot be, but would do no harm.
        Some(ErrorCode::ConstraintViolation | ErrorCode::DatabaseBusy) => {
            tracing::error!(%error, "a commit was refused");
            undone(done);
            Ok(())
        }
        // After a failed fsync nobody knows what is on the disk, and a second one may lie: never try again.
        _ => {
            tracing::error!(%error, "the disk failed under a commit");
            for job in done {
                job.answer(Err(StoreError::Broken));
            }
            Err(DiskFailed)
        }
    }
}

/// What became of a job before the commit.
enum Course {
    /// It went well and waits for the commit.
    Kept,
    /// It failed and was undone alone.
    Undone,
    /// The whole transaction is gone, with the jobs before it; so would an error of its own be told before this one.
    AllUndone(StoreError),
}

/// Runs one job in a savepoint of its own, so that it is undone alone when it fails.
fn alone(connection: &Connection, job: &mut dyn Job) -> Course {
    let ended = match connection.execute_batch("SAVEPOINT job") {
        Err(error) => Err(error),
        Ok(()) if job.run(connection) => connection
            .execute_batch("RELEASE job")
            .map(|()| Course::Kept),
        // SQLite itself has rolled back (a full disk, for one): it left no savepoint.
        Ok(()) if connection.is_autocommit() => return Course::AllUndone(StoreError::Undone),
        Ok(()) => connection
            .execute_batch("ROLLBACK TO job; RELEASE job")
            .map(|()| Course::Undone),
    };
    ended.unwrap_or_else(|error| {
        // A savepoint that cannot be left in order would be committed with the others.
        let _ = connection.execute_batch("ROLLBACK");
        Course::AllUndone(error.into())
    })
}

fn undone(jobs: Vec<Box<dyn Job>>) {
    for job in jobs {
        job.answer(Err(StoreError::Undone));
    }
}

fn full() -> StoreError {
    StoreError::Full(rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL),
        None,
    ))
}
