//! hotspotd: from the description of a shop to a proven RouterOS hotspot.

pub mod cli;
pub mod credentials;
pub mod domain;
pub mod mail;
pub mod routeros;
pub mod service;
pub mod store;
