//! IPv4 addresses with their networks, as a site file writes them; and which addresses may be a router's.

mod error;
mod interface;
mod prefix;
mod range;
mod reach;
mod subnet;
#[cfg(test)]
mod tests;

pub use error::NetError;
pub use interface::Interface;
pub use range::Range;
pub use reach::{Reach, ReachError, is_near};
pub use subnet::Subnet;
