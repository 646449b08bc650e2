//! The binary API as bytes on a socket: one file per group of facts (api-facts sections 1 to 7).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod faults;
mod frames;
mod items;
mod latency;
mod login;
mod queries;
mod raw;
mod reach;
mod replies;
mod state;
mod tags;
mod tls;
