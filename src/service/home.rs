//! How the business and its routers are, at a glance, and what of setting up is still to be done.

use crate::domain::id::RouterId;
use crate::domain::moment::Moment;
use crate::domain::time::Span;
use crate::service::appliance::Appliance;
use crate::service::backup;
use crate::service::telemetry::Online;
use crate::store::job::{self, Job};
use crate::store::mail::{self, Outlook};
use crate::store::router::Counts;
use crate::store::{StoreError, account, operator, router};

/// How many of the newest jobs are shown.
const LATEST: u32 = 10;

/// What of setting up is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// There is an owner.
    pub owner: bool,
    /// The business was described.
    pub business: bool,
    /// There is a router.
    pub router: bool,
    /// A change was applied to one.
    pub applied: bool,
    /// There is somebody beside the owner, or an invitation.
    pub people: bool,
    /// A backup was made since somebody is there.
    pub backup: bool,
}

impl Progress {
    /// Whether nothing is left to be done.
    pub const fn is_done(self) -> bool {
        self.owner && self.business && self.router && self.applied && self.people && self.backup
    }
}

/// How everything is.
#[derive(Debug)]
pub struct Home {
    /// When this was looked up.
    pub as_of: Moment,
    /// How many routers there are.
    pub routers: Counts,
    /// Customers at their hotspots, where a router has told.
    pub online: Option<Online>,
    /// How many were proven to hold a configuration of ours.
    pub applied: u32,
    /// How many jobs wait or run.
    pub open_jobs: u32,
    /// How many failed within a day.
    pub failed: u32,
    /// The newest jobs.
    pub latest: Vec<Job>,
    /// Mails.
    pub mails: Outlook,
    /// What of setting up is done.
    pub progress: Progress,
}

/// How everything is.
///
/// # Errors
/// The database.
pub async fn look(appliance: &Appliance) -> Result<Home, StoreError> {
    let (operator, now) = (appliance.operator, appliance.clock.now());
    // A folder that cannot be read is told of elsewhere.
    let backups = backup::list(appliance.data()).unwrap_or_default();
    let newest = backups.first().map(|backup| backup.made);
    let (mut home, ids) = appliance
        .state
        .read(move |connection| {
            let routers = router::counts(connection, operator)?;
            let since = now.minus(Span::from_secs(86_400));
            let (open_jobs, failed) = job::counts(connection, operator, since)?;
            let applied = router::applied(connection, operator)?;
            let home = Home {
                as_of: now,
                routers,
                online: None,
                applied,
                open_jobs,
                failed,
                latest: job::page(connection, operator, None, None, LATEST)?,
                mails: mail::outlook(connection)?,
                progress: Progress {
                    owner: account::exists_owner(connection)?,
                    business: operator::business(connection, operator)?.is_some(),
                    router: routers.all > 0,
                    applied: applied > 0,
                    people: account::others(connection, now)?,
                    // The one of the first night, before anybody was there, has nothing in it.
                    backup: newest > account::first_made(connection)?,
                },
            };
            Ok::<_, StoreError>((home, router::ids(connection)?))
        })
        .await?;
    home.online = appliance.samples.online(&ids);
    Ok(home)
}

/// The first router that was added, for the steps of setting up.
///
/// # Errors
/// The database.
pub async fn first_router(appliance: &Appliance) -> Result<Option<RouterId>, StoreError> {
    let operator = appliance.operator;
    let found = appliance
        .state
        .read(move |connection| router::page(connection, operator, None, "", 1))
        .await?;
    Ok(found.first().map(|router| router.id))
}
