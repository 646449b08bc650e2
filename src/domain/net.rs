//! IPv4 addresses with their networks, as a site file writes them.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::shown::shown;

/// Why a text is not an address, a network or a range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NetError {
    /// Not of the form `10.5.50.1/24`.
    #[error("{} is not an address with its network; write it like 10.5.50.1/24", shown(.0))]
    NotInterface(String),
    /// Not of the form `10.5.50.0/24`.
    #[error("{} is not a network; write it like 10.5.50.0/24, or a single address like 10.5.50.7", shown(.0))]
    NotSubnet(String),
    /// Not of the form `10.5.50.10-10.5.50.254`.
    #[error("{} is not a range of addresses; write it like 10.5.50.10-10.5.50.254", shown(.0))]
    NotRange(String),
    /// The prefix is not 0 to 32.
    #[error("/{0} is not a network size; IPv4 has /1 to /32, most shops want /24")]
    Prefix(String),
    /// The address of the network itself cannot be a host's.
    #[error(
        "{given} is the network itself, no device can have it; the router usually takes {first}"
    )]
    IsNetwork {
        /// What was written.
        given: String,
        /// The first host with the same prefix.
        first: Interface,
    },
    /// The broadcast address cannot be a host's.
    #[error(
        "{given} is the broadcast address of its network, no device can have it; the router usually takes {first}"
    )]
    IsBroadcast {
        /// What was written.
        given: String,
        /// The first host with the same prefix.
        first: Interface,
    },
    /// A network with bits behind the prefix.
    #[error("{given} is an address inside a network; the network is {network}")]
    HostBits {
        /// What was written.
        given: String,
        /// The network it lies in.
        network: Subnet,
    },
    /// A range that runs backwards.
    #[error("the range {last}-{first} runs backwards; write {first}-{last}")]
    Backwards {
        /// The smaller address.
        first: Ipv4Addr,
        /// The larger address.
        last: Ipv4Addr,
    },
}

fn mask(prefix: u8) -> u32 {
    u32::MAX
        .checked_shl(32 - u32::from(prefix.min(32)))
        .unwrap_or(0)
}

fn parse_prefix(text: &str) -> Result<u8, NetError> {
    let plain = !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse::<u8>()
        .ok()
        .filter(|prefix| plain && *prefix <= 32)
        .ok_or_else(|| NetError::Prefix(text.chars().take(8).collect()))
}

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

/// Addresses from one to another, both included: `10.5.50.10-10.5.50.254`. A bare address is a range of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Range {
    first: Ipv4Addr,
    last: Ipv4Addr,
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

impl TryFrom<String> for Subnet {
    type Error = NetError;
    fn try_from(text: String) -> Result<Self, NetError> {
        text.parse()
    }
}

impl TryFrom<String> for Interface {
    type Error = NetError;
    fn try_from(text: String) -> Result<Self, NetError> {
        text.parse()
    }
}

impl TryFrom<String> for Range {
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

impl From<Interface> for String {
    fn from(interface: Interface) -> Self {
        interface.to_string()
    }
}

impl From<Range> for String {
    fn from(range: Range) -> Self {
        range.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn default_pools() {
        for (interface, pool) in [
            ("10.5.50.1/24", Some("10.5.50.10-10.5.50.254")),
            ("10.5.50.254/24", Some("10.5.50.10-10.5.50.253")),
            ("10.5.50.20/24", Some("10.5.50.21-10.5.50.254")),
            ("10.5.50.200/24", Some("10.5.50.10-10.5.50.199")),
            ("10.5.0.1/16", Some("10.5.0.10-10.5.255.254")),
            ("10.5.50.1/27", Some("10.5.50.10-10.5.50.30")),
            ("10.5.50.1/29", Some("10.5.50.2-10.5.50.6")),
            ("10.5.50.1/30", Some("10.5.50.2-10.5.50.2")),
            ("10.5.50.1/31", None),
            ("10.5.50.1/32", None),
        ] {
            let got = interface
                .parse::<Interface>()
                .unwrap()
                .default_pool()
                .map(|range| range.to_string());
            assert_eq!(got.as_deref(), pool, "{interface}");
        }
    }

    #[test]
    fn wrong_texts_name_the_right_one() {
        for (text, right) in [
            ("10.5.50.0/24", "10.5.50.1/24"),
            ("10.5.50.255/24", "10.5.50.1/24"),
            ("10.5.50.1", "10.5.50.1/24"),
            ("10.5.50.1/33", "/24"),
            ("10.5.50.1/0", "/24"),
            ("10.5.50.1/+8", "/24"),
        ] {
            let said = text.parse::<Interface>().unwrap_err().to_string();
            assert!(said.contains(right), "{text}: {said}");
        }
        for (text, right) in [
            ("10.5.50.1/24", "10.5.50.0/24"),
            ("x", "10.5.50.0/24"),
            ("10.5.50.0/", "/24"),
        ] {
            let said = text.parse::<Subnet>().unwrap_err().to_string();
            assert!(said.contains(right), "{text}: {said}");
        }
        for (text, right) in [
            ("10.0.0.9-10.0.0.2", "write 10.0.0.2-10.0.0.9"),
            ("10.0.0.1-5", "10.5.50.10-"),
        ] {
            let said = text.parse::<Range>().unwrap_err().to_string();
            assert!(said.contains(right), "{text}: {said}");
        }
    }

    #[test]
    fn a_bare_address_is_a_network_of_one() {
        let one: Subnet = "192.168.88.2".parse().unwrap();
        assert_eq!(one.to_string(), "192.168.88.2/32");
        assert!(one.contains(Ipv4Addr::new(192, 168, 88, 2)));
        let all: Subnet = "0.0.0.0/0".parse().unwrap();
        assert!(all.contains(Ipv4Addr::BROADCAST) && all.overlaps(one) && one.overlaps(all));
        assert_eq!(all.netmask(), Ipv4Addr::UNSPECIFIED);
        assert_eq!(all.range().count(), 1 << 32);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[0-9./ -]{0,24}|\\PC{0,12}") {
            if let Ok(it) = text.parse::<Interface>() {
                prop_assert_eq!(it.to_string().parse::<Interface>().unwrap(), it);
            }
            if let Ok(it) = text.parse::<Subnet>() {
                prop_assert_eq!(it.to_string().parse::<Subnet>().unwrap(), it);
            }
            if let Ok(it) = text.parse::<Range>() {
                prop_assert_eq!(it.to_string().parse::<Range>().unwrap(), it);
            }
        }

        #[test]
        fn a_default_pool_lies_inside_and_spares_the_router(bits: u32, prefix in 1u8..=32) {
            if let Ok(it) = Interface::new(Ipv4Addr::from(bits), prefix)
                && let Some(pool) = it.default_pool()
            {
                prop_assert!(!pool.contains(it.address()));
                prop_assert!(it.network().first_host() <= pool.first());
                prop_assert!(pool.last() <= it.network().last_host());
                prop_assert!(pool.first() <= pool.last());
            }
        }

        #[test]
        fn networks_overlap_when_their_ranges_do(a: u32, b: u32, p in 0u8..=32, q in 0u8..=32) {
            let (a, b) = (Subnet::around(Ipv4Addr::from(a), p), Subnet::around(Ipv4Addr::from(b), q));
            prop_assert_eq!(a.overlaps(b), a.range().overlaps(b.range()));
            prop_assert_eq!(a.to_string().parse::<Subnet>().unwrap(), a);
        }
    }
}
