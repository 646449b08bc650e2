//! How the business and its routers are, in a few numbers. All of them are counted; none is made up.

use crate::domain::moment::Moment;
use crate::domain::time::Span;
use crate::service::appliance::Appliance;
use crate::store::job::{self, Job};
use crate::store::{StoreError, account, router};

/// Jobs of the last so long are told of.
const LATELY: Span = Span::from_secs(24 * 3600);
/// So many of the latest jobs are shown.
const LATEST: u32 = 8;

/// The numbers.
#[derive(Debug, Clone)]
pub struct Stats {
    /// When they were counted.
    pub at: Moment,
    /// Routers under care.
    pub routers: u32,
    /// Those that do not answer.
    pub silent: u32,
    /// Those that differ from their sites.
    pub drifted: u32,
    /// Jobs that wait or run.
    pub jobs_open: u32,
    /// Jobs of the last 24 hours that did not end as they should.
    pub jobs_failed: u32,
    /// The latest jobs, the latest first.
    pub latest: Vec<Job>,
    /// Routers that hold a configuration of ours.
    pub applied: u32,
    /// Accounts that may sign in.
    pub people: u32,
}

/// Counts.
///
/// # Errors
/// The database.
pub async fn stats(appliance: &Appliance) -> Result<Stats, StoreError> {
    let (operator, now) = (appliance.operator, appliance.clock.now());
    appliance
        .state
        .read(move |connection| {
            let (routers, silent, drifted) = router::counts(connection, operator)?;
            let (jobs_open, jobs_failed) = job::counts(connection, operator, now.minus(LATELY))?;
            Ok(Stats {
                at: now,
                routers,
                silent,
                drifted,
                jobs_open,
                jobs_failed,
                latest: job::page(connection, operator, None, None, LATEST)?,
                applied: router::applied(connection, operator)?,
                people: account::active(connection, operator)?,
            })
        })
        .await
}
