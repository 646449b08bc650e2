//! hotspotd: from the description of a shop to a proven RouterOS hotspot.

pub mod app;
pub mod cli;
pub mod config;
pub mod credentials;
pub mod domain;
pub mod http;
pub mod jobs;
pub mod mail;
pub mod routeros;
pub mod service;
pub mod store;
