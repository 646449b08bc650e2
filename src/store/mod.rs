//! What this program keeps on its own disk: two SQLite databases, and the journal of changes under way.
//!
//! All SQL of the program is here, one file per noun, as plain functions over a connection. Services put them together
//! inside [`Database::write`] and [`Database::read`].

pub mod account;
mod admit;
pub mod audit;
pub mod catalogue;
mod checkpoint;
mod column;
pub mod configuration;
pub mod contents;
mod database;
pub mod draft;
mod error;
pub mod export;
mod group;
pub mod idempotency;
pub mod job;
pub mod journal;
mod load;
mod lock;
pub mod mail;
mod migrate;
pub mod operator;
pub mod private;
pub mod reach;
mod readers;
pub mod restore;
pub mod router;
pub mod second_factor;
pub mod session;
pub mod setting;
pub mod single_use;
pub mod snapshot;
pub mod template;
mod temporary;
mod writer;

pub use database::{Database, STATE, Schema, TELEMETRY};
pub use error::{OpenError, StoreError};
pub use load::Measured;
pub use lock::{FolderLock, LockError};
/// A connection to one of the databases; inside [`Database::write`] it is in a transaction.
pub use rusqlite::Connection;
pub use temporary::Temporary;
