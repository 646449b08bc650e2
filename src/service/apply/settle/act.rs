//! What to do about what was read. Pure: a reading and what was learned before it go in, an act comes out.

use super::ending::{Ending, Goal};
use crate::domain::hotspot::changeset::ChangeSet;
use crate::domain::hotspot::claim::ClaimError;
use crate::domain::hotspot::guard::{Standing, State};
use crate::domain::hotspot::seen::Seen;
use crate::service::apply::outcome::Cause;

/// A script takes about a second; so it is found running this often before it counts as interrupted.
const FIRING_READINGS: u32 = 5;
/// How often the script is run by hand.
const FIRES: u32 = 3;

/// What was learned on the way.
#[derive(Default)]
pub(super) struct Course {
    pub(super) why: Option<Cause>,
    pub(super) readings: u32,
    fires: u32,
    firing_readings: u32,
    fired_before: bool,
    pub(super) absent_before: bool,
    /// We took the guard away.
    pub(super) disarmed: bool,
    /// The script ran, or began to.
    ran: bool,
    /// A script stood on the router.
    stood: bool,
    /// What is to be undone, where that is less than what was to be changed: the rest is somebody else's now.
    pub(super) ours: Option<ChangeSet>,
    /// Why the router did not run the script, in its words.
    pub(super) refusal: Option<String>,
    pub(super) turnarounds: u32,
}

/// What a reading says.
pub(super) struct Found {
    /// The router holds the whole configuration, read over a new connection, and it shall keep it.
    pub(super) complete: bool,
    /// What it lacks, if it lacks anything.
    pub(super) missing: Option<Result<ChangeSet, Vec<ClaimError>>>,
    pub(super) seen: Option<Vec<Seen>>,
    pub(super) goal: Goal,
    /// The change writes secrets, which no reading tells.
    pub(super) secrets: bool,
    /// The router has only just started: what it does not tell yet may stand all the same.
    pub(super) starting: bool,
}

impl Found {
    /// Whether the former state is there; `None` where it is not known.
    fn back(&self) -> Option<bool> {
        self.seen
            .as_ref()
            .map(|seen| !seen.iter().any(|seen| seen.ours))
    }

    /// Why the change is not kept, as long as nobody knows better.
    pub(super) fn blame(&self, course: &mut Course, state: Option<State>) {
        if course.why.is_some() {
            return;
        }
        course.why = match (state, self.goal) {
            (_, Goal::Undo | Goal::Fire) => Some(Cause::Asked),
            (Some(State::Armed), Goal::Keep | Goal::Disarm) => match self.missing.clone() {
                Some(Ok(left)) => Some(Cause::NotProven(left)),
                Some(Err(errors)) => Some(Cause::GroundLost(errors)),
                None => None,
            },
            (_, Goal::Keep | Goal::Disarm) => Some(Cause::TooSlow),
        };
    }

    pub(super) fn ending(self, course: &mut Course) -> Ending {
        let why = course.why.take();
        let unknown = self.seen.is_none();
        let (ours, others): (Vec<Seen>, Vec<Seen>) =
            self.seen.into_iter().flatten().partition(|seen| seen.ours);
        if self.complete {
            Ending::Kept {
                guard_taken: course.absent_before && !course.disarmed,
                others,
            }
        } else if unknown && !course.stood {
            Ending::Absent
        } else if ours.is_empty() {
            Ending::Undone {
                why,
                others,
                undone_too: Vec::new(),
            }
        } else {
            Ending::NotUndone { why, left: ours }
        }
    }
}

/// What to do about what was read.
pub(super) enum Act {
    /// It is settled.
    End,
    /// It cannot be settled: the router does not run the script. Its guard is left standing.
    GiveUp,
    /// The script is running.
    WaitForScript,
    /// Once more, to be sure.
    ReadAgain,
    /// Once more, when the router has had time to start.
    WaitForStart,
    /// Take the guard away; then it is settled.
    Disarm(Standing),
    /// Run the script.
    Fire(Standing),
}

pub(super) fn act(standing: Option<Standing>, found: &mut Found, course: &mut Course) -> Act {
    let state = standing.as_ref().and_then(|standing| standing.state);
    course.stood |= state.is_some();
    course.ran |= matches!(state, Some(State::Firing | State::Fired));
    if found.secrets && course.ran {
        // The rows may look complete, and a secret be put back already.
        found.complete = false;
    }
    if found.starting && !found.complete && found.goal != Goal::Disarm {
        // It does not tell all of its rows yet, nor all of its scripts.
        return Act::WaitForStart;
    }
    let Some(standing) = standing else {
        // We did not take it away, so it must be seen to be gone, and not only not be told once.
        return match std::mem::replace(&mut course.absent_before, true) {
            true => Act::End,
            false => Act::ReadAgain,
        };
    };
    course.absent_before = false;
    let may_fire = course.fires < FIRES;
    let back = found.back();
    // Whether secrets are back cannot be read: the script must have run after the last of them was sent.
    let sure = !found.secrets || course.fires > 0;
    match standing.state {
        // Schedulers without a script do nothing; they only go.
        None => Act::Disarm(standing),
        Some(State::Firing) if course.firing_readings < FIRING_READINGS => {
            course.firing_readings += 1;
            Act::WaitForScript
        }
        Some(State::Armed) if found.complete || found.goal == Goal::Disarm => Act::Disarm(standing),
        // Nothing was changed.
        Some(State::Armed) if found.goal == Goal::Keep && back == Some(true) && sure => {
            found.blame(course, standing.state);
            Act::Disarm(standing)
        }
        // The rows may have been read before it fired.
        Some(State::Fired) if !std::mem::replace(&mut course.fired_before, true) => Act::ReadAgain,
        Some(State::Fired) if found.complete || (back != Some(false) && sure) => {
            found.blame(course, standing.state);
            match found.goal {
                Goal::Fire => Act::End,
                _ => Act::Disarm(standing),
            }
        }
        Some(_) if may_fire => {
            course.fires += 1;
            Act::Fire(standing)
        }
        Some(State::Fired) => Act::Disarm(standing),
        Some(State::Firing) if back == Some(true) => Act::Disarm(standing),
        Some(State::Armed | State::Firing) => Act::GiveUp,
    }
}
