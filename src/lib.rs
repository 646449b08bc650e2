//! hotspotd: from the description of a shop to a proven RouterOS hotspot.

pub mod domain;
pub mod routeros;
