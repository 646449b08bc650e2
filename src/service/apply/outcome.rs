//! What became of a change that was being made.

use crate::domain::hotspot::changeset::{Change, ChangeSet};
use crate::domain::hotspot::claim::ClaimError;
use crate::routeros::{self, ConnectError};

/// How far the sending came.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    /// Changes that the router confirmed.
    pub done: Vec<Change>,
    /// Changes that were sent without an answer.
    pub unknown: Vec<Change>,
    /// Changes that were not sent.
    pub not_sent: Vec<Change>,
}

/// Why a change was not kept.
#[derive(Debug)]
pub enum Cause {
    /// Sending ended before its end.
    Stopped(Stop),
    /// Everything was sent and taken, and the router still held something else.
    NotProven(ChangeSet),
    /// Everything was sent and taken, and rows that the configuration builds on were gone.
    GroundLost(Vec<ClaimError>),
    /// Everything was sent, and no new connection could sign in any more.
    NoWayBack(ConnectError),
    /// The guard fired before all was proven.
    TooSlow,
    /// What became of the change could not be read.
    NotSeen,
    /// Everything was proven, and the router would not end safe mode; in its own words or ours.
    NotReleased(String),
    /// A person wanted the former state.
    Asked,
}

/// What stopped the sending.
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
    Lost(routeros::Cause),
    /// It took so long that the guard might have fired before all was proven.
    OutOfTime,
}

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Cause::Stopped(Stop::Trap { change, message }) => {
                write!(f, "the router refused {}: {message}", change.name())
            }
            Cause::Stopped(Stop::Lost(_)) => {
                f.write_str("the connection to the router ended while it was changed")
            }
            Cause::Stopped(Stop::OutOfTime) => f.write_str(
                "the router took so long that its guard might have fired before every change was proven (give it more time with --guard)",
            ),
            Cause::NotProven(left) => write!(
                f,
                "the router took every change, and reading it back showed {} that differed: somebody else changes it, or RouterOS did not keep a value",
                rows(left.changes.len())
            ),
            Cause::GroundLost(_) => {
                f.write_str("every change was sent, and the router no longer had what the configuration builds on")
            }
            Cause::NoWayBack(_) => {
                f.write_str("every change was sent, and hotspotd could not sign in to the router anew")
            }
            Cause::TooSlow => f.write_str(
                "the guard fired before every change was proven: its time was over, or somebody ran `hotspotd rollback`",
            ),
            Cause::NotSeen => f.write_str("what the router made of the change could not be read"),
            Cause::NotReleased(words) => write!(
                f,
                "every change was proven, and the router did not end safe mode ({words})"
            ),
            Cause::Asked => f.write_str("the former state was asked for"),
        }
    }
}

/// `1 row`, `2 rows`.
pub(super) fn rows(count: usize) -> String {
    if count == 1 {
        "1 row".to_owned()
    } else {
        format!("{count} rows")
    }
}
