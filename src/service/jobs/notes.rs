//! What happens in a job, written down as it happens and told to whoever listens.

use std::sync::Arc;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;

use crate::domain::hotspot::changeset::ChangeSet;
use crate::domain::id::JobId;
use crate::domain::task::{Happening, Step};
use crate::service::appliance::Appliance;
use crate::service::apply::{Progress, Protection};
use crate::store::{StoreError, job};

/// Takes down what happens. Noting never waits; the disk follows, several notes to a commit.
pub struct Notes {
    tell: UnboundedSender<Happening>,
    writing: JoinHandle<()>,
    under_way: Option<Step>,
    done: usize,
    of: usize,
}

impl Notes {
    /// Begins to take down what happens in a job.
    pub fn begin(appliance: &Arc<Appliance>, id: JobId) -> Self {
        let (tell, told) = unbounded_channel();
        Notes {
            tell,
            writing: tokio::spawn(write(Arc::clone(appliance), id, told)),
            under_way: None,
            done: 0,
            of: 0,
        }
    }

    /// Notes something.
    pub fn note(&self, happening: Happening) {
        // The writer ends only after this sender.
        let _ = self.tell.send(happening);
    }

    /// Begins a step, unless it is under way.
    pub fn step(&mut self, step: Step) {
        if self.under_way != Some(step) {
            self.under_way = Some(step);
            self.note(Happening::Began { step });
        }
    }

    /// A sentence about the step under way.
    pub fn tell(&self, text: impl Into<String>) {
        self.note(Happening::Note { text: text.into() });
    }

    /// What is to be done, so that it can be told how much of it is.
    pub fn expect(&mut self, changes: &ChangeSet) {
        (self.done, self.of) = (0, changes.changes.len());
    }

    /// Takes down what an apply tells.
    pub fn progress(&mut self, progress: Progress<'_>) {
        match progress {
            Progress::Arming => self.step(Step::Protect),
            Progress::Protected(protection) => self.tell(protected(protection)),
            Progress::Stage { .. } => self.step(Step::Write),
            Progress::Done(change) => {
                self.done += 1;
                self.note(Happening::Came {
                    done: self.done,
                    of: self.of,
                    row: change.name(),
                });
            }
            Progress::Verifying => self.step(Step::Verify),
            Progress::Waiting(pause) => self.tell(format!(
                "The router does not answer; it is asked again in {} s.",
                pause.as_secs().max(1)
            )),
            Progress::RollingBack => {
                if self.under_way != Some(Step::RollBack) {
                    self.note(Happening::Failed {
                        text: "This could not be kept; the router is put back.".to_owned(),
                    });
                    self.step(Step::RollBack);
                }
            }
        }
    }

    /// Ends; everything is on the disk when this returns.
    pub async fn end(self) {
        drop(self.tell);
        // A writer that panicked has written what it could.
        let _ = self.writing.await;
    }
}

fn protected(protection: Protection) -> String {
    match protection {
        Protection::Guard { seconds } => format!(
            "A guard stands on the router: it puts itself back after {seconds} s, or when it restarts, unless everything is proven by then."
        ),
        Protection::SafeMode => {
            "The router's safe mode stands ready: it undoes everything if this session is lost."
                .to_owned()
        }
        Protection::Script => {
            "An undo script stands on the router; the changes cannot cut anybody off.".to_owned()
        }
    }
}

async fn write(appliance: Arc<Appliance>, id: JobId, mut told: UnboundedReceiver<Happening>) {
    let mut batch = Vec::new();
    while told.recv_many(&mut batch, 256).await > 0 {
        let events: Vec<String> = batch
            .drain(..)
            .filter_map(|happening| serde_json::to_string(&happening).ok())
            .collect();
        let now = appliance.clock.now();
        let written = appliance
            .state
            .write(move |connection| {
                for event in &events {
                    job::note(connection, id, event, now)?;
                }
                Ok::<_, StoreError>(())
            })
            .await;
        if let Err(error) = written {
            // The job goes on: what it does to the router matters more than what is told of it.
            tracing::error!(%id, %error, "what happened in a job could not be noted");
        }
        let _ = appliance.happened.send(id);
    }
}
