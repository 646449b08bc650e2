//! A network.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::NetError;
use super::prefix::{mask, parse_prefix};
use super::range::Range;

/// A network: `10.5.50.0/24`. A bare address is the network of that one address (`/32`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Subnet {
    network: Ipv4Addr,
    prefix: u8,
}

impl Subnet {
    /// The network that `address` lies in. A prefix above 32 counts as 32.
    pub fn around(address: Ipv4Addr, prefix: u8) -> Self {
        let prefix = prefix.min(32);
        Self {
            network: Ipv4Addr::from(address.to_bits() & mask(prefix)),
            prefix,
        }
    }

    /// The first address, which names the network.
    pub fn network(self) -> Ipv4Addr {
        self.network
    }

    /// Bits of the network part, 0 to 32.
    pub fn prefix(self) -> u8 {
        self.prefix
    }

    /// As in `255.255.255.0`.
    pub fn netmask(self) -> Ipv4Addr {
        Ipv4Addr::from(mask(self.prefix))
    }

    /// The last address (the broadcast address up to `/30`).
    pub fn broadcast(self) -> Ipv4Addr {
        Ipv4Addr::from(self.network.to_bits() | !mask(self.prefix))
    }

    /// The first address a device can have. For `/31` and `/32` that is the first address (RFC 3021).
    pub fn first_host(self) -> Ipv4Addr {
        if self.prefix >= 31 {
            self.network
        } else {
            Ipv4Addr::from(self.network.to_bits() | 1)
        }
    }

    /// The last address a device can have. For `/31` and `/32` that is the last address (RFC 3021).
    pub fn last_host(self) -> Ipv4Addr {
        if self.prefix >= 31 {
            self.broadcast()
        } else {
            Ipv4Addr::from(self.broadcast().to_bits() & !1)
        }
    }

    /// Whether the address lies in the network.
    pub fn contains(self, address: Ipv4Addr) -> bool {
        address.to_bits() & mask(self.prefix) == self.network.to_bits()
    }

    /// Whether any address lies in both.
    pub fn overlaps(self, other: Self) -> bool {
        self.contains(other.network) || other.contains(self.network)
    }

    /// All its addresses.
    pub fn range(self) -> Range {
        Range {
            first: self.network,
            last: self.broadcast(),
        }
    }
}

impl FromStr for Subnet {
    type Err = NetError;

    fn from_str(text: &str) -> Result<Self, NetError> {
        let wrong = || NetError::NotSubnet(text.to_owned());
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: Ipv4Addr = address.parse().map_err(|_| wrong())?;
        let prefix = prefix.map_or(Ok(32), parse_prefix)?;
        let network = Self::around(address, prefix);
        if network.network == address {
            Ok(network)
        } else {
            Err(NetError::HostBits {
                given: text.to_owned(),
                network,
            })
        }
    }
}

impl fmt::Display for Subnet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.network, self.prefix)
    }
}

impl TryFrom<String> for Subnet {
    type Error = NetError;
    fn try_from(text: String) -> Result<Self, NetError> {
        text.parse()
    }
}

impl From<Subnet> for String {
    fn from(subnet: Subnet) -> Self {
        subnet.to_string()
    }
}
