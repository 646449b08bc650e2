//! The binary API on the real wire (RouterOS facts: api-facts sections 1 to 7).
//!
//! bytes → [`frame`] → [`request`] → [`session`] (login, one command) → [`reply`] → [`delay`] → bytes.
//! [`connection`] moves them, [`shared`] is what all sessions have in common.

pub(crate) mod connection;
pub(crate) mod delay;
pub mod frame;
pub(crate) mod listen;
pub(crate) mod login;
pub mod print;
pub mod query;
pub mod reply;
pub mod request;
pub(crate) mod session;
pub(crate) mod shared;
pub(crate) mod tls;
