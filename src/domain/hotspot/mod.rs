//! The hotspot of a shop: its description, what RouterOS should hold for it, and the difference.

pub mod site;
pub mod wan;
