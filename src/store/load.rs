//! What a writing thread has to do, and how long its commits take.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use super::error::StoreError;
use super::writer::Job;
use crate::domain::histogram::{Durations, Histogram};

/// How many jobs may wait.
pub const QUEUE: usize = 256;

/// Counted while a writer works.
#[derive(Debug, Default)]
pub struct Load {
    waiting: AtomicUsize,
    /// Commits that wrote something: one of nothing costs nothing.
    pub commits: Histogram,
}

/// How a writer is.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// Jobs that wait for it.
    pub waiting: usize,
    /// Its commits that wrote something, and how long they took.
    pub commits: Durations,
}

impl Load {
    /// How the writer is just now.
    pub fn read(&self) -> Measured {
        Measured {
            waiting: self.waiting.load(Ordering::Relaxed),
            commits: self.commits.read(),
        }
    }
}

/// The end of the queue at which jobs go in.
#[derive(Debug)]
pub struct Queue {
    jobs: SyncSender<Box<dyn Job>>,
    load: Arc<Load>,
}

/// The end at which the writer takes them.
#[derive(Debug)]
pub struct Waiting {
    jobs: Receiver<Box<dyn Job>>,
    /// What is counted of this writer.
    pub load: Arc<Load>,
}

/// A queue with its two ends.
pub fn queue() -> (Queue, Waiting) {
    let (into, out) = sync_channel(QUEUE);
    let load = Arc::new(Load::default());
    let queue = Queue {
        jobs: into,
        load: Arc::clone(&load),
    };
    (queue, Waiting { jobs: out, load })
}

impl Queue {
    /// Puts a job in line.
    ///
    /// # Errors
    /// [`StoreError::Busy`] where too many wait; [`StoreError::Broken`] where the writer has ended.
    pub fn give(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        // Before it can be taken, or it would be gone before it was there.
        self.load.waiting.fetch_add(1, Ordering::Relaxed);
        self.jobs.try_send(job).map_err(|error| {
            self.load.waiting.fetch_sub(1, Ordering::Relaxed);
            match error {
                TrySendError::Full(_) => StoreError::Busy,
                TrySendError::Disconnected(_) => StoreError::Broken,
            }
        })
    }
}

impl Waiting {
    /// Waits for a job; nothing where nobody can give any more.
    pub fn first(&self) -> Option<Box<dyn Job>> {
        let job = self.jobs.recv().ok()?;
        self.load.waiting.fetch_sub(1, Ordering::Relaxed);
        Some(job)
    }

    /// A job that waits already.
    pub fn next(&self) -> Option<Box<dyn Job>> {
        let job = self.jobs.try_recv().ok()?;
        self.load.waiting.fetch_sub(1, Ordering::Relaxed);
        Some(job)
    }
}
