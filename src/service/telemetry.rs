//! Samples of how routers answer: kept in memory, written together every ten minutes and at the end, since flash wears.

use std::sync::{Mutex, PoisonError};

use super::appliance::Appliance;
use crate::domain::id::RouterId;
use crate::domain::room::Room;
use crate::domain::time::Span;
use crate::store::reach::{self, Sample};
use crate::store::{Connection, StoreError};

/// How often the schedules write them.
pub const EVERY: Span = Span::from_secs(600);
/// How long they are kept.
const KEPT: Span = Span::from_secs(30 * 86_400);
/// How many may wait: fifty routers, one a minute, for three hours. Then the oldest go.
const MOST: usize = 10_000;
/// How many old ones go in one transaction.
const SHARE: u32 = 5_000;

/// Samples that wait to be written.
#[derive(Debug, Default)]
pub struct Samples(Mutex<Vec<Sample>>);

impl Samples {
    /// Keeps one.
    pub fn note(&self, sample: Sample) {
        self.keep(vec![sample]);
    }

    fn take(&self) -> Vec<Sample> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn keep(&self, samples: Vec<Sample>) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.extend(samples);
        let over = waiting.len().saturating_sub(MOST);
        waiting.drain(..over);
    }

    /// Those of one router that wait.
    fn of(&self, router: RouterId) -> Vec<Sample> {
        let waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting
            .iter()
            .filter(|sample| sample.router == router)
            .copied()
            .collect()
    }
}

/// Writes what waits, in one commit; where the disk has little room it is thrown away. What could not be written waits on.
///
/// # Errors
/// The database.
pub async fn flush(appliance: &Appliance) -> Result<usize, StoreError> {
    let samples = appliance.samples.take();
    if samples.is_empty() || appliance.room() < Room::Ample {
        return Ok(0);
    }
    let again = samples.clone();
    let count = samples.len();
    let written = appliance
        .telemetry
        .write(move |connection: &Connection| reach::insert(connection, &samples))
        .await;
    if written.is_err() {
        appliance.samples.keep(again);
    }
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
    let mut found = appliance
        .telemetry
        .read(move |connection| reach::since(connection, router, from))
        .await?;
    found.extend(
        appliance
            .samples
            .of(router)
            .into_iter()
            .filter(|sample| sample.at >= from),
    );
    found.sort_by_key(|sample| sample.at);
    Ok(found)
}
