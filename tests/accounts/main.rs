//! People and their accounts: a real daemon, real HTTP, a real mail server.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

#[path = "../support/appliance.rs"]
mod appliance;
mod console;
mod doors;
mod forms;
mod guessing;
mod idempotency;
mod life;
#[path = "../support/logged.rs"]
mod logged;
mod mails;
mod people;
mod secrets;
#[path = "../mail/server.rs"]
mod server;
mod setting_up;
mod tokens;
