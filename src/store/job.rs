//! Jobs on routers, and what happened in them.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::account::changed;
use super::error::StoreError;
use crate::domain::id::{AccountId, ConfigurationId, JobId, OperatorId, RouterId};
use crate::domain::moment::Moment;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$each])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word for it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl ToSql for $name {
            fn to_sql(&self) -> Result<ToSqlOutput<'_>, rusqlite::Error> {
                Ok(self.as_str().into())
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                match value.as_str()? {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(FromSqlError::InvalidType),
                }
            }
        }
    };
}

words! {
    /// What a job does.
    JobKind {
        /// Brings the router to a configuration.
        Apply = "apply",
        /// Puts back what somebody changed.
        PutBack = "put-back",
        /// Brings the router to an earlier configuration.
        Return = "return",
        /// Compares, and changes nothing.
        Verify = "verify",
        /// Has the router undo a change whose guard stands on it.
        Undo = "undo",
        /// Saves the router's own export.
        Export = "export",
        /// Has device-mode changed, with somebody at the button.
        Unlock = "unlock",
    }
}

words! {
    /// How far a job is.
    JobState {
        /// Another job on the router goes first.
        Waiting = "waiting",
        /// Under way.
        Running = "running",
        /// Finished as it should.
        Done = "done",
        /// Not finished; the router is as it was.
        Failed = "failed",
        /// The router was put back.
        RolledBack = "rolled-back",
        /// Nobody knows: the router cannot be reached.
        Unknown = "unknown",
        /// Taken back before it began.
        Cancelled = "cancelled",
    }
}

impl JobState {
    /// Whether nothing more will happen in it.
    pub const fn is_over(self) -> bool {
        !matches!(self, JobState::Waiting | JobState::Running)
    }
}

/// A job.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// Whose it is.
    pub operator: OperatorId,
    /// On which router.
    pub router: RouterId,
    /// What that router is called.
    pub router_name: String,
    /// What it does.
    pub kind: JobKind,
    /// How far it is.
    pub state: JobState,
    /// Towards which configuration.
    pub configuration: Option<ConfigurationId>,
    /// The change hash that was agreed to.
    pub change: Option<String>,
    /// On which terms, as JSON.
    pub terms: String,
    /// When it was asked for.
    pub created_at: Moment,
    /// By whom, as they were called then.
    pub author: String,
    /// When it began.
    pub started_at: Option<Moment>,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// What came of it, in a sentence or more.
    pub outcome: Option<String>,
    /// The same for machines, as JSON.
    pub report: Option<String>,
}

const SELECT: &str = "SELECT job.id, job.operator_id, job.router_id, router.name, job.kind, job.state, job.configuration_id, job.change, \
    job.terms, job.created_at, job.author, job.started_at, job.ended_at, job.outcome, job.report \
    FROM job JOIN router ON router.id = job.router_id";

fn job(row: &Row<'_>) -> Result<Job, rusqlite::Error> {
    Ok(Job {
        id: row.get(0)?,
        operator: row.get(1)?,
        router: row.get(2)?,
        router_name: row.get(3)?,
        kind: row.get(4)?,
        state: row.get(5)?,
        configuration: row.get(6)?,
        change: row.get(7)?,
        terms: row.get(8)?,
        created_at: row.get(9)?,
        author: row.get(10)?,
        started_at: row.get(11)?,
        ended_at: row.get(12)?,
        outcome: row.get(13)?,
        report: row.get(14)?,
    })
}

/// What a new job begins with.
#[derive(Debug)]
pub struct NewJob<'a> {
    /// Whose it is.
    pub operator: OperatorId,
    /// On which router.
    pub router: RouterId,
    /// What it does.
    pub kind: JobKind,
    /// Towards which configuration.
    pub configuration: Option<ConfigurationId>,
    /// The change hash that was agreed to.
    pub change: Option<&'a str>,
    /// On which terms, as JSON.
    pub terms: &'a str,
    /// Who asked for it; `None` for a schedule.
    pub account: Option<AccountId>,
    /// What they are called.
    pub author: &'a str,
}

/// Adds a job that waits.
///
/// # Errors
/// The database.
pub fn insert(connection: &Connection, new: &NewJob<'_>, now: Moment) -> Result<JobId, StoreError> {
    Ok(connection.query_row(
        "INSERT INTO job (operator_id, router_id, kind, state, configuration_id, change, terms, created_at, created_by, author)
         VALUES (?1, ?2, ?3, 'waiting', ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id",
        params![
            new.operator,
            new.router,
            new.kind,
            new.configuration,
            new.change,
            new.terms,
            now,
            new.account,
            new.author
        ],
        |row| row.get(0),
    )?)
}

/// The job with this number.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn get(connection: &Connection, id: JobId) -> Result<Job, StoreError> {
    Ok(connection
        .prepare_cached(&format!("{SELECT} WHERE job.id = ?1"))?
        .query_row([id], job)?)
}

/// Jobs before this number (or the latest), the latest first; of one router or of all.
///
/// # Errors
/// The database.
pub fn page(
    connection: &Connection,
    operator: OperatorId,
    router: Option<RouterId>,
    before: Option<JobId>,
    limit: u32,
) -> Result<Vec<Job>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{SELECT} WHERE job.operator_id = ?1 AND (?2 IS NULL OR job.router_id = ?2) AND job.id < ?3 ORDER BY job.id DESC LIMIT ?4"
    ))?;
    let before = before.map_or(i64::MAX, JobId::get);
    let jobs = statement.query_map(params![operator, router, before, limit], job)?;
    Ok(jobs.collect::<Result<_, _>>()?)
}

