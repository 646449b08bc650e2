//! Whole backups: made beside a daemon at work, put back on a new box, read by age's own program; and whatever is not exactly one is refused
//! with nothing changed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // The helpers of tests are no tests to clippy.

#[path = "../support/daemon.rs"]
mod daemon;
#[path = "../support/mod.rs"]
mod support;

mod alerts;
mod away;
mod bench;
mod forged;
mod keys;
mod load;
mod memory;
mod refused;
mod strangers;
mod terminal;
