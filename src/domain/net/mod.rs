//! IPv4 addresses with their networks, as a site file writes them.

mod error;
mod interface;
mod prefix;
mod range;
mod subnet;
#[cfg(test)]
mod tests;

pub use error::NetError;
pub use interface::Interface;
pub use range::Range;
pub use subnet::Subnet;
