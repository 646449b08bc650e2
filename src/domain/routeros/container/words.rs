//! What a person says of the container, checked so that it can stand in a script and in its comments.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use crate::domain::net::{NetError, Subnet};
use crate::domain::shown::shown;

/// The longest name of a container.
const LONGEST_NAME: usize = 24;
/// The longest path on a disk, and the longest name of an interface.
const LONGEST: usize = 100;
/// The largest network that a link between router and container may be.
const LARGEST_LINK: u8 = 16;
/// The smallest one that has an address for each of them.
const SMALLEST_LINK: u8 = 30;

/// What the container and all that belongs to it is called: a short word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

/// The text cannot be a container's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} cannot be the container's name; write up to {LONGEST_NAME} of a-z, 0-9 and -, a letter first, like hotspotd",
    shown(.0)
)]
pub struct NameError(String);

impl FromStr for Name {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let good = text.len() <= LONGEST_NAME
            && text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.bytes().all(plain);
        good.then(|| Name(text.to_owned()))
            .ok_or_else(|| NameError(text.to_owned()))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place on a disk of the router: `usb1`, `usb1/images`, `usb1/hotspotd.tar`. Without a slash at either end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(String);

/// The text cannot be a place on a disk.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} cannot be a place on the router's disk; write names of letters, digits, dots, dashes and underscores with / between them, like usb1 (the router's /disk print lists its disks)",
    shown(.0)
)]
pub struct PlaceError(String);

impl FromStr for Place {
    type Err = PlaceError;

    fn from_str(text: &str) -> Result<Self, PlaceError> {
        let bare = text.strip_prefix('/').unwrap_or(text);
        let bare = bare.strip_suffix('/').unwrap_or(bare);
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
        let part = |part: &str| {
            !part.is_empty() && part.bytes().all(plain) && !part.bytes().all(|byte| byte == b'.')
        };
        (bare.len() <= LONGEST && bare.split('/').all(part))
            .then(|| Place(bare.to_owned()))
            .ok_or_else(|| PlaceError(text.to_owned()))
    }
}

impl Place {
    /// A place below this one.
    pub fn join(&self, name: impl fmt::Display) -> String {
        format!("{}/{name}", self.0)
    }

    /// Whether it leads through folders and so does not stand on a disk that was named elsewhere.
    pub fn is_path(&self) -> bool {
        self.0.contains('/')
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The small network between router and container: the router has its first address, the container the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link(Subnet);

/// The network cannot lie between router and container.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// It is none.
    #[error(transparent)]
    Net(#[from] NetError),
    /// It has no room for two, or is needlessly large.
    #[error(
        "{0} does not fit: router and container need a network from /{LARGEST_LINK} to /{SMALLEST_LINK} of their own, like 172.31.80.0/30"
    )]
    Size(Subnet),
    /// It belongs to others.
    #[error(
        "{0} is a network of the internet, which would be cut off by it; take one of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 that is not in use, like 172.31.80.0/30"
    )]
    Public(Subnet),
}

impl FromStr for Link {
    type Err = LinkError;

    fn from_str(text: &str) -> Result<Self, LinkError> {
        let subnet: Subnet = text.parse()?;
        if !(LARGEST_LINK..=SMALLEST_LINK).contains(&subnet.prefix()) {
            return Err(LinkError::Size(subnet));
        }
        if !subnet.network().is_private() {
            return Err(LinkError::Public(subnet));
        }
        Ok(Link(subnet))
    }
}

impl Link {
    /// The router's address in it.
    pub fn router(self) -> Ipv4Addr {
        self.0.first_host()
    }

    /// The container's.
    pub fn container(self) -> Ipv4Addr {
        Ipv4Addr::from_bits(self.router().to_bits() + 1)
    }

    /// An address in it, with its prefix length: `172.31.80.1/30`.
    pub fn with_prefix(self, address: Ipv4Addr) -> String {
        format!("{address}/{}", self.0.prefix())
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The name of an interface or of a list of interfaces. RouterOS takes nearly anything, blanks and quotes too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interface(String);

impl FromStr for Interface {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // `!name` would mean every other interface, `*1` whatever has that number.
        let good = (1..=LONGEST).contains(&text.len())
            && !text.starts_with(['!', '*'])
            && !text.chars().any(char::is_control);
        good.then(|| Interface(text.to_owned())).ok_or_else(|| {
            format!(
                "{} cannot be an interface's name; the router's /interface print and /interface list print show what it has",
                shown(text)
            )
        })
    }
}

impl fmt::Display for Interface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// From where the administration may be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lan {
    /// A bridge, a port, a VLAN.
    Interface(Interface),
    /// A list of interfaces.
    List(Interface),
}

impl fmt::Display for Lan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lan::Interface(name) => write!(f, "the interface {name}"),
            Lan::List(name) => write!(f, "the interfaces of the list {name}"),
        }
    }
}
