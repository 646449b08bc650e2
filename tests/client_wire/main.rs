//! The client against small scripted peers that speak raw bytes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod breaks;
mod connecting;
mod peer;
mod replies;
mod secured;
mod series;
