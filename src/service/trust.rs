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

/// How far the kept time may stay behind where nothing else is written: flash wears, and every commit costs some of it.
const BEHIND: Span = Span::from_secs(3600);

/// The latest believed time. It is kept with what is written anyway, within a minute of it, and otherwise once an hour.
#[derive(Debug, Default)]
pub struct Floor(Mutex<Held>);

#[derive(Debug, Clone, Copy, Default)]
struct Held {
    /// The latest believed time.
    at: Option<Moment>,
    /// How many rows had been changed by this program when it was last kept.
    changes: u64,
}

impl Floor {
    fn held(&self) -> Held {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hold(&self, held: Held) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = held;
    }
}

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
    let trust = settle(
        &appliance.state,
        &appliance.clock,
        &appliance.floor,
        second,
        routers,
    )
    .await?;
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

/// Judges the clock, and moves the floor; stores it where something else was written since, or where it is an hour behind.
pub(super) async fn settle(
    state: &Database,
    clock: &Clock,
    floor: &Floor,
    second: Option<Moment>,
    routers: Option<Moment>,
) -> Result<Trust, StoreError> {
    let (wall, built) = (clock.now(), clock.not_before());
    // A time server of this box's own says more than what routers have heard from theirs.
    let second = second
        .or_else(|| (clock.is_system() && synchronised()).then_some(wall))
        .or(routers);
    let before = floor.held();
    let (trust, held) = state
        .write(move |connection: &Connection| {
            let kept = kept(connection)?;
            let Judgement { trust, floor: at } = judge(Evidence {
                wall,
                built,
                floor: before.at.or(kept),
                second,
            });
            let mut held = Held { at, ..before };
            let due = connection.total_changes() > before.changes
                || kept
                    .is_none_or(|kept| at.is_some_and(|at| at.since(kept) >= BEHIND || at < kept));
            if let Some(at) = at
                && due
                && Some(at) != kept
            {
                setting::set(connection, FLOOR, &at.to_string(), wall)?;
                held.changes = connection.total_changes();
            }
            Ok::<_, StoreError>((trust, held))
        })
        .await?;
    floor.hold(held);
    Ok(trust)
}

/// Stores the floor where it has moved since it was stored. For the end of the program.
///
/// # Errors
/// The database.
pub(super) async fn keep(appliance: &Appliance) -> Result<(), StoreError> {
    let Some(at) = appliance.floor.held().at else {
        return Ok(());
    };
    let now = appliance.clock.now();
    appliance
        .state
        .write(move |connection: &Connection| match kept(connection)? {
            Some(kept) if kept == at => Ok(()),
            _ => setting::set(connection, FLOOR, &at.to_string(), now),
        })
        .await
}

/// What a copy of the database and this box make of the clock. Nothing is moved or stored.
///
/// # Errors
/// The database.
pub fn of_copy(connection: &Connection, clock: &Clock) -> Result<Trust, StoreError> {
    let wall = clock.now();
    let judgement = judge(Evidence {
        wall,
        built: clock.not_before(),
        floor: kept(connection)?,
        second: (clock.is_system() && synchronised()).then_some(wall),
    });
    Ok(judgement.trust)
}

fn kept(connection: &Connection) -> Result<Option<Moment>, StoreError> {
    setting::get(connection, FLOOR)?
        .map(|text| text.parse::<Moment>())
        .transpose()
        .map_err(|_| StoreError::Damaged("the latest believed time"))
}

fn synchronised() -> bool {
    Path::new(SYNCHRONISED).exists()
}
