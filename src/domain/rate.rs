//! Speeds in bits per second, with the two directions kept apart.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::decimal;
use crate::domain::shown::shown;

const UNITS: [(u64, &str); 3] = [(1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")];

/// A speed in bits per second, 1 bit/s to 100 Gbit/s. Read as `512k`, `2M`, `2.5M`, `1G` or plain bits;
/// written in RouterOS's form: whole numbers with the largest exact of `G`, `M`, `k` (2.5M → `2500k`).
///
/// Zero is refused: to RouterOS it means "no limit".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rate(u64);

/// Why a text is not a [`Rate`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RateError {
    /// Not of the form `2M`.
    #[error("{} is not a speed; write bits per second like 512k, 2M, 2.5M or 1G", shown(.0))]
    NotRate(String),
    /// Zero.
    #[error("a speed of 0 would mean no limit to the router; write a real speed, e.g. 2M")]
    Zero,
    /// Above 100 Gbit/s.
    #[error("{} is faster than any port; write bits per second like 512k, 2M or 1G", shown(.0))]
    TooFast(String),
}

impl Rate {
    /// Fastest rate in bits per second.
    pub const MAX: u64 = 100_000_000_000;

    /// From bits per second.
    ///
    /// # Errors
    /// Zero, or above [`Rate::MAX`].
    pub fn from_bits(bits: u64) -> Result<Self, RateError> {
        match bits {
            0 => Err(RateError::Zero),
            1..=Self::MAX => Ok(Self(bits)),
            _ => Err(RateError::TooFast(bits.to_string())),
        }
    }

    /// Bits per second.
    pub const fn bits(self) -> u64 {
        self.0
    }
}

impl FromStr for Rate {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Self, RateError> {
        let (number, unit) = decimal::split_unit(text);
        let unit = match unit {
            "" => 1,
            "k" | "K" => 1_000,
            "m" | "M" => 1_000_000,
            "g" | "G" => 1_000_000_000,
            _ => return Err(RateError::NotRate(text.to_owned())),
        };
        let bits =
            decimal::times(number, unit).ok_or_else(|| RateError::NotRate(text.to_owned()))?;
        Self::from_bits(bits)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match UNITS.iter().find(|(unit, _)| self.0.is_multiple_of(*unit)) {
            Some((unit, sign)) => write!(f, "{}{sign}", self.0 / unit),
            None => write!(f, "{}", self.0),
        }
    }
}

impl TryFrom<String> for Rate {
    type Error = RateError;
    fn try_from(text: String) -> Result<Self, RateError> {
        text.parse()
    }
}

impl From<Rate> for String {
    fn from(rate: Rate) -> Self {
        rate.to_string()
    }
}

/// A speed from the customer into the network; RouterOS counts it as received (rx), the first of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Upload(pub Rate);

/// A speed from the network to the customer; RouterOS counts it as sent (tx), the second of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Download(pub Rate);

impl FromStr for Upload {
    type Err = RateError;
    fn from_str(text: &str) -> Result<Self, RateError> {
        text.parse().map(Self)
    }
}

impl FromStr for Download {
    type Err = RateError;
    fn from_str(text: &str) -> Result<Self, RateError> {
        text.parse().map(Self)
    }
}

impl fmt::Display for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The pair as RouterOS writes it, `rx/tx`: from the customer first. The only place where the directions meet.
pub fn pair(upload: Upload, download: Download) -> String {
    format!("{upload}/{download}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn read_and_written_for_routeros() {
        for (text, written) in [
            ("512k", "512k"),
            ("2M", "2M"),
            ("2m", "2M"),
            ("2.5M", "2500k"),
            ("1G", "1G"),
            ("1000k", "1M"),
            ("1000000000", "1G"),
            ("1.5k", "1500"),
            ("64000", "64k"),
            (" 2 M ", "2M"),
        ] {
            assert_eq!(text.parse::<Rate>().unwrap().to_string(), written, "{text}");
        }
        for bad in [
            "",
            "M",
            "2Mbps",
            "-2M",
            "2,5M",
            "1.0001k",
            "0",
            "0M",
            "101G",
            "99999999999999999999999G",
            "٢M",
        ] {
            assert!(bad.parse::<Rate>().is_err(), "{bad}");
        }
    }

    #[test]
    fn upload_comes_first() {
        assert_eq!(pair("2M".parse().unwrap(), "5M".parse().unwrap()), "2M/5M");
    }

    proptest! {
        #[test]
        fn reads_back(bits in 1..=Rate::MAX) {
            let rate = Rate::from_bits(bits).unwrap();
            prop_assert_eq!(rate.to_string().parse::<Rate>().unwrap(), rate);
        }
        #[test]
        fn no_text_panics(text in "[0-9.]{0,40}\\PC{0,3}") {
            let _ = text.parse::<Rate>();
        }
    }
}
