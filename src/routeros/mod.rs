//! Everything this program says to a RouterOS router and hears from it.
//!
//! One connection is one [`Client`]: it logs in, sends [`Command`]s ahead of their answers, and hands back one [`Reply`] each,
//! in the order of the commands. The parts, from the wire upwards:
//! `sentence` (bytes to sentences), `connection` (a stream read while it is written), `pipeline` (which command was answered,
//! pure), `login`, `tls`, and `client` which puts them together. Facts of the wire: "RouterOS facts: API, section n".

mod client;
mod command;
mod connection;
pub mod device_mode;
pub mod discovery;
mod endpoint;
mod error;
mod exchange;
pub mod export;
pub mod guard;
mod limits;
mod login;
mod pipeline;
pub mod read;
mod record;
pub mod safe_mode;
pub mod secrets;
pub mod send;
mod sentence;
pub mod survey;
mod tls;
mod turnaround;
mod window;

pub use client::{Client, Traffic};
pub use command::{Command, Patience};
pub use connection::Stream;
pub use endpoint::{Credentials, Endpoint, Security};
pub use error::{Cause, ConnectError, Fault, Interrupted};
pub use limits::Limits;
pub use record::{Outcome, Record, Reply};
pub use sentence::{Inbox, Sentence, Verb, WireError};
pub use tls::{Fingerprint, FingerprintError, shown};
