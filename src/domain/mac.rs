//! Hardware addresses.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::shown::shown;

/// A MAC address. Read with `:` or `-` between pairs, or as twelve digits; written `AA:BB:CC:00:11:22` like RouterOS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Mac([u8; 6]);

/// The text is not a MAC address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a MAC address; write it like 4C:5E:0C:12:34:56", shown(.0))]
pub struct MacError(String);

impl Mac {
    /// From its six bytes.
    pub const fn new(bytes: [u8; 6]) -> Self {
        Self(bytes)
    }

    /// Its six bytes.
    pub const fn bytes(self) -> [u8; 6] {
        self.0
    }

    /// Whether it addresses a group of devices (or all); no single device has such an address.
    pub const fn is_group(self) -> bool {
        self.0[0] & 1 == 1
    }

    /// Whether it was made up by the device (as phones do for privacy) instead of given by the maker.
    pub const fn is_random(self) -> bool {
        self.0[0] & 2 == 2
    }
}

impl FromStr for Mac {
    type Err = MacError;

    fn from_str(text: &str) -> Result<Self, MacError> {
        read(text)
            .map(Self)
            .ok_or_else(|| MacError(text.to_owned()))
    }
}

fn read(text: &str) -> Option<[u8; 6]> {
    let pairs: Vec<&[u8]> = match text.len() {
        12 => text.as_bytes().chunks(2).collect(),
        17 if text.contains(':') => text.split(':').map(str::as_bytes).collect(),
        17 => text.split('-').map(str::as_bytes).collect(),
        _ => return None,
    };
    let bytes: Vec<u8> = pairs.into_iter().map(pair).collect::<Option<_>>()?;
    bytes.try_into().ok()
}

fn pair(digits: &[u8]) -> Option<u8> {
    let [high, low] = digits else { return None };
    let value = char::from(*high).to_digit(16)? * 16 + char::from(*low).to_digit(16)?;
    u8::try_from(value).ok()
}

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02X}:{b:02X}:{c:02X}:{d:02X}:{e:02X}:{g:02X}")
    }
}

impl TryFrom<String> for Mac {
    type Error = MacError;
    fn try_from(text: String) -> Result<Self, MacError> {
        text.parse()
    }
}

impl From<Mac> for String {
    fn from(mac: Mac) -> Self {
        mac.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn all_common_forms_are_read() {
        for text in ["4c:5e:0c:12:34:56", "4C-5E-0C-12-34-56", "4C5E0C123456"] {
            assert_eq!(
                text.parse::<Mac>().unwrap().to_string(),
                "4C:5E:0C:12:34:56"
            );
        }
    }

    #[test]
    fn wrong_ones_are_refused() {
        for text in [
            "",
            "4c:5e:0c:12:34",
            "4c:5e:0c:12:34:5g",
            "4c:5e-0c:12:34:56",
            "4c5e:0c12:3456:",
            "+c5E0C123456",
        ] {
            assert!(text.parse::<Mac>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn reads_back(bytes: [u8; 6]) {
            let mac = Mac::new(bytes);
            prop_assert_eq!(mac.to_string().parse::<Mac>().unwrap(), mac);
        }
        #[test]
        fn no_text_panics(text in "\\PC{0,20}") {
            let _ = text.parse::<Mac>();
        }
    }
}
