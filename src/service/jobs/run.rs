//! Doing what waits: one job at a time on each router, the oldest first.

use std::sync::Arc;

use crate::domain::id::{JobId, RouterId};
use crate::domain::moment::Moment;
use crate::domain::task::Happening;
use crate::service::appliance::Appliance;
use crate::service::routers::change::Agreed;
use crate::service::routers::site;
use crate::store::configuration;
use crate::store::job::{self, Job, JobKind, JobState};
use crate::store::router::{self, Drift, Found, Itself, StoredSite};
use crate::store::{Connection, StoreError};

use super::JobError;
use super::course::{self, Outcome};
use super::notes::Notes;

/// What is added where the router holds what was asked for, and its site is another by then.
const OVERTAKEN: &str = " The router's site was saved anew meanwhile and stays as it was saved: look at the difference under Changes.";

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
        if outcome.state != JobState::Done {
            notes.note(Happening::Failed {
                text: outcome.text.clone(),
            });
        }
        // Events first: whoever sees the job over sees all of them.
        notes.end().await;
        finish(appliance, job, outcome).await?;
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

async fn finish(appliance: &Appliance, job: Job, mut outcome: Outcome) -> Result<(), JobError> {
    let now = appliance.clock.now();
    let (id, router, kind) = (job.id, job.router, job.kind);
    // Before it can be seen that it is over: whoever sees that finds it counted.
    appliance.tally.job(kind, outcome.state);
    if matches!(kind, JobKind::Apply | JobKind::PutBack | JobKind::Return) {
        appliance.tally.change(outcome.fared);
    }
    // A return makes the site it returned to the router's site, once the router holds it.
    let returned = match (&outcome.site, kind) {
        (Some(site), JobKind::Return) => Some(site::seal(appliance, router, site)?),
        _ => None,
    };
    let returns = returned.is_some();
    appliance
        .state
        .write(move |connection| {
            if outcome.fate == configuration::Fate::Applied
                && !proven(connection, &job, &outcome, returned, now)?
            {
                outcome.text.push_str(OVERTAKEN);
            }
            let ended = Happening::Ended {
                state: outcome.state.as_str().to_owned(),
                text: outcome.text.clone(),
            };
            let event = serde_json::to_string(&ended).unwrap_or_default();
            job::note(connection, id, &event, now)?;
            job::end(
                connection,
                id,
                outcome.state,
                &outcome.text,
                outcome.report.as_deref(),
                now,
            )?;
            if let Some(configuration) = job.configuration {
                configuration::set_fate(connection, configuration, outcome.fate, now)?;
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

/// Notes that a router was proven to hold a configuration. Whether that is its site: a site that was saved after the change was asked for
/// is another, and stays.
fn proven(
    connection: &Connection,
    job: &Job,
    outcome: &Outcome,
    returned: Option<StoredSite>,
    now: Moment,
) -> Result<bool, StoreError> {
    let router = job.router;
    router::answered(connection, router, &Itself::default(), now)?;
    let agreed: Agreed = serde_json::from_str(&job.terms).unwrap_or_default();
    let version = router::get(connection, router)?.site_version;
    if agreed.site_version.is_some_and(|over| over != version) {
        return Ok(false);
    }
    if let Some(stored) = returned {
        router::set_site(connection, router, &stored, version)?;
    }
    let version = router::get(connection, router)?.site_version;
    let found = Found {
        drift: if outcome.holds {
            Drift::Same
        } else {
            Drift::Unknown
        },
        hash: None,
        changes: None,
        trouble: None,
    };
    router::compared(connection, router, version, &found, now)?;
    Ok(true)
}

fn tell(appliance: &Appliance, id: JobId) {
    // Nobody may be looking.
    let _ = appliance.happened.send(id);
}
