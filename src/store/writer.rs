//! The one thread that writes, and the way to it.

use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rusqlite::Connection;
use tokio::sync::{oneshot, watch};

use super::error::StoreError;
use super::group;
use super::load::{Load, Measured, Queue, queue};

/// Something that waits to be written.
pub trait Job: Send {
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
    /// Nothing once it was closed.
    jobs: Arc<Mutex<Option<Queue>>>,
    load: Arc<Load>,
    failed: watch::Receiver<bool>,
    ended: watch::Receiver<bool>,
}

impl Writer {
    /// Starts the thread. It ends when it is closed, or when the last `Writer` is dropped.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(connection: Connection, name: &str) -> io::Result<Self> {
        let (jobs, waiting) = queue();
        let load = Arc::clone(&waiting.load);
        let (tell, failed) = watch::channel(false);
        let (tell_end, ended) = watch::channel(false);
        thread::Builder::new()
            .name(format!("write {name}"))
            .spawn(move || {
                if group::work(connection, &waiting).is_err() {
                    // What waits is dropped with the queue: each learns that the database is broken.
                    let _ = tell.send(true);
                }
                let _ = tell_end.send(true);
            })?;
        Ok(Writer {
            jobs: Arc::new(Mutex::new(Some(jobs))),
            load,
            failed,
            ended,
        })
    }

    /// Becomes true when the disk has failed.
    pub fn failed(&self) -> watch::Receiver<bool> {
        self.failed.clone()
    }

    /// What it has to do, and how long its commits take.
    pub fn measured(&self) -> Measured {
        self.load.read()
    }

    /// Takes no more jobs, does those that wait, closes the connection, and returns when that is done.
    pub async fn close(&self) {
        drop(self.lock().take());
        let mut ended = self.ended.clone();
        // An error says that the thread is gone, which is an end too.
        let _ = ended.wait_for(|ended| *ended).await;
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
        self.give(job)?;
        told.await
            .unwrap_or_else(|_| Err(StoreError::Broken.into()))
    }

    fn give(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        let jobs = self.lock();
        jobs.as_ref().ok_or(StoreError::Broken)?.give(job)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Queue>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Writer")
    }
}
