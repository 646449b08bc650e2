//! Samples of how routers answer: kept in memory, written together every ten minutes and at the end, since flash wears.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::appliance::Appliance;
use super::routers::{RouterError, manage};
use crate::domain::id::RouterId;
use crate::domain::moment::Moment;
use crate::domain::room::Room;
use crate::domain::time::Span;
use crate::store::reach::{self, Sample};
use crate::store::{Connection, StoreError, router};

/// How often the schedules write them.
pub const EVERY: Span = Span::from_secs(600);
/// How long they are kept.
const KEPT: Span = Span::from_secs(30 * 86_400);
/// How many may wait: fifty routers, one a minute, for three hours. Then the oldest go.
const MOST: usize = 10_000;
/// How many old ones go in one transaction.
const SHARE: u32 = 5_000;

/// Customers at the hotspots of all routers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Online {
    /// How many.
    pub customers: u32,
    /// How many routers have told.
    pub routers: u32,
    /// When the first of them did.
    pub as_of: Moment,
}

/// Samples that wait to be written, and the last ones.
#[derive(Debug, Default)]
pub struct Samples(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    /// The last one of each router.
    last: BTreeMap<RouterId, Sample>,
    waiting: Vec<Sample>,
    /// Those of a commit under way: whoever looks meanwhile sees them here.
    writing: Vec<Sample>,
}

impl Samples {
    /// Keeps one.
    pub fn note(&self, sample: Sample) {
        let mut held = self.held();
        held.last.insert(sample.router, sample);
        held.waiting.push(sample);
        let over = held.waiting.len().saturating_sub(MOST);
        held.waiting.drain(..over);
    }

    /// The last one of a router.
    pub fn last(&self, router: RouterId) -> Option<Sample> {
        self.held().last.get(&router).copied()
    }

    /// How many customers are signed in at the hotspots of these routers, by the last word of each; nothing where none has told.
    /// A router that does not answer counts for nobody.
    pub fn online(&self, routers: &[RouterId]) -> Option<Online> {
        let held = self.held();
        let told = routers.iter().filter_map(|id| held.last.get(id));
        let told = told.filter_map(|sample| Some((sample.at, sample.vitals.online?)));
        told.fold(None, |all: Option<Online>, (at, customers)| {
            let all = all.unwrap_or(Online {
                customers: 0,
                routers: 0,
                as_of: at,
            });
            Some(Online {
                customers: all.customers.saturating_add(customers),
                routers: all.routers + 1,
                as_of: all.as_of.min(at),
            })
        })
    }

    fn begin(&self) -> Vec<Sample> {
        let mut held = self.held();
        let waiting = std::mem::take(&mut held.waiting);
        held.writing.extend(waiting);
        held.writing.clone()
    }

    fn end(&self, written: bool) {
        let mut held = self.held();
        let mut writing = std::mem::take(&mut held.writing);
        if !written {
            writing.append(&mut held.waiting);
            held.waiting = writing;
        }
    }

    /// Those of one router that are not known to be written.
    fn of(&self, router: RouterId) -> Vec<Sample> {
        let held = self.held();
        let all = held.writing.iter().chain(&held.waiting);
        all.filter(|sample| sample.router == router)
            .copied()
            .collect()
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Remembers the last sample of each router in care. For the start.
///
/// # Errors
/// The databases.
pub async fn recall(appliance: &Appliance) -> Result<(), StoreError> {
    let ids = appliance
        .state
        .read(|connection: &Connection| router::ids(connection))
        .await?;
    let found = appliance
        .telemetry
        .read(move |connection: &Connection| {
            let last = ids.into_iter().map(|id| reach::last(connection, id));
            last.collect::<Result<Vec<_>, StoreError>>()
        })
        .await?;
    let mut held = appliance.samples.held();
    for sample in found.into_iter().flatten() {
        held.last.insert(sample.router, sample);
    }
    Ok(())
}

/// Writes what waits, in one commit; where the disk has little room it is thrown away. What could not be written waits on.
///
/// # Errors
/// The database.
pub async fn flush(appliance: &Appliance) -> Result<usize, StoreError> {
    let samples = appliance.samples.begin();
    if samples.is_empty() || appliance.room() < Room::Ample {
        appliance.samples.end(true);
        return Ok(0);
    }
    let count = samples.len();
    let written = appliance
        .telemetry
        .write(move |connection: &Connection| reach::insert(connection, &samples))
        .await;
    appliance.samples.end(written.is_ok());
    written.map(|()| count)
}

/// Forgets samples older than thirty days; none where the clock is not believed. Called once a day.
///
/// # Errors
/// The database.
pub async fn prune(appliance: &Appliance) -> Result<usize, StoreError> {
    if !appliance.clock_trust().is_trusted() {
        return Ok(0);
    }
    let before = appliance.clock.now().minus(KEPT);
    let mut gone = 0;
    loop {
        let some = appliance
            .telemetry
            .write(move |connection: &Connection| reach::prune(connection, before, SHARE))
            .await?;
        gone += some;
        if some < SHARE as usize {
            return Ok(gone);
        }
    }
}

/// How a router has answered for so long, the oldest first, with what is not written yet.
///
/// # Errors
/// The database.
pub async fn reach_of(
    appliance: &Appliance,
    router: RouterId,
    long: Span,
) -> Result<Vec<Sample>, StoreError> {
    let from = appliance.clock.now().minus(long);
    // Looked at first: what is written in between is then found in both places, not in none.
    let held = appliance.samples.of(router);
    let mut found = appliance
        .telemetry
        .read(move |connection| reach::since(connection, router, from))
        .await?;
    found.extend(held.into_iter().filter(|sample| sample.at >= from));
    found.sort_by_key(|sample| sample.at);
    found.dedup_by_key(|sample| sample.at);
    Ok(found)
}

/// The same of a router in care, for somebody who names it.
///
/// # Errors
/// [`StoreError::Missing`](crate::store::StoreError::Missing) where it is none.
pub async fn of_router(
    appliance: &Appliance,
    router: RouterId,
    long: Span,
) -> Result<Vec<Sample>, RouterError> {
    manage::get(appliance, router).await?;
    Ok(reach_of(appliance, router, long).await?)
}
