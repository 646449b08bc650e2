//! The figures of `/metrics`: that they move by what was done, who may read them, and that a stranger's reader takes them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod doors;
mod moving;
#[path = "../routers/office.rs"]
#[allow(dead_code, reason = "the tests of routers need more of it")]
mod office;
mod read;
mod stranger;
#[path = "../support/mod.rs"]
mod support;
