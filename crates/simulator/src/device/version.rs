//! RouterOS versions.

use std::fmt;
use std::str::FromStr;

/// A stable RouterOS version, e.g. `7.21.5` or `7.9`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// `7` in `7.21.5`.
    pub major: u16,
    /// `21` in `7.21.5`.
    pub minor: u16,
    /// `5` in `7.21.5`, 0 when absent.
    pub patch: u16,
}

impl Version {
    /// A version from its parts.
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self {
            major,
            minor,
            patch,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        if self.patch > 0 {
            write!(f, ".{}", self.patch)?;
        }
        Ok(())
    }
}

/// The text is not a RouterOS version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a RouterOS version: write it like 7.21.5")]
pub struct NotAVersion(pub String);

impl FromStr for Version {
    type Err = NotAVersion;

    fn from_str(text: &str) -> Result<Self, NotAVersion> {
        let wrong = || NotAVersion(text.to_string());
        let mut parts = text.trim().split('.').map(str::parse::<u16>);
        let mut next = |required: bool| match parts.next() {
            Some(Ok(number)) => Ok(number),
            Some(Err(_)) => Err(wrong()),
            None if required => Err(wrong()),
            None => Ok(0),
        };
        let version = Self::new(next(true)?, next(true)?, next(false)?);
        if parts.next().is_some() {
            Err(wrong())
        } else {
            Ok(version)
        }
    }
}
