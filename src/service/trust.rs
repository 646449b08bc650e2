//! Whether the wall clock is believed: judged at the start and at every tick of the schedules, with the latest believed
//! time kept in the database.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::appliance::Appliance;
use super::clock::Clock;
use crate::domain::id::RouterId;
use crate::domain::moment::Moment;
use crate::domain::time::Span;
use crate::domain::trust::{Evidence, Judgement, Trust, judge, majority};
use crate::store::{Connection, Database, StoreError, setting};

/// The setting that holds the latest believed time.
const FLOOR: &str = "time-floor";
/// How long a router's word counts: longer than the longest time between two looks at it.
const COUNTS_FOR: Duration = Duration::from_secs(27 * 3600);
/// What systemd's time service touches once it has heard from a server since the machine has started.
const SYNCHRONISED: &str = "/run/systemd/timesync/synchronized";

/// What routers said of the time, whose clocks a time server keeps.
#[derive(Debug, Default)]
pub struct Heard(Mutex<BTreeMap<RouterId, (Moment, Duration)>>);

impl Heard {
    fn note(&self, router: RouterId, time: Option<Moment>, elapsed: Duration) {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match time {
            Some(time) => heard.insert(router, (time, elapsed)),
            None => heard.remove(&router),
        };
    }

    /// What most of them would say now. What was heard goes on by time that passes, whatever happens to the wall clock.
    fn now(&self, elapsed: Duration) -> Option<Moment> {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.retain(|_, (_, at)| elapsed.saturating_sub(*at) <= COUNTS_FOR);
        let since = |at: Duration| Span::from_secs(elapsed.saturating_sub(at).as_secs());
        let clocks: Vec<Moment> = heard
            .values()
            .map(|(time, at)| time.plus(since(*at)))
            .collect();
        majority(&clocks)
    }
}

/// A router was read; `time` is its clock, where a time server keeps it. Only such a clock is a source: any other begins at some date after
/// a power cut, as this box's does, and two clocks that nobody keeps may agree and both be wrong. One that is kept by this very box would
/// only repeat what we say, and does not count either.
///
/// Where the clock is not believed, it is judged at once; otherwise the next tick does that.
///
/// # Errors
/// The database.
pub async fn hear(
    appliance: &Appliance,
    router: RouterId,
    time: Option<Moment>,
) -> Result<(), StoreError> {
    let elapsed = appliance.clock.elapsed();
    appliance.heard.note(router, time, elapsed);
    if time.is_some() && !appliance.clock_trust().is_trusted() {
        tick(appliance, None).await?;
    }
    Ok(())
}

/// Judges the clock again, with what another source says where one is known (a time server, a router's clock, a person),
/// and moves the floor. Called at every tick of the schedules and whenever another source is heard.
///
/// # Errors
/// The database.
pub async fn tick(appliance: &Appliance, second: Option<Moment>) -> Result<Trust, StoreError> {
    let routers = appliance.heard.now(appliance.clock.elapsed());
    let trust = settle(&appliance.state, &appliance.clock, second, routers).await?;
    let before = appliance.trust.send_replace(trust);
    if before != trust {
        match trust {
            Trust::Trusted => tracing::info!("the clock is believed again"),
            Trust::Untrusted(doubt) => {
                tracing::warn!(?doubt, "the clock is not believed: nothing ends by date");
            }
        }
    }
    Ok(trust)
}

/// Judges the clock and stores the floor.
pub(super) async fn settle(
    state: &Database,
    clock: &Clock,
    second: Option<Moment>,
    routers: Option<Moment>,
) -> Result<Trust, StoreError> {
    let (wall, built) = (clock.now(), clock.not_before());
    // A time server of this box's own says more than what routers have heard from theirs.
    let second = second
        .or_else(|| (clock.is_system() && synchronised()).then_some(wall))
        .or(routers);
    state
        .write(move |connection: &Connection| {
            let floor = setting::get(connection, FLOOR)?
                .map(|text| text.parse::<Moment>())
                .transpose()
                .map_err(|_| StoreError::Damaged("the latest believed time"))?;
            let Judgement {
                trust,
                floor: moved,
            } = judge(Evidence {
                wall,
                built,
                floor,
                second,
            });
            if let Some(moved) = moved
                && Some(moved) != floor
            {
                setting::set(connection, FLOOR, &moved.to_string(), wall)?;
            }
            Ok(trust)
        })
        .await
}

fn synchronised() -> bool {
    Path::new(SYNCHRONISED).exists()
}
