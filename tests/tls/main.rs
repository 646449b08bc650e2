//! TLS at the administration's listener: what it shows, to whom it speaks without TLS, and what a slow or hostile client costs it. The clients
//! are other people's: curl, openssl, Python.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

#[path = "../support/daemon.rs"]
mod daemon;
#[path = "../support/mod.rs"]
mod support;

mod clients;
mod made;
mod own;
mod plain;
mod served;
mod slow;
