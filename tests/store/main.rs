//! What is kept on the disk survives what happens to disks: power cuts, kills, full and failing disks, clocks that jump.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // The helpers of tests are no tests to clippy.

mod backups;
mod bench;
mod child;
mod failing;
mod full;
mod holder;
mod killed;
mod opening;
mod power;
mod reading;
mod samples;
mod secrets;
mod torn;
mod trace;
mod wal;
mod writing;
