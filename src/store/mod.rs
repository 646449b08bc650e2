//! What this program keeps on its own disk: two SQLite databases, and the journal of changes under way.
//!
//! All SQL of the program is here, one file per noun, as plain functions over a connection. Services put them together
//! inside [`Database::write`] and [`Database::read`].

mod database;
mod error;
pub mod journal;
mod migrate;
mod readers;
mod snapshot;
mod writer;

pub use database::{Database, Schema, STATE, TELEMETRY};
pub use error::{OpenError, StoreError};
/// A connection to one of the databases; inside [`Database::write`] it is in a transaction.
pub use rusqlite::Connection;
