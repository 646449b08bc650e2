//! What hotspotd is about, as plain values and pure functions: no I/O, no clock, no randomness.

pub mod access;
pub(crate) mod alike;
pub mod bytes;
mod decimal;
pub mod exposition;
pub mod histogram;
pub mod hotspot;
pub mod id;
pub mod kind;
pub mod language;
pub mod mac;
pub mod moment;
pub mod money;
pub mod name;
pub mod net;
pub mod password;
pub mod rate;
pub mod retention;
pub mod room;
pub mod routeros;
pub mod secret;
pub mod shown;
pub mod task;
pub mod time;
pub mod trust;
pub mod turn;
