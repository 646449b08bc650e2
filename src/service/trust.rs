//! Whether the wall clock is believed: judged at the start and at every tick of the schedules, with the latest believed
//! time kept in the database.

use std::path::Path;

use super::appliance::Appliance;
use super::clock::Clock;
use crate::domain::moment::Moment;
use crate::domain::trust::{Evidence, Judgement, Trust, judge};
use crate::store::{Connection, Database, StoreError, setting};

/// The setting that holds the latest believed time.
const FLOOR: &str = "time-floor";
/// What systemd's time service touches once it has heard from a server since the machine has started.
const SYNCHRONISED: &str = "/run/systemd/timesync/synchronized";

/// Judges the clock again, with what another source says where one is known (a time server, a router's clock, a person),
/// and moves the floor. Called at every tick of the schedules and whenever another source is heard.
///
/// # Errors
/// The database.
pub async fn tick(appliance: &Appliance, second: Option<Moment>) -> Result<Trust, StoreError> {
    let trust = settle(&appliance.state, &appliance.clock, second).await?;
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
) -> Result<Trust, StoreError> {
    let (wall, built) = (clock.now(), clock.not_before());
    let second = second.or_else(|| (clock.is_system() && synchronised()).then_some(wall));
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
