//! Why an `apply` did not end in a proof, and what is known of the router then.

use crate::domain::hotspot::changeset::{Change, ChangeSet};
use crate::domain::hotspot::check::Finding;
use crate::domain::hotspot::claim::ClaimError;
use crate::domain::hotspot::preflight::Refusal;
use crate::domain::hotspot::stage::Circle;
use crate::routeros::ConnectError;
use crate::routeros::read::ReadError;

/// Why a router does not hold the configuration, and what it holds instead.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// No connection; nothing was changed.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// No reading; nothing was changed.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The router is not fit for this configuration; nothing was changed.
    #[error("nothing was sent: the router is not ready for this configuration")]
    Refused(Vec<Refusal>),
    /// Rows that cannot be brought onto this router; nothing was changed.
    #[error("nothing was sent: the configuration does not fit what is on the router")]
    Claim(Vec<ClaimError>),
    /// The rows make no sense on this router; nothing was changed.
    #[error("nothing was sent: the judge found faults in the configuration on this router")]
    Unsound(Vec<Finding>),
    /// The rows have no order; nothing was changed.
    #[error(transparent)]
    Circle(#[from] Circle),
    /// Rows of others would be changed; nothing was changed.
    #[error(
        "nothing was sent: {0} rows on the router are not hotspotd's yet and would be changed; look at them with `hotspotd diff`, then repeat with --take-over"
    )]
    NotTakenOver(usize),
    /// The router changed since the difference was shown; nothing was changed.
    #[error(
        "nothing was sent: the router changed since the difference was shown (expected change {expected}, now {found}); look at it again"
    )]
    Moved {
        /// The hash that was agreed to.
        expected: String,
        /// The hash now.
        found: String,
    },
    /// The router refused a row, or the connection ended: part of the changes was made.
    #[error("{}", .0.message())]
    Halfway(Box<Halfway>),
    /// Everything was sent and taken, and the router still holds something else.
    #[error("the router took every change, and reading it back shows {} that differ: somebody else changes it, or RouterOS did not keep a value", rows(.0.changes.len()))]
    NotProven(ChangeSet),
    /// Everything was sent, and the router can no longer be reached.
    #[error(
        "every change was sent, and hotspotd can no longer sign in to the router ({0}): what it holds now is unknown"
    )]
    Unreachable(ConnectError),
}

fn rows(count: usize) -> String {
    if count == 1 {
        "1 row".to_owned()
    } else {
        format!("{count} rows")
    }
}

/// An `apply` that stopped in the middle.
#[derive(Debug)]
pub struct Halfway {
    /// What stopped it.
    pub cause: Stop,
    /// Changes that the router confirmed.
    pub done: Vec<Change>,
    /// Changes that were sent without an answer.
    pub unknown: Vec<Change>,
    /// Changes that were not sent.
    pub not_sent: Vec<Change>,
    /// What a second reading still finds missing; `None` where the router could not be read again.
    pub left: Option<ChangeSet>,
}

/// What stopped an `apply`.
#[derive(Debug)]
pub enum Stop {
    /// The router refused a row, in its own words.
    Trap {
        /// The change it refused.
        change: Change,
        /// Its words.
        message: String,
    },
    /// The connection ended.
    Lost(String),
}

impl Halfway {
    fn message(&self) -> String {
        let cause = match &self.cause {
            Stop::Trap { change, message } => {
                format!(
                    "the router refused {} {}: {message}",
                    change.menu.path, change.row
                )
            }
            Stop::Lost(why) => {
                format!("the connection to the router ended while it was changed ({why})")
            }
        };
        let left = match &self.left {
            Some(left) => format!(
                "read again, {} of the configuration still differ",
                rows(left.changes.len())
            ),
            None => "it could not be read again, so what it holds is unknown".to_owned(),
        };
        format!(
            "{cause}; {} done, {} without an answer, {} not sent; {left}",
            self.done.len(),
            self.unknown.len(),
            self.not_sent.len()
        )
    }
}
