//! The device against the facts files: one fact, one line.

// The helpers of tests are no tests to clippy.
#![allow(clippy::unwrap_used, clippy::panic)]

mod admission;
mod device_mode;
mod dynamic_rows;
mod factory;
mod guards;
mod import;
mod lab;
mod life;
mod permissions;
mod traps;
mod tree;
mod values;
