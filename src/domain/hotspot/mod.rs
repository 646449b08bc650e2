//! The hotspot of a shop: its description, what RouterOS should hold for it, and the difference.

pub mod bootstrap;
pub mod changeset;
pub mod check;
pub mod claim;
pub mod conflict;
pub mod context;
pub mod desired;
pub mod diff;
pub mod fits;
pub mod guard;
pub mod harm;
pub mod invert;
pub mod mark;
pub mod observed;
pub mod offer;
pub mod order;
pub mod preflight;
pub mod render;
pub mod script;
pub mod seen;
pub mod site;
pub mod stage;
pub mod starter;
mod surplus;
pub mod survey;
pub mod template;
pub mod wan;
