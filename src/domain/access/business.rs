//! The operator's business, as it stands on receipts and mails.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::phone::Phone;
use crate::domain::money::Currency;
use crate::domain::name::Label;
use crate::domain::shown::shown;

/// The operator's business.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Business {
    /// Its name.
    pub name: Label,
    /// The number that customers call.
    pub phone: Phone,
    /// Its PIN at the Kenya Revenue Authority, for receipts.
    #[serde(default)]
    pub kra_pin: Option<KraPin>,
    /// Where it is.
    pub town: Label,
    /// What it sells in.
    #[serde(default = "shilling")]
    pub currency: Currency,
    /// The time zone that its days and times are shown in.
    #[serde(default)]
    pub zone: Zone,
}

fn shilling() -> Currency {
    Currency::Kes
}

/// A taxpayer's number of the Kenya Revenue Authority: a letter, nine digits, a letter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KraPin(String);

/// The text is not a KRA PIN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a KRA PIN; it has a letter, nine digits and a letter, like A123456789Z", shown(.0))]
pub struct KraPinError(String);

impl KraPin {
    /// The PIN in capital letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KraPin {
    type Err = KraPinError;

    fn from_str(text: &str) -> Result<Self, KraPinError> {
        let pin = text.trim().to_ascii_uppercase();
        match pin.as_bytes() {
            [first, digits @ .., last]
                if first.is_ascii_uppercase()
                    && last.is_ascii_uppercase()
                    && digits.len() == 9
                    && digits.iter().all(u8::is_ascii_digit) =>
            {
                Ok(Self(pin))
            }
            _ => Err(KraPinError(text.to_owned())),
        }
    }
}

/// The name of a time zone as the IANA database has it, `Africa/Nairobi`. Whether there is such a zone, the adapter that
/// knows the database tells.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(String);

/// The text is not the name of a time zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is not the name of a time zone; write it like Africa/Nairobi", shown(.0))]
pub struct ZoneError(String);

impl Zone {
    /// Longest name in characters; the longest of the database has 32.
    pub const MAX: usize = 64;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self("Africa/Nairobi".to_owned())
    }
}

impl FromStr for Zone {
    type Err = ZoneError;

    fn from_str(text: &str) -> Result<Self, ZoneError> {
        let name = text.trim();
        // No dots: a name becomes a path where the system's own database is read.
        let part = |part: &str| {
            part.starts_with(|c: char| c.is_ascii_alphabetic())
                && part
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"_+-".contains(&b))
        };
        if name.len() <= Self::MAX && name.split('/').all(part) {
            Ok(Self(name.to_owned()))
        } else {
            Err(ZoneError(text.to_owned()))
        }
    }
}

impl fmt::Display for KraPin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for KraPin {
    type Error = KraPinError;
    fn try_from(text: String) -> Result<Self, KraPinError> {
        text.parse()
    }
}

impl From<KraPin> for String {
    fn from(pin: KraPin) -> Self {
        pin.0
    }
}

impl TryFrom<String> for Zone {
    type Error = ZoneError;
    fn try_from(text: String) -> Result<Self, ZoneError> {
        text.parse()
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pins() {
        assert_eq!(
            " a123456789z ".parse::<KraPin>().unwrap().as_str(),
            "A123456789Z"
        );
        for bad in [
            "",
            "A12345678Z",
            "A1234567890Z",
            "1123456789Z",
            "A123456789",
            "A12345678ZZ",
            "Ä123456789Z",
        ] {
            assert!(bad.parse::<KraPin>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn zones() {
        for name in [
            "Africa/Nairobi",
            "UTC",
            "America/Argentina/Buenos_Aires",
            "Etc/GMT+3",
        ] {
            assert_eq!(name.parse::<Zone>().unwrap().as_str(), name);
        }
        for bad in [
            "",
            "../etc/passwd",
            "Africa/",
            "/Africa",
            "Africa/Nai robi",
            "+03:00",
        ] {
            assert!(bad.parse::<Zone>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn what_is_left_out_is_kenyan() {
        let json = r#"{"name": "Duka Net", "phone": "0712345678", "town": "Kisumu"}"#;
        let business: Business = serde_json::from_str(json).unwrap();
        assert_eq!(business.currency, Currency::Kes);
        assert_eq!(business.zone.as_str(), "Africa/Nairobi");
        assert_eq!(business.kra_pin, None);
        assert_eq!(business.phone.as_str(), "+254712345678");
    }
}
