//! The catalogue, the templates and the configurations over HTTP, by people of every role.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

#[path = "../support/mod.rs"]
mod support;

mod configurations;
mod escaping;
mod files;
mod openapi;
mod roles;
mod shelves;
mod templates;
