//! What several tests need: sites of many shapes, and a shelf of rows that takes changes as a router would.

#![allow(dead_code, reason = "each test takes what it needs")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

pub mod appliance;
pub mod foreign;
pub mod furnished;
pub mod held;
pub mod logged;
pub mod many;
pub mod office;
pub mod passing;
pub mod shelf;
pub mod shop;
pub mod sites;
pub mod stranger;
