//! Why a router does not hold the configuration, and what it holds instead.

use crate::domain::hotspot::changeset::{Change, ChangeSet};
use crate::domain::hotspot::check::Finding;
use crate::domain::hotspot::claim::ClaimError;
use crate::domain::hotspot::preflight::Refusal;
use crate::domain::hotspot::stage::Circle;
use crate::routeros::read::ReadError;
use crate::routeros::{Cause, ConnectError};

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
    /// The router refused a row, or the connection ended: part of the changes was made.
    #[error("{}", .0.message())]
    Halfway(Box<Halfway>),
    /// Everything was sent and taken, and the router still holds something else.
    #[error(
        "the router took every change, and reading it back shows {} that differ: somebody else changes it, or RouterOS did not keep a value",
        rows(.0.changes.len())
    )]
    NotProven(ChangeSet),
    /// Everything was sent and taken, and rows that the configuration builds on are gone.
    #[error(
        "every change was sent, and the router no longer has what the configuration builds on: look at it with `hotspotd diff`"
    )]
    GroundLost(Vec<ClaimError>),
    /// Everything was sent, and the router cannot be read any more.
    #[error(
        "every change was sent, and the router could not be read again: what it holds now is unknown; run `hotspotd verify` as soon as it answers"
    )]
    NotReadAgain(#[source] ReadError),
    /// Everything was sent, and a new connection cannot sign in any more.
    #[error("{}", no_way_back(.left.as_ref()))]
    NoWayBack {
        /// Why.
        #[source]
        source: ConnectError,
        /// What the old connection still read as different; `None` where that is lost too.
        left: Option<ChangeSet>,
    },
}

/// `1 row`, `2 rows`.
fn rows(count: usize) -> String {
    if count == 1 {
        "1 row".to_owned()
    } else {
        format!("{count} rows")
    }
}

fn no_way_back(left: Option<&ChangeSet>) -> String {
    let holds = match left {
        None => {
            return "every change was sent, and hotspotd can no longer sign in to the router: what it holds now is unknown; reach it another way (WinBox, serial port), then run `hotspotd verify`".to_owned();
        }
        Some(left) if left.is_empty() => "reading it back confirms them".to_owned(),
        Some(left) => format!(
            "reading it back shows {} that differ",
            rows(left.changes.len())
        ),
    };
    format!(
        "every change was sent and {holds}, but hotspotd can no longer sign in to the router anew: reach it another way (WinBox, serial port) and look what keeps it out"
    )
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
    /// What a second reading still finds missing, or why there was none.
    pub left: Result<ChangeSet, Blind>,
}

/// What stopped an `apply`.
#[derive(Debug)]
pub enum Stop {
    /// The router refused a row, in its own words.
    Trap {
        /// The change it refused.
        change: Box<Change>,
        /// Its words.
        message: String,
    },
    /// The connection ended.
    Lost(Cause),
}

/// Why there is no second reading.
#[derive(Debug, thiserror::Error)]
pub enum Blind {
    /// No connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// It could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Rows that the configuration builds on are gone.
    #[error("the router no longer has what the configuration builds on")]
    GroundLost,
}

impl Halfway {
    fn message(&self) -> String {
        let cause = match &self.cause {
            Stop::Trap { change, message } => {
                format!("the router refused {}: {message}", change.name())
            }
            Stop::Lost(_) => "the connection to the router ended while it was changed".to_owned(),
        };
        let left = match (&self.left, &self.cause) {
            (Ok(left), _) if left.is_empty() => {
                "read again, the router holds the whole configuration".to_owned()
            }
            (Ok(left), Stop::Trap { .. }) => format!(
                "read again, {} of the configuration still differ; correct what was refused and apply again",
                rows(left.changes.len())
            ),
            (Ok(left), Stop::Lost(_)) => format!(
                "read again, {} of the configuration still differ; apply again, what is done is not sent twice",
                rows(left.changes.len())
            ),
            (Err(_), _) => "the router could not be read again, so what it holds is unknown; run `hotspotd diff` as soon as it answers".to_owned(),
        };
        format!(
            "{cause}; {} done, {} without an answer, {} not sent; {left}",
            self.done.len(),
            self.unknown.len(),
            self.not_sent.len()
        )
    }
}
