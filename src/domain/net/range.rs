//! A range of addresses.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::NetError;

/// Addresses from one to another, both included: `10.5.50.10-10.5.50.254`. A bare address is a range of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Range {
    pub(super) first: Ipv4Addr,
    pub(super) last: Ipv4Addr,
}

impl Range {
    /// From `first` to `last`, both included.
    ///
    /// # Errors
    /// `first` lies behind `last`.
    pub fn new(first: Ipv4Addr, last: Ipv4Addr) -> Result<Self, NetError> {
        if first <= last {
            Ok(Self { first, last })
        } else {
            Err(NetError::Backwards {
                first: last,
                last: first,
            })
        }
    }

    /// The first address.
    pub fn first(self) -> Ipv4Addr {
        self.first
    }

    /// The last address.
    pub fn last(self) -> Ipv4Addr {
        self.last
    }

    /// How many addresses; at least 1.
    pub fn count(self) -> u64 {
        u64::from(self.last.to_bits()) - u64::from(self.first.to_bits()) + 1
    }

    /// Whether the address lies in the range.
    pub fn contains(self, address: Ipv4Addr) -> bool {
        self.first <= address && address <= self.last
    }

    /// Whether any address lies in both.
    pub fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

impl FromStr for Range {
    type Err = NetError;

    fn from_str(text: &str) -> Result<Self, NetError> {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let address = |part: &str| {
            part.trim()
                .parse()
                .map_err(|_| NetError::NotRange(text.to_owned()))
        };
        Self::new(address(first)?, address(last)?)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.first, self.last)
    }
}

impl TryFrom<String> for Range {
    type Error = NetError;
    fn try_from(text: String) -> Result<Self, NetError> {
        text.parse()
    }
}

impl From<Range> for String {
    fn from(range: Range) -> Self {
        range.to_string()
    }
}
