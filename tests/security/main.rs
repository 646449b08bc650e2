//! Attacks on the appliance, over real HTTP: who may do what, whose rows they see, where requests may come from, what may stand in a page,
//! how much one may send and how slowly, and what never leaves.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

#[path = "../support/daemon.rs"]
mod daemon;
#[path = "../support/mod.rs"]
mod support;

use support::appliance;

mod crossing;
mod flood;
mod headers;
mod hidden;
mod hostile_router;
mod other_sites;
mod others_rows;
mod people;
mod raw;
mod roles;
mod script;
mod secrets;
mod sessions;
mod texts;
mod tls;
