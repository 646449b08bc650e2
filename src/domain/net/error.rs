//! Why a text is not an address, a network or a range.

use std::net::Ipv4Addr;

use super::interface::Interface;
use super::subnet::Subnet;
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
