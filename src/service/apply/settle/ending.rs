//! What a change under way is to become, and what became of it.

use std::time::Duration;

use crate::domain::hotspot::seen::Seen;
use crate::routeros::read::ReadError;
use crate::routeros::{ConnectError, Interrupted};
use crate::service::apply::outcome::Cause;

/// What to aim for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// Keep the change where it is complete; undo it otherwise.
    Keep,
    /// Undo it.
    Undo,
    /// Undo it, and leave the guard to whoever armed it.
    Fire,
    /// Take the guard away and fire nothing: no change was sent.
    Disarm,
}

/// How a change under way ended.
#[derive(Debug)]
pub enum Ending {
    /// The router holds the whole configuration, and nothing fires any more.
    Kept {
        /// Somebody else took the guard away.
        guard_taken: bool,
        /// What somebody else changed meanwhile.
        others: Vec<Seen>,
    },
    /// The router holds its former state, and nothing fires any more.
    Undone {
        /// Why, where that was learned on the way.
        why: Option<Cause>,
        /// What somebody else changed meanwhile. It stands.
        others: Vec<Seen>,
        /// What somebody else changed under our safe mode. It was undone with the rest.
        undone_too: Vec<Seen>,
    },
    /// The guard ran and did not restore all.
    NotUndone {
        /// Why it had to.
        why: Option<Cause>,
        /// What is not as it was.
        left: Vec<Seen>,
    },
    /// The router does not run the undo. The guard is left standing.
    Stuck {
        /// Why it had to run.
        why: Option<Cause>,
        /// The router's words.
        refusal: String,
    },
    /// No guard stands, and the former state is not known here.
    Absent,
    /// The router does not answer.
    Unknown {
        /// Why, where that was learned on the way.
        why: Option<Cause>,
        /// How long it was waited for.
        waited: Duration,
        /// What the last attempt said.
        blind: Blind,
    },
}

/// Why the router could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Blind {
    /// No connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// It could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The connection ended.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// A session that is gone holds safe mode still.
    #[error("a lost session holds the router's safe mode still")]
    Held,
    /// It confirms what it does not do.
    #[error("the router confirms commands and does not carry them out")]
    Stubborn,
}
