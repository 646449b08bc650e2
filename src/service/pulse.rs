//! Whether the parts of the daemon still move. Whoever supervises it is told that it lives only while all of them do.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::appliance::Appliance;
use super::clock::Clock;
use crate::store::{Connection, Database, StoreError};

/// How often each part shows that it moves.
pub const EVERY: Duration = Duration::from_secs(5);

/// A part that shows by itself that it moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What begins the schedules. Whether each of them comes to its end, this does not tell.
    Schedules,
    /// Taking connections of the administration.
    Administration,
    /// Taking connections of the customers' portal.
    Portal,
}

impl Part {
    const ALL: [Part; 3] = [Part::Schedules, Part::Administration, Part::Portal];
}

/// When each part last showed that it moves.
#[derive(Debug)]
pub struct Pulse {
    clock: Clock,
    /// Milliseconds of the clock's elapsed time.
    beats: [AtomicU64; Part::ALL.len()],
}

impl Pulse {
    /// All parts have just moved.
    pub fn new(clock: &Clock) -> Self {
        let now = millis(clock);
        Pulse {
            clock: clock.clone(),
            beats: Part::ALL.map(|_| AtomicU64::new(now)),
        }
    }

    /// A part shows that it moves.
    pub fn beat(&self, part: Part) {
        if let Some(beat) = self.beats.get(part as usize) {
            beat.store(millis(&self.clock), Ordering::Relaxed);
        }
    }

    /// A part that has not shown for so long that it moves.
    pub fn still(&self, long: Duration) -> Option<Part> {
        let now = millis(&self.clock);
        let long = u64::try_from(long.as_millis()).unwrap_or(u64::MAX);
        let parts = Part::ALL.into_iter().zip(&self.beats);
        let mut still =
            parts.filter(|(_, beat)| now.saturating_sub(beat.load(Ordering::Relaxed)) > long);
        still.next().map(|(part, _)| part)
    }
}

fn millis(clock: &Clock) -> u64 {
    u64::try_from(clock.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// What does not move.
#[derive(Debug, PartialEq, Eq)]
pub enum Still {
    /// A part that shows by itself whether it moves.
    Part(Part),
    /// The thread that writes to this database.
    Writer(&'static str),
}

impl fmt::Display for Still {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Still::Part(Part::Schedules) => f.write_str("the schedules"),
            Still::Part(Part::Administration) => f.write_str("the listener of the administration"),
            Still::Part(Part::Portal) => f.write_str("the listener of the portal"),
            Still::Writer(database) => write!(f, "the writer of the {database} database"),
        }
    }
}

/// Looks whether everything moves: each part has shown so within `long`, and each writer answers within `patience`.
pub async fn look(appliance: &Appliance, long: Duration, patience: Duration) -> Result<(), Still> {
    if let Some(part) = appliance.pulse.still(long) {
        return Err(Still::Part(part));
    }
    for (database, name) in [
        (&appliance.state, "state"),
        (&appliance.telemetry, "telemetry"),
    ] {
        if !answers(database, patience).await {
            return Err(Still::Writer(name));
        }
    }
    Ok(())
}

/// An answer of the thread itself will do, a refusal too. A full queue is none: it fills while the thread stands still. Nothing is changed,
/// so nothing goes to the disk.
async fn answers(database: &Database, patience: Duration) -> bool {
    let nothing = database.write(|_: &Connection| Ok::<_, StoreError>(()));
    !matches!(
        tokio::time::timeout(patience, nothing).await,
        Err(_) | Ok(Err(StoreError::Broken | StoreError::Busy))
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::moment::Moment;
    use crate::domain::time::Span;

    #[test]
    fn a_part_is_still_when_it_has_not_moved_for_too_long() {
        let clock = Clock::standing(Moment::from_secs(1_800_000_000));
        let pulse = Pulse::new(&clock);
        clock.pass(Span::from_secs(10));
        assert_eq!(pulse.still(Duration::from_secs(10)), None);
        clock.pass(Span::from_secs(1));
        assert_eq!(pulse.still(Duration::from_secs(10)), Some(Part::Schedules));
        for part in [Part::Schedules, Part::Administration] {
            pulse.beat(part);
        }
        assert_eq!(pulse.still(Duration::from_secs(10)), Some(Part::Portal));
        pulse.beat(Part::Portal);
        assert_eq!(pulse.still(Duration::from_secs(10)), None);
    }
}
