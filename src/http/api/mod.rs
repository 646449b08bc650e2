//! The API: JSON in, JSON out, failures as RFC 9457.

pub mod audit;
pub mod auth;
pub mod backups;
pub mod care;
pub mod config;
pub mod dashboard;
pub mod docs;
pub mod health;
pub mod jobs;
pub mod metrics;
pub mod openapi;
pub mod own;
pub mod people;
pub mod routers;
pub mod second_factor;
pub mod settings;