/// The jobs that are waiting or running, the oldest first.
///
/// # Errors
/// The database.
pub fn open(connection: &Connection) -> Result<Vec<Job>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{SELECT} WHERE job.state IN ('waiting', 'running') ORDER BY job.id"
    ))?;
    let jobs = statement.query_map([], job)?;
    Ok(jobs.collect::<Result<_, _>>()?)
}

/// Whether a job waits or runs on a router.
///
/// # Errors
/// The database.
pub fn is_open(connection: &Connection, router: RouterId) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM job WHERE router_id = ?1 AND state IN ('waiting', 'running'))",
        )?
        .query_row([router], |row| row.get(0))?)
}

/// When a job of this kind was last asked for on a router.
///
/// # Errors
/// The database.
pub fn last(
    connection: &Connection,
    router: RouterId,
    kind: JobKind,
) -> Result<Option<Moment>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT max(created_at) FROM job WHERE router_id = ?1 AND kind = ?2")?
        .query_row(params![router, kind], |row| row.get(0))?)
}

/// The oldest job that waits for a router on which none runs.
///
/// # Errors
/// The database.
pub fn next(connection: &Connection, router: RouterId) -> Result<Option<Job>, StoreError> {
    Ok(connection
        .prepare_cached(&format!(
            "{SELECT} WHERE job.router_id = ?1 AND job.state = 'waiting'
             AND NOT EXISTS (SELECT 1 FROM job AS other WHERE other.router_id = ?1 AND other.state = 'running')
             ORDER BY job.id LIMIT 1"
        ))?
        .query_row([router], job)
        .optional()?)
}

/// Begins a job that waits.
///
/// # Errors
/// [`StoreError::Missing`] where it does not wait any more; [`StoreError::Conflict`] where another runs on the router.
pub fn begin(connection: &Connection, id: JobId, now: Moment) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE job SET state = 'running', started_at = ?2 WHERE id = ?1 AND state = 'waiting'",
        params![id, now],
    )?)
}

/// Takes back a job that waits.
///
/// # Errors
/// [`StoreError::Missing`] where it does not wait any more.
pub fn cancel(connection: &Connection, id: JobId, now: Moment) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE job SET state = 'cancelled', ended_at = ?2 WHERE id = ?1 AND state = 'waiting'",
        params![id, now],
    )?)
}

/// Ends a job.
///
/// # Errors
/// [`StoreError::Missing`] where it is over already.
pub fn end(
    connection: &Connection,
    id: JobId,
    state: JobState,
    outcome: &str,
    report: Option<&str>,
    now: Moment,
) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE job SET state = ?2, outcome = ?3, report = ?4, ended_at = ?5 WHERE id = ?1 AND state IN ('waiting', 'running')",
        params![id, state, outcome, report, now],
    )?)
}

/// Something that happened in a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its number in the job, from 1.
    pub number: i64,
    /// When.
    pub at: Moment,
    /// What, as JSON.
    pub event: String,
}

/// Adds an event and tells its number.
///
/// # Errors
/// The database.
pub fn note(
    connection: &Connection,
    id: JobId,
    event: &str,
    now: Moment,
) -> Result<i64, StoreError> {
    Ok(connection
        .prepare_cached(
            "INSERT INTO job_event (job_id, number, at, event)
             SELECT ?1, 1 + coalesce(max(number), 0), ?2, ?3 FROM job_event WHERE job_id = ?1 RETURNING number",
        )?
        .query_row(params![id, now, event], |row| row.get(0))?)
}

/// The events of a job behind a number.
///
/// # Errors
/// The database.
pub fn events(connection: &Connection, id: JobId, after: i64) -> Result<Vec<Event>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT number, at, event FROM job_event WHERE job_id = ?1 AND number > ?2 ORDER BY number",
    )?;
    let events = statement.query_map(params![id, after], |row| {
        Ok(Event {
            number: row.get(0)?,
            at: row.get(1)?,
            event: row.get(2)?,
        })
    })?;
    Ok(events.collect::<Result<_, _>>()?)
}

/// How many jobs wait for another on their router, and how many are under way.
///
/// # Errors
/// The database.
pub fn line(connection: &Connection, operator: OperatorId) -> Result<(u32, u32), StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'running')
             FROM job WHERE operator_id = ?1 AND state IN ('waiting', 'running')",
        )?
        .query_row([operator], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// How many jobs are waiting or running, and how many have ended badly since a moment.
///
/// # Errors
/// The database.
pub fn counts(
    connection: &Connection,
    operator: OperatorId,
    since: Moment,
) -> Result<(u32, u32), StoreError> {
    let open = connection
        .prepare_cached(
            "SELECT count(*) FROM job WHERE operator_id = ?1 AND state IN ('waiting', 'running')",
        )?
        .query_row([operator], |row| row.get(0))?;
    let failed = connection
        .prepare_cached(
            "SELECT count(*) FROM job WHERE operator_id = ?1 AND ended_at >= ?2 AND state IN ('failed', 'rolled-back', 'unknown')",
        )?
        .query_row(params![operator, since], |row| row.get(0))?;
    Ok((open, failed))
}
