//! Routers taken into care, described, saved and guarded, over real HTTP against simulated routers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod backups;
mod care;
mod forms;
mod keeping;
mod mistakes;
mod office;
mod onboarding;
mod others;
mod overtaken;
mod reach;
mod room;
mod secrets;
mod site;
mod site_applied;
mod stored_password;
#[path = "../support/mod.rs"]
mod support;
mod take_up;
mod time;
mod vitals;
