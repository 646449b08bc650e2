//! Why a router does not hold the configuration, and what it holds instead.

use std::time::Duration;

use super::in_use::InUse;
use super::outcome::{Cause, Sent, rows};
use super::protect::Protection;
use super::settle::Blind;
use crate::domain::hotspot::changeset::Change;
use crate::domain::hotspot::check::Finding;
use crate::domain::hotspot::claim::ClaimError;
use crate::domain::hotspot::guard::{Standing, State};
use crate::domain::hotspot::invert::NotInvertible;
use crate::domain::hotspot::preflight::Refusal;
use crate::domain::hotspot::seen::Seen;
use crate::domain::hotspot::stage::Circle;
use crate::routeros::ConnectError;
use crate::routeros::guard::ArmError;
use crate::routeros::read::ReadError;
use crate::store::journal::JournalError;

/// Why a router does not hold the configuration, and what it holds instead.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// No connection; nothing was changed.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// No reading; nothing was changed.
    #[error("nothing was sent: {0}")]
    Read(ReadError),
    /// The router is not fit for this configuration; nothing was changed.
    #[error("nothing was sent: the router is not ready for this configuration")]
    Refused(Vec<Refusal>),
    /// Rows that cannot be brought onto this router; nothing was changed.
    #[error("nothing was sent: the configuration does not fit what is on the router")]
    Claim(Vec<ClaimError>),
    /// The rows make no sense on this router; nothing was changed.
    #[error("nothing was sent: the judge found faults in the configuration on this router")]
    Unsound(Vec<Finding>),
    /// Rows that are to go are in use; nothing was changed.
    #[error("nothing was sent: the router still uses what is to be removed")]
    InUse(Vec<InUse>),
    /// The rows have no order; nothing was changed.
    #[error(transparent)]
    Circle(#[from] Circle),
    /// Rows of others would be changed; nothing was changed.
    #[error(
        "nothing was sent: {} on the router are not hotspotd's yet and would be changed; look at them with `hotspotd diff`, then repeat with --take-over",
        rows(.0.len())
    )]
    NotTakenOver(Vec<Change>),
    /// The router changed since the difference was shown; nothing was changed.
    #[error(
        "nothing was sent: the difference is no longer the one that was shown (expected change {expected}, now {found}), so the router or the site file changed; look again with `hotspotd diff`"
    )]
    Moved {
        /// The hash that was agreed to.
        expected: String,
        /// The hash now.
        found: String,
    },
    /// The journal cannot be written; nothing was changed.
    #[error("nothing was sent: {0}")]
    Journal(#[from] JournalError),
    /// A guard stands on the router; nothing was changed.
    #[error("nothing was sent: {}", stands(.0))]
    GuardStands(Standing),
    /// An earlier change was made under safe mode and stopped, and its end was not seen; nothing was changed.
    #[error(
        "nothing was sent: an earlier change was stopped under the router's safe mode, and {0}: end the session that holds it (`/safe-mode/print` on the router tells which), and try again"
    )]
    SafeModeHeld(Blind),
    /// Nothing could stand ready to put the router back; nothing was changed.
    #[error("nothing was sent, since nothing would put the router back if it went wrong")]
    Unprotected(Unprotected),
    /// The guard could not be armed; nothing was changed.
    #[error(
        "nothing was changed: the guard that would put the router back could not be armed ({0})"
    )]
    NotArmed(String),
    /// The guard could not be armed, and what stands of it could not be read; no other row was changed.
    #[error(
        "{why}. A guard may stand on the router all the same, with nothing to undo: run `hotspotd apply` again, which takes it away, or `hotspotd guard disarm`"
    )]
    GuardLeft {
        /// Why it could not be armed.
        why: Box<ApplyError>,
        /// What the last attempt to read it said.
        blind: Box<Blind>,
    },
    /// The router is back in its former state.
    #[error("{cause}; the router is back in its former state")]
    RolledBack {
        /// Why.
        cause: Box<Cause>,
        /// How far the sending came.
        sent: Box<Sent>,
        /// What somebody else changed meanwhile. It was left alone.
        others: Vec<Seen>,
        /// What somebody else changed under our safe mode, which undoes everybody's changes.
        undone_too: Vec<Seen>,
        /// What put it back.
        by: Protection,
    },
    /// The former state could not be restored in full.
    #[error(
        "{cause}; the router was put back, and reading it shows {} that could not be restored: look at them and apply again",
        rows(.left.len())
    )]
    NotRolledBack {
        /// Why.
        cause: Box<Cause>,
        /// How far the sending came.
        sent: Box<Sent>,
        /// What is not as it was.
        left: Vec<Seen>,
    },
    /// The router does not run the undo.
    #[error(
        "{cause}; the router does not run the undo ({refusal}), and its guard is left standing: look at the router by hand, and at `hotspotd guard status`"
    )]
    Stuck {
        /// Why it had to run.
        cause: Box<Cause>,
        /// How far the sending came.
        sent: Box<Sent>,
        /// The router's words.
        refusal: String,
    },
    /// The router does not answer: it has or will have its former state, or holds the whole change.
    #[error("{cause}, and it does not answer; {hope}; run `hotspotd verify` as soon as it answers")]
    Unknown {
        /// Why.
        cause: Box<Cause>,
        /// How far the sending came.
        sent: Box<Sent>,
        /// What puts the router back without us.
        hope: Hope,
        /// What the last attempt said.
        blind: Box<Blind>,
    },
}

