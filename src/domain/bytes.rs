//! Amounts of data.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::decimal;
use crate::domain::shown::shown;

/// An amount of data in bytes. Read as `500 MB`, `1 GB`, `1.5 GB` (decimal: 1 GB is 1,000,000,000 bytes, as it is
/// sold), `1 GiB` (binary: 1,073,741,824) or plain bytes; written with the largest exact unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Bytes(u64);

/// The text is not an amount of data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is not an amount of data; write it like 500 MB, 1 GB or 1.5 GB", shown(.0))]
pub struct BytesError(String);

const UNITS: [(u64, &str); 8] = [
    (1_000_000_000_000, "TB"),
    (1_000_000_000, "GB"),
    (1_000_000, "MB"),
    (1_000, "kB"),
    (1 << 40, "TiB"),
    (1 << 30, "GiB"),
    (1 << 20, "MiB"),
    (1 << 10, "KiB"),
];

impl Bytes {
    /// From a number of bytes.
    pub const fn new(bytes: u64) -> Self {
        Self(bytes)
    }

    /// The number of bytes, as RouterOS wants it in `limit-bytes-total`.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl FromStr for Bytes {
    type Err = BytesError;

    fn from_str(text: &str) -> Result<Self, BytesError> {
        let wrong = || BytesError(text.to_owned());
        let (number, sign) = decimal::split_unit(text);
        let unit = if sign.is_empty() || sign.eq_ignore_ascii_case("b") {
            1
        } else {
            UNITS
                .iter()
                .find(|(_, name)| name.eq_ignore_ascii_case(sign))
                .map(|(unit, _)| *unit)
                .ok_or_else(wrong)?
        };
        decimal::times(number, unit).map(Self).ok_or_else(wrong)
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match UNITS
            .iter()
            .find(|(unit, _)| self.0 > 0 && self.0.is_multiple_of(*unit))
        {
            Some((unit, sign)) => write!(f, "{} {sign}", self.0 / unit),
            None => write!(f, "{} B", self.0),
        }
    }
}

impl TryFrom<String> for Bytes {
    type Error = BytesError;
    fn try_from(text: String) -> Result<Self, BytesError> {
        text.parse()
    }
}

impl From<Bytes> for String {
    fn from(bytes: Bytes) -> Self {
        bytes.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn read_and_written() {
        for (text, bytes, written) in [
            ("1 GB", 1_000_000_000, "1 GB"),
            ("1gb", 1_000_000_000, "1 GB"),
            ("1.5 GB", 1_500_000_000, "1500 MB"),
            ("500MB", 500_000_000, "500 MB"),
            ("1 GiB", 1 << 30, "1 GiB"),
            ("1500", 1500, "1500 B"),
            ("0", 0, "0 B"),
        ] {
            let read: Bytes = text.parse().unwrap();
            assert_eq!(
                (read.get(), read.to_string().as_str()),
                (bytes, written),
                "{text}"
            );
        }
        for bad in ["", "GB", "1 XB", "-1 GB", "1,5 GB", "0.5 B", "99999999 TB"] {
            assert!(bad.parse::<Bytes>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn reads_back(count in prop_oneof![any::<u64>(), (0u64..10_000).prop_map(|n| n * 1_000_000)]) {
            let bytes = Bytes::new(count);
            prop_assert_eq!(bytes.to_string().parse::<Bytes>().unwrap(), bytes);
        }
        #[test]
        fn no_text_panics(text in "[0-9.]{0,40}\\PC{0,4}") {
            let _ = text.parse::<Bytes>();
        }
    }
}
