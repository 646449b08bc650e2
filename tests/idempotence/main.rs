//! The ten bugs that make other tools change a router again and again (RouterOS facts: apply, section 3), each as a test:
//! what a template wrote and what the router answers are the same, however both spell it, and what is not the same is told.
//!
//! Each is shown on values spelt as routers spell them, and, where the simulator can, on a router: after one apply the
//! difference is empty.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

#[path = "../support/mod.rs"]
mod support;

mod bench;
mod rows;
mod values;
