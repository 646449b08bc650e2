//! How RouterOS reads a value and how it writes the same value back (RouterOS facts: api-facts section 5).
//!
//! Each file holds one form; all of them are `parse text → outgoing text`, `None` where the router would refuse it.

pub mod address;
pub mod amount;
pub mod duration;
pub mod number;
pub mod words;
