//! RouterOS versions.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::shown::shown;

/// A RouterOS version: `7.21`, `7.21.5`, `7.22beta3`. Read with what a router says behind it (`7.21.5 (stable)`).
/// Ordered by age of features: `7.22beta3` < `7.22rc1` < `7.22` < `7.22.1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version {
    /// The 7 of `7.21.5`.
    pub major: u16,
    /// The 21 of `7.21.5`.
    pub minor: u16,
    /// The 5 of `7.21.5`; 0 when absent.
    pub patch: u16,
    /// How finished it is.
    pub ripeness: Ripeness,
}

/// How finished a version is; earlier ones sort first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ripeness {
    /// `7.22alpha3`
    Alpha(u16),
    /// `7.22beta3`
    Beta(u16),
    /// `7.22rc3`
    Candidate(u16),
    /// `7.22`, stable or long-term.
    Released,
}

/// The text is not a RouterOS version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a RouterOS version; write it like 7.21 or 7.21.5", shown(.0))]
pub struct VersionError(String);

impl Version {
    /// The oldest version that hotspotd configures.
    pub const OLDEST: Self = Self::new(7, 9, 0);

    /// A released version.
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self {
            major,
            minor,
            patch,
            ripeness: Ripeness::Released,
        }
    }
}

impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        read(text).ok_or_else(|| VersionError(text.to_owned()))
    }
}

fn read(text: &str) -> Option<Version> {
    // The channel in parentheses says nothing about features.
    let number = text.split('(').next()?.trim();
    let (major, rest) = leading_number(number)?;
    let (minor, rest) = leading_number(rest.strip_prefix('.')?)?;
    let (patch, rest) = match rest.strip_prefix('.') {
        Some(rest) => leading_number(rest)?,
        None => (0, rest),
    };
    let numbered = |word: &str| {
        rest.strip_prefix(word)
            .and_then(leading_number)
            .filter(|(_, end)| end.is_empty())
    };
    let ripeness = if rest.is_empty() {
        Ripeness::Released
    } else if let Some((number, _)) = numbered("alpha") {
        Ripeness::Alpha(number)
    } else if let Some((number, _)) = numbered("beta") {
        Ripeness::Beta(number)
    } else {
        Ripeness::Candidate(numbered("rc")?.0)
    };
    Some(Version {
        major,
        minor,
        patch,
        ripeness,
    })
}

fn leading_number(text: &str) -> Option<(u16, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    Some((number.parse().ok()?, rest))
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        if self.patch > 0 {
            write!(f, ".{}", self.patch)?;
        }
        match self.ripeness {
            Ripeness::Alpha(number) => write!(f, "alpha{number}"),
            Ripeness::Beta(number) => write!(f, "beta{number}"),
            Ripeness::Candidate(number) => write!(f, "rc{number}"),
            Ripeness::Released => Ok(()),
        }
    }
}

impl TryFrom<String> for Version {
    type Error = VersionError;
    fn try_from(text: String) -> Result<Self, VersionError> {
        text.parse()
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn older_to_newer() {
        let order = [
            "6.49.18",
            "7.9",
            "7.9.1",
            "7.13",
            "7.21",
            "7.21.5 (stable)",
            "7.22alpha1",
            "7.22beta3",
            "7.22beta10",
            "7.22rc1",
            "7.22",
        ];
        let read: Vec<Version> = order.iter().map(|text| text.parse().unwrap()).collect();
        assert!(read.is_sorted_by(|a, b| a < b), "{read:?}");
        assert_eq!(
            "7.21.5 (long-term)".parse::<Version>().unwrap(),
            Version::new(7, 21, 5)
        );
        assert_eq!(
            "7.22beta3".parse::<Version>().unwrap().to_string(),
            "7.22beta3"
        );
    }

    #[test]
    fn others_are_refused() {
        for bad in [
            "",
            "7",
            "7.",
            "7.x",
            "v7.21",
            "7.21.",
            "7.21.5.1",
            "7.22gamma1",
            "7.22beta",
            "7.99999",
            "(7.21)",
        ] {
            assert!(bad.parse::<Version>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn reads_back(major: u16, minor: u16, patch: u16, at in 0usize..4, number: u16) {
            let ripeness = [Ripeness::Alpha(number), Ripeness::Beta(number), Ripeness::Candidate(number), Ripeness::Released][at];
            let version = Version { major, minor, patch, ripeness };
            prop_assert_eq!(version.to_string().parse::<Version>().unwrap(), version);
        }
        #[test]
        fn no_text_panics(text in "[0-9.]{0,8}\\PC{0,8}") {
            let _ = text.parse::<Version>();
        }
    }
}
