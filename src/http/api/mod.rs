//! The API: JSON in, JSON out, failures as `application/problem+json`.

pub mod audit;
pub mod auth;
pub mod health;
pub mod jobs;
pub mod own;
pub mod people;
pub mod second_factor;
pub mod settings;
