//! What came of work on routers since the program was started, counted in memory.

use std::sync::atomic::{AtomicU64, Ordering};

use super::apply::ApplyError;
use crate::store::job::{JobKind, JobState};

/// How a change of a router fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fared {
    /// The router was proven to hold it.
    Done,
    /// The router is back in its former state.
    RolledBack,
    /// The router was put back, and not all could be restored.
    NotRestored,
    /// Nobody knows: the router does not answer, or does not run its undo.
    Unknown,
    /// Nothing was sent: the router, or what is on it, is not fit for the change or not what was agreed to.
    Refused,
    /// Nothing was changed: it could not be begun.
    Failed,
}

impl Fared {
    /// All of them.
    pub const ALL: [Fared; 6] = [
        Fared::Done,
        Fared::RolledBack,
        Fared::NotRestored,
        Fared::Unknown,
        Fared::Refused,
        Fared::Failed,
    ];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Fared::Done => "done",
            Fared::RolledBack => "rolled-back",
            Fared::NotRestored => "not-restored",
            Fared::Unknown => "unknown",
            Fared::Refused => "refused",
            Fared::Failed => "failed",
        }
    }

    /// As far as the state of its job tells.
    pub const fn of(state: JobState) -> Self {
        match state {
            JobState::Done => Fared::Done,
            JobState::RolledBack => Fared::RolledBack,
            JobState::Unknown => Fared::Unknown,
            JobState::Waiting | JobState::Running | JobState::Failed | JobState::Cancelled => {
                Fared::Failed
            }
        }
    }
}

impl From<&ApplyError> for Fared {
    fn from(error: &ApplyError) -> Self {
        match error {
            ApplyError::RolledBack { .. } => Fared::RolledBack,
            ApplyError::NotRolledBack { .. } => Fared::NotRestored,
            ApplyError::Unknown { .. }
            | ApplyError::Stuck { .. }
            | ApplyError::GuardLeft { .. } => Fared::Unknown,
            ApplyError::Refused(_)
            | ApplyError::Claim(_)
            | ApplyError::Unsound(_)
            | ApplyError::InUse(_)
            | ApplyError::Circle(_)
            | ApplyError::NotTakenOver(_)
            | ApplyError::Moved { .. }
            | ApplyError::GuardStands(_)
            | ApplyError::SafeModeHeld(_)
            | ApplyError::Unprotected(_) => Fared::Refused,
            _ => Fared::Failed,
        }
    }
}

/// How a job may end.
pub const ENDS: [JobState; 5] = [
    JobState::Done,
    JobState::Failed,
    JobState::RolledBack,
    JobState::Unknown,
    JobState::Cancelled,
];

/// The counters.
#[derive(Debug, Default)]
pub struct Tally {
    jobs: [[AtomicU64; ENDS.len()]; JobKind::ALL.len()],
    changes: [AtomicU64; Fared::ALL.len()],
}

impl Tally {
    /// Counts a job that is over.
    pub fn job(&self, kind: JobKind, end: JobState) {
        if let Some(count) = self.of_job(kind, end) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts a change that is over.
    pub fn change(&self, fared: Fared) {
        if let Some(count) = self.changes.get(fared as usize) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many jobs of a kind ended so.
    pub fn jobs(&self, kind: JobKind, end: JobState) -> u64 {
        self.of_job(kind, end)
            .map_or(0, |count| count.load(Ordering::Relaxed))
    }

    /// How many changes fared so.
    pub fn changes(&self, fared: Fared) -> u64 {
        self.changes
            .get(fared as usize)
            .map_or(0, |count| count.load(Ordering::Relaxed))
    }

    fn of_job(&self, kind: JobKind, end: JobState) -> Option<&AtomicU64> {
        let end = ENDS.iter().position(|known| *known == end)?;
        self.jobs.get(kind as usize)?.get(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_counter_of_its_own() {
        let tally = Tally::default();
        for (at, kind) in JobKind::ALL.iter().enumerate() {
            for (on, end) in ENDS.iter().enumerate() {
                for _ in 0..at * 10 + on {
                    tally.job(*kind, *end);
                }
            }
        }
        tally.job(JobKind::Apply, JobState::Running);
        for (at, kind) in JobKind::ALL.iter().enumerate() {
            for (on, end) in ENDS.iter().enumerate() {
                assert_eq!(tally.jobs(*kind, *end), (at * 10 + on) as u64);
            }
        }
        for (at, fared) in Fared::ALL.iter().enumerate() {
            (0..at).for_each(|_| tally.change(*fared));
        }
        for (at, fared) in Fared::ALL.iter().enumerate() {
            assert_eq!(tally.changes(*fared), at as u64);
        }
    }
}