/// What puts a router back that does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hope {
    /// Its guard, within this time from now, if it was not disarmed.
    Guard(Duration),
    /// Its safe mode, when it notices that our session is gone.
    SafeMode,
    /// Nothing but `hotspotd rollback`.
    ByHand,
}

impl std::fmt::Display for Hope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Hope::Guard(left) if left.is_zero() => f.write_str(
                "its guard must have fired by now, so it has its former state, unless every change was proven",
            ),
            Hope::Guard(left) => write!(
                f,
                "its guard puts it back within {} s, unless every change was proven",
                left.as_secs()
            ),
            Hope::SafeMode => f.write_str(
                "it undoes the change by itself when it notices that the session is gone (within about ten minutes), unless every change was proven",
            ),
            Hope::ByHand => f.write_str(
                "the undo stands on it as a script and runs only by `hotspotd rollback`",
            ),
        }
    }
}

/// Why nothing could stand ready to put the router back.
#[derive(Debug, Default)]
pub struct Unprotected {
    /// The changes that cannot be undone by a script.
    pub not_invertible: Vec<NotInvertible>,
    /// Why each means is missing, one sentence each.
    pub means: Vec<String>,
}

impl Unprotected {
    /// All reasons, one a line.
    pub fn reasons(&self) -> Vec<String> {
        let undo = self.not_invertible.iter().map(ToString::to_string);
        undo.chain(self.means.iter().cloned()).collect()
    }
}

fn stands(standing: &Standing) -> String {
    let change = &standing.hash;
    let when = match (&standing.next_run, standing.timer || standing.boot) {
        (Some(time), _) => format!("it puts the router back by itself at {time} by its clock"),
        (None, true) => "it puts the router back by itself".to_owned(),
        (None, false) => "it runs only by `hotspotd rollback`".to_owned(),
    };
    match standing.state {
        Some(State::Armed | State::Firing) => format!(
            "the guard of change {change} stands on the router, so another hotspotd is changing it or was stopped while it did; {when}. Wait until that one is done, or, if it was stopped, run `hotspotd rollback`"
        ),
        Some(State::Fired) | None => format!(
            "what is left of the guard of change {change} stands on the router: run `hotspotd guard disarm`"
        ),
    }
}

impl From<ArmError> for ApplyError {
    fn from(error: ArmError) -> Self {
        ApplyError::NotArmed(error.to_string())
    }
}
