//! The shapes a site can take: which template builds it.

use std::fmt;
use std::str::FromStr;

use crate::domain::shown::shown;

/// A template that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// One bridge per hotspot network, uplink of any kind.
    Basic,
    /// Hotspot networks as VLANs on a trunk.
    Vlan,
    /// A hotspot on an interface that exists already; nothing else is touched.
    Addon,
}

/// The text names no template of the program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a template of the program; choose basic, vlan or addon", shown(.0))]
pub struct UnknownShape(String);

impl Shape {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Basic, Self::Vlan, Self::Addon];

    /// The word in the site file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Vlan => "vlan",
            Self::Addon => "addon",
        }
    }
}

impl FromStr for Shape {
    type Err = UnknownShape;

    fn from_str(text: &str) -> Result<Self, UnknownShape> {
        Self::ALL
            .into_iter()
            .find(|shape| shape.word() == text)
            .ok_or_else(|| UnknownShape(text.to_owned()))
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}
