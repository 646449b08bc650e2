//! The API: JSON in, JSON out, failures as `application/problem+json`.

pub mod auth;
pub mod dashboard;
pub mod health;
pub mod jobs;
pub mod routers;
