//! The API: JSON in, JSON out, failures as RFC 9457.

pub mod auth;
pub mod config;
pub mod docs;
pub mod health;
pub mod openapi;
