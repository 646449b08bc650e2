//! An address with the network it stands in.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::NetError;
use super::prefix::parse_prefix;
use super::range::Range;
use super::subnet::Subnet;

/// An address of an interface with the network it stands in: `10.5.50.1/24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Interface {
    address: Ipv4Addr,
    prefix: u8,
}

impl Interface {
    /// An address that a host can have in a network of that size.
    ///
    /// # Errors
    /// The network or broadcast address for prefixes up to 30; a prefix of 0 or above 32.
    pub fn new(address: Ipv4Addr, prefix: u8) -> Result<Self, NetError> {
        if prefix == 0 || prefix > 32 {
            return Err(NetError::Prefix(prefix.to_string()));
        }
        let subnet = Subnet::around(address, prefix);
        let given = || format!("{address}/{prefix}");
        let first = Self {
            address: subnet.first_host(),
            prefix,
        };
        match prefix {
            31 | 32 => Ok(Self { address, prefix }),
            _ if address == subnet.network() => Err(NetError::IsNetwork {
                given: given(),
                first,
            }),
            _ if address == subnet.broadcast() => Err(NetError::IsBroadcast {
                given: given(),
                first,
            }),
            _ => Ok(Self { address, prefix }),
        }
    }

    /// The address alone.
    pub fn address(self) -> Ipv4Addr {
        self.address
    }

    /// Bits of the network part, 1 to 32.
    pub fn prefix(self) -> u8 {
        self.prefix
    }

    /// The network it stands in.
    pub fn network(self) -> Subnet {
        Subnet::around(self.address, self.prefix)
    }

    /// The addresses to hand out when nobody says which: all hosts but the first nine (kept for printers and the
    /// like; only from `/27` upwards) and the router's own; the larger part where the router stands in the middle.
    /// `None` where nothing is left (`/31`, `/32`).
    pub fn default_pool(self) -> Option<Range> {
        if self.prefix > 30 {
            return None;
        }
        let network = self.network();
        let skipped = if self.prefix <= 27 { 9 } else { 0 };
        let first = network.first_host().to_bits() + skipped;
        let last = network.last_host().to_bits();
        let own = self.address.to_bits();
        let (first, last) = if own < first || own > last {
            (first, last)
        } else if own - first > last - own {
            (first, own - 1)
        } else {
            (own + 1, last)
        };
        (first <= last).then(|| Range {
            first: Ipv4Addr::from(first),
            last: Ipv4Addr::from(last),
        })
    }
}

impl FromStr for Interface {
    type Err = NetError;

    fn from_str(text: &str) -> Result<Self, NetError> {
        let wrong = || NetError::NotInterface(text.to_owned());
        let (address, prefix) = text.split_once('/').ok_or_else(wrong)?;
        Self::new(address.parse().map_err(|_| wrong())?, parse_prefix(prefix)?)
    }
}

impl fmt::Display for Interface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

impl TryFrom<String> for Interface {
    type Error = NetError;
    fn try_from(text: String) -> Result<Self, NetError> {
        text.parse()
    }
}

impl From<Interface> for String {
    fn from(interface: Interface) -> Self {
        interface.to_string()
    }
}
