//! Jobs on routers: put in line, done one at a time on each router, told as they go, picked up after a restart.

mod course;
mod notes;
mod other;
pub mod run;

use crate::domain::id::{JobId, RouterId};
use crate::domain::kind::{Kind, Kinded};
use crate::domain::moment::Moment;
use crate::domain::task::{self, Happening, Shown, Step};
use crate::service::accounts::{Actor, note};
use crate::service::appliance::Appliance;
use crate::service::disk;
use crate::service::routers::RouterError;
use crate::store::job::{self, Event, Job, JobKind, JobState, NewJob};
use crate::store::{Connection, StoreError, router};

pub use notes::Notes;

/// Why something about a job was not done.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// It has begun already.
    #[error("the job has begun already, or is over: it cannot be taken back any more")]
    Begun,
    /// The router.
    #[error(transparent)]
    Router(#[from] RouterError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Kinded for JobError {
    fn kind(&self) -> Kind {
        match self {
            JobError::Begun => Kind::Conflict,
            JobError::Router(error) => error.kind(),
            JobError::Store(error) => error.kind(),
        }
    }
}

/// A job with everything that happened in it.
#[derive(Debug, Clone)]
pub struct Story {
    /// The job.
    pub job: Job,
    /// What happened, in order.
    pub events: Vec<(i64, Moment, Happening)>,
}

impl Story {
    /// The steps as a person follows them.
    pub fn steps(&self) -> Vec<Shown> {
        let events: Vec<_> = self
            .events
            .iter()
            .map(|(_, at, happening)| (*at, happening.clone()))
            .collect();
        task::steps(expected(self.job.kind), &events)
    }

    /// The number of the last event; 0: none.
    pub fn last(&self) -> i64 {
        self.events.last().map_or(0, |(number, _, _)| *number)
    }
}

/// The steps that a job takes when all goes well.
pub fn expected(kind: JobKind) -> &'static [Step] {
    match kind {
        JobKind::Apply | JobKind::PutBack | JobKind::Return => &[
            Step::Read,
            Step::Protect,
            Step::Write,
            Step::Verify,
            Step::Save,
        ],
        JobKind::Undo => &[Step::Read, Step::RollBack],
        JobKind::Verify | JobKind::Export | JobKind::Unlock => &[Step::Read, Step::Save],
    }
}

/// A job and what happened in it.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn story(appliance: &Appliance, id: JobId) -> Result<Story, JobError> {
    let operator = appliance.operator;
    appliance
        .state
        .read(move |connection| {
            let job = job::get(connection, id)?;
            if job.operator != operator {
                return Err(StoreError::Missing.into());
            }
            let events = read_events(connection, id, 0)?;
            Ok(Story { job, events })
        })
        .await
}

/// What happened in a job behind a number.
///
/// # Errors
/// The database.
pub async fn since(
    appliance: &Appliance,
    id: JobId,
    after: i64,
) -> Result<Vec<(i64, Moment, Happening)>, JobError> {
    appliance
        .state
        .read(move |connection| Ok(read_events(connection, id, after)?))
        .await
}

fn read_events(
    connection: &Connection,
    id: JobId,
    after: i64,
) -> Result<Vec<(i64, Moment, Happening)>, StoreError> {
    let read = |Event { number, at, event }| {
        serde_json::from_str(&event)
            .map(|happening| (number, at, happening))
            .map_err(|_| StoreError::Damaged("an event of a job"))
    };
    job::events(connection, id, after)?
        .into_iter()
        .map(read)
        .collect()
}

/// Jobs before a number, the latest first; of one router or of all.
///
/// # Errors
/// The database.
pub async fn list(
    appliance: &Appliance,
    router: Option<RouterId>,
    before: Option<JobId>,
    limit: u32,
) -> Result<Vec<Job>, JobError> {
    let operator = appliance.operator;
    appliance
        .state
        .read(move |connection| Ok(job::page(connection, operator, router, before, limit)?))
        .await
}

/// Asks for a job that needs no agreement: it changes no configuration of ours, or only undoes what stands under a guard.
///
/// # Errors
/// [`StoreError::Missing`]; [`RouterError::NoRoom`], except for an undo: a router is put back whatever the disk has.
pub async fn ask(
    appliance: &Appliance,
    actor: &Actor,
    router: RouterId,
    kind: JobKind,
) -> Result<JobId, JobError> {
    if kind != JobKind::Undo {
        disk::ask(appliance).map_err(RouterError::from)?;
    }
    let (operator, actor, now) = (appliance.operator, actor.clone(), appliance.clock.now());
    let id = appliance
        .state
        .write(move |connection| {
            let found = router::get(connection, router)?;
            if found.operator != operator {
                return Err(JobError::from(StoreError::Missing));
            }
            let id = job::insert(
                connection,
                &NewJob {
                    operator,
                    router,
                    kind,
                    configuration: None,
                    change: None,
                    terms: "{}",
                    account: Some(actor.id()),
                    author: actor.account.login.as_str(),
                },
                now,
            )?;
            let subject = format!("router {}", found.name);
            let detail = format!("job {id}");
            note(
                connection,
                &actor.account,
                &actor.device,
                kind.as_str(),
                &subject,
                &detail,
                now,
            )?;
            Ok(id)
        })
        .await?;
    appliance.wake(router);
    Ok(id)
}

/// Takes back a job that has not begun.
///
/// # Errors
/// [`JobError::Begun`].
pub async fn cancel(appliance: &Appliance, actor: &Actor, id: JobId) -> Result<(), JobError> {
    let (operator, actor, now) = (appliance.operator, actor.clone(), appliance.clock.now());
    let kind = appliance
        .state
        .write(move |connection| {
            let found = job::get(connection, id)?;
            if found.operator != operator {
                return Err(JobError::from(StoreError::Missing));
            }
            job::cancel(connection, id, now).map_err(|error| match error {
                StoreError::Missing => JobError::Begun,
                error => error.into(),
            })?;
            let ended = Happening::Ended {
                state: JobState::Cancelled.as_str().to_owned(),
                text: format!("Taken back by {}.", actor.account.login.as_str()),
            };
            let event = serde_json::to_string(&ended).unwrap_or_default();
            job::note(connection, id, &event, now)?;
            let subject = format!("job {id} on router {}", found.router_name);
            note(
                connection,
                &actor.account,
                &actor.device,
                "cancel",
                &subject,
                "",
                now,
            )?;
            Ok(found.kind)
        })
        .await?;
    appliance.tally.job(kind, JobState::Cancelled);
    // Whoever looks at it learns it now; nobody may be looking.
    let _ = appliance.happened.send(id);
    Ok(())
}
