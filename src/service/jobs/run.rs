//! Doing what waits: one job at a time on each router, the oldest first.

use std::sync::Arc;

use crate::domain::id::{JobId, RouterId};
use crate::domain::task::Happening;
use crate::service::appliance::Appliance;
use crate::service::routers::site;
use crate::store::configuration;
use crate::store::job::{self, Job, JobKind, JobState};
use crate::store::{StoreError, router};

use super::JobError;
use super::course::{self, Outcome};
use super::notes::Notes;

/// Does jobs as they are asked for, until the program ends. First those that a stop had left open.
pub async fn run(appliance: Arc<Appliance>) {
    // Listened to from before the first look, so that none falls between.
    let mut woken = appliance.woken();
    match open(&appliance).await {
        Ok(open) => {
            for job in open {
                start(&appliance, job);
            }
        }
        Err(error) => tracing::error!(%error, "the open jobs cannot be read"),
    }
    while let Some(router) = woken.recv().await {
        start(&appliance, router);
    }
}

async fn open(appliance: &Appliance) -> Result<Vec<RouterId>, JobError> {
    let jobs = appliance
        .state
        .read(|connection| Ok::<_, JobError>(job::open(connection)?))
        .await?;
    let mut routers: Vec<RouterId> = jobs.iter().map(|job| job.router).collect();
    routers.sort();
    routers.dedup();
    Ok(routers)
}

fn start(appliance: &Arc<Appliance>, router: RouterId) {
    let appliance = Arc::clone(appliance);
    tokio::spawn(async move {
        if let Err(error) = work(&appliance, router).await {
            tracing::error!(%router, %error, "a job could not be done");
        }
    });
}

/// Does what waits for a router, one after the other.
async fn work(appliance: &Arc<Appliance>, router: RouterId) -> Result<(), JobError> {
    let hand = appliance.hand(router);
    let _held = hand.lock().await;
    while let Some((job, resumed)) = next(appliance, router).await? {
        let mut notes = Notes::begin(appliance, job.id);
        if resumed {
            notes.note(Happening::Resumed);
        }
        let outcome = match job.kind {
            JobKind::Apply | JobKind::PutBack | JobKind::Return => {
                course::change(appliance, &job, resumed, &mut notes).await
            }
            kind => super::other::run(appliance, &job, kind, &mut notes).await,
        };
        let ended = Happening::Ended {
            state: outcome.state.as_str().to_owned(),
            text: outcome.text.clone(),
        };
        if outcome.state != JobState::Done {
            notes.note(Happening::Failed {
                text: outcome.text.clone(),
            });
        }
        // Events first: whoever sees the job over sees all of them.
        notes.end().await;
        finish(appliance, &job, outcome, &ended).await?;
    }
    Ok(())
}

/// The next job: one that was under way when the program was stopped, else the oldest that waits.
async fn next(appliance: &Appliance, router: RouterId) -> Result<Option<(Job, bool)>, JobError> {
    let now = appliance.clock.now();
    appliance
        .state
        .write(move |connection| {
            // Nobody else runs jobs of this router: one that runs is one that was left.
            let left = job::open(connection)?
                .into_iter()
                .find(|job| job.router == router && job.state == JobState::Running);
            if let Some(left) = left {
                return Ok(Some((left, true)));
            }
            let Some(waiting) = job::next(connection, router)? else {
                return Ok(None);
            };
            job::begin(connection, waiting.id, now)?;
            Ok(Some((job::get(connection, waiting.id)?, false)))
        })
        .await
}

async fn finish(
    appliance: &Appliance,
    job: &Job,
    outcome: Outcome,
    ended: &Happening,
) -> Result<(), JobError> {
    let now = appliance.clock.now();
    let (id, router, configuration, kind) = (job.id, job.router, job.configuration, job.kind);
    let event = serde_json::to_string(ended).unwrap_or_default();
    // A return makes the site it returned to the router's site, once the router holds it.
    let returned = match (&outcome.site, kind) {
        (Some(site), JobKind::Return) => Some(site::seal(appliance, router, site)?),
        _ => None,
    };
    let returns = returned.is_some();
    appliance
        .state
        .write(move |connection| {
            job::note(connection, id, &event, now)?;
            job::end(
                connection,
                id,
                outcome.state,
                &outcome.text,
                outcome.report.as_deref(),
                now,
            )?;
            if let Some(configuration) = configuration {
                configuration::set_fate(connection, configuration, outcome.fate, now)?;
            }
            if let Some(stored) = returned {
                let over = router::get(connection, router)?.site_version;
                router::set_site(connection, router, &stored, over)?;
            }
            if outcome.fate == configuration::Fate::Applied {
                router::holds_its_site(connection, router, now)?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    tell(appliance, id);
    if returns {
        site::learn_hotspots(appliance).await?;
    }
    Ok(())
}

fn tell(appliance: &Appliance, id: JobId) {
    // Nobody may be looking.
    let _ = appliance.happened.send(id);
}
