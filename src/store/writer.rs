//! The one thread that writes: jobs that wait together are committed together.
//!
//! A commit is an fsync, and on flash that is what a write costs. Whatever arrived while one commit was under way goes
//! into the next: nobody waits for company, and a crowd shares the cost.

use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::{oneshot, watch};

use super::error::StoreError;

/// How many jobs may wait.
const QUEUE: usize = 256;
/// How many jobs share a commit at most.
const GROUP: usize = 64;
/// How long jobs are collected for one commit at most.
const COLLECT: Duration = Duration::from_millis(5);

/// Something that waits to be written.
trait Job: Send {
    /// Does it; tells whether it went well.
    fn run(&mut self, connection: &Connection) -> bool;
    /// Tells whoever gave it how it ended: well only if it went well and was committed.
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

/// A job with its outcome and with who wants to know it.
struct Asked<T, E, J> {
    job: Option<J>,
    outcome: Option<Result<T, E>>,
    tell: oneshot::Sender<Result<T, E>>,
}

impl<T, E, J> Job for Asked<T, E, J>
where
    T: Send,
    E: From<StoreError> + Send,
    J: FnOnce(&Connection) -> Result<T, E> + Send,
{
    fn run(&mut self, connection: &Connection) -> bool {
        let Some(job) = self.job.take() else {
            return false;
        };
        let outcome = catch_unwind(AssertUnwindSafe(|| job(connection)))
            .unwrap_or_else(|_| Err(StoreError::Panicked.into()));
        let went_well = outcome.is_ok();
        self.outcome = Some(outcome);
        went_well
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let answer = match (self.outcome, committed) {
            (Some(Err(error)), _) => Err(error),
            (_, Err(error)) => Err(error.into()),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (None, Ok(())) => Err(StoreError::Broken.into()),
        };
        // Nobody may listen any more; the commit stands all the same.
        let _ = self.tell.send(answer);
    }
}

/// The way to the writing thread.
#[derive(Clone)]
pub struct Writer {
    jobs: SyncSender<Box<dyn Job>>,
    failed: watch::Receiver<bool>,
}

impl Writer {
    /// Starts the thread. It ends when the last `Writer` is dropped.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(connection: Connection, name: &str) -> io::Result<Self> {
        let (jobs, waiting) = sync_channel(QUEUE);
        let (tell, failed) = watch::channel(false);
        thread::Builder::new()
            .name(format!("write {name}"))
            .spawn(move || {
                if work(&connection, &waiting).is_err() {
                    // What waits is dropped with the queue: each learns that the database is broken.
                    let _ = tell.send(true);
                }
            })?;
        Ok(Writer { jobs, failed })
    }

    /// Becomes true when the disk failed under a commit.
    pub fn failed(&self) -> watch::Receiver<bool> {
        self.failed.clone()
    }

    /// Runs a job and waits for its commit.
    ///
    /// # Errors
    /// Those of the job, [`StoreError::Busy`], [`StoreError::Broken`], and those of the commit.
    pub async fn run<T, E, J>(&self, job: J) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        J: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let job = Box::new(Asked {
            job: Some(job),
            outcome: None,
            tell,
        });
        self.jobs.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => StoreError::Busy,
            TrySendError::Disconnected(_) => StoreError::Broken,
        })?;
        told.await
            .unwrap_or_else(|_| Err(StoreError::Broken.into()))
    }
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Writer")
    }
}

/// The disk failed under a commit.
struct DiskFailed;

fn work(connection: &Connection, waiting: &Receiver<Box<dyn Job>>) -> Result<(), DiskFailed> {
    while let Ok(first) = waiting.recv() {
        group(connection, first, waiting)?;
    }
    Ok(())
}

/// Runs the first job and those that wait behind it, commits them together, and answers them.
fn group(
    connection: &Connection,
    first: Box<dyn Job>,
    waiting: &Receiver<Box<dyn Job>>,
) -> Result<(), DiskFailed> {
    if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
        first.answer(Err(error.into()));
        return Ok(());
    }
    let began = Instant::now();
    let mut done = Vec::new();
    let mut next = Some(first);
    while let Some(mut job) = next.take() {
        let outcome = alone(connection, job.as_mut());
        if connection.is_autocommit() {
            // SQLite itself has rolled the whole transaction back (a full disk, for one): none of these jobs was done.
            done.push(job);
            tell_all(done, full);
            return Ok(());
        }
        match outcome {
            Ok(()) => done.push(job),
            Err(error) => job.answer(Err(error.into())),
        }
        if done.len() < GROUP && began.elapsed() < COLLECT {
            next = waiting.try_recv().ok();
        }
    }
    let Err(error) = connection.execute_batch("COMMIT") else {
        for job in done {
            job.answer(Ok(()));
        }
        return Ok(());
    };
    let error = StoreError::from(error);
    // Where SQLite has done so already, this says that there is nothing to roll back.
    let _ = connection.execute_batch("ROLLBACK");
    if let StoreError::Full(_) = error {
        tell_all(done, full);
        return Ok(());
    }
    // After a failed fsync nobody knows what is on the disk, and a second one may lie: never try again.
    tracing::error!(error = ?error, "the disk failed under a commit");
    tell_all(done, || StoreError::Broken);
    Err(DiskFailed)
}

/// Runs one job in a savepoint of its own, so that it is undone alone when it fails.
fn alone(connection: &Connection, job: &mut dyn Job) -> Result<(), rusqlite::Error> {
    connection.execute_batch("SAVEPOINT job")?;
    if job.run(connection) {
        connection.execute_batch("RELEASE job")
    } else if connection.is_autocommit() {
        Ok(())
    } else {
        connection.execute_batch("ROLLBACK TO job; RELEASE job")
    }
}

fn tell_all(jobs: Vec<Box<dyn Job>>, error: impl Fn() -> StoreError) {
    for job in jobs {
        job.answer(Err(error()));
    }
}

fn full() -> StoreError {
    StoreError::Full(rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL),
        None,
    ))
}
