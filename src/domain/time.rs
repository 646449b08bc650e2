//! Lengths of time.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::shown::shown;

const WEEK: u64 = 604_800;
const DAY: u64 = 86_400;
const HOUR: u64 = 3_600;
const MINUTE: u64 = 60;
const UNITS: [(u64, char); 5] = [
    (WEEK, 'w'),
    (DAY, 'd'),
    (HOUR, 'h'),
    (MINUTE, 'm'),
    (1, 's'),
];

/// A length of time in whole seconds. Read as `10m`, `1h30m`, `1w2d`, `30d`, `02:00:00`, `1d 02:00:00` or bare
/// seconds; written in RouterOS's form (`30d` → `4w2d`; nothing is `0s`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span(u64);

/// The text is not a length of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a length of time; write it like 10m, 1h30m, 24h, 7d or 4w2d", shown(.0))]
pub struct SpanError(String);

impl Span {
    /// From whole seconds.
    pub const fn from_secs(seconds: u64) -> Self {
        Self(seconds)
    }

    /// Whole seconds.
    pub const fn as_secs(self) -> u64 {
        self.0
    }
}

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        read(text.trim())
            .map(Self)
            .ok_or_else(|| SpanError(text.to_owned()))
    }
}

fn read(text: &str) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    let mut rest = text;
    let mut total: u64 = 0;
    let mut units = UNITS.as_slice();
    while !rest.is_empty() {
        if rest.contains(':')
            && rest.find(':')
                < rest
                    .find(|c: char| c.is_ascii_alphabetic())
                    .or(Some(usize::MAX))
        {
            // A clock form may follow weeks and days only.
            let after_days = units.first().is_none_or(|(unit, _)| *unit >= HOUR);
            return if after_days {
                total.checked_add(clock(rest)?)
            } else {
                None
            };
        }
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let (number, tail) = rest.split_at(end);
        let number: u64 = number.parse().ok()?;
        let Some(sign) = tail.chars().next() else {
            // Bare seconds, but only alone: `1h30` could mean anything.
            return (rest.len() == text.len()).then_some(number);
        };
        let at = units.iter().position(|(_, name)| *name == sign)?;
        let (unit, _) = units.get(at)?;
        total = total.checked_add(number.checked_mul(*unit)?)?;
        units = units.get(at + 1..)?;
        rest = tail.get(1..)?.trim_start();
    }
    Some(total)
}

/// `hh:mm:ss` with minutes and seconds below 60.
fn clock(text: &str) -> Option<u64> {
    let mut parts = text.split(':');
    let mut next = || {
        parts
            .next()
            .filter(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let (hours, minutes, seconds) = (next()?, next()?, next()?);
    let hours: u64 = hours.parse().ok()?;
    let minutes: u64 = minutes.parse().ok().filter(|it| *it < 60)?;
    let seconds: u64 = seconds.parse().ok().filter(|it| *it < 60)?;
    if parts.next().is_some() {
        return None;
    }
    hours
        .checked_mul(HOUR)?
        .checked_add(minutes * MINUTE + seconds)
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0s");
        }
        let mut rest = self.0;
        for (unit, sign) in UNITS {
            if rest >= unit {
                write!(f, "{}{sign}", rest / unit)?;
                rest %= unit;
            }
        }
        Ok(())
    }
}

impl TryFrom<String> for Span {
    type Error = SpanError;
    fn try_from(text: String) -> Result<Self, SpanError> {
        text.parse()
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        span.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn read_and_written_for_routeros() {
        for (text, seconds, written) in [
            ("10m", 600, "10m"),
            ("1h30m", 5_400, "1h30m"),
            ("1h 30m", 5_400, "1h30m"),
            ("90m", 5_400, "1h30m"),
            ("1w2d", 777_600, "1w2d"),
            ("30d", 2_592_000, "4w2d"),
            ("24h", 86_400, "1d"),
            ("1d 02:00:00", 93_600, "1d2h"),
            ("1d02:00:00", 93_600, "1d2h"),
            ("4w2d00:00:05", 2_592_005, "4w2d5s"),
            ("02:00:00", 7_200, "2h"),
            ("00:00:00", 0, "0s"),
            ("3600", 3_600, "1h"),
            ("0", 0, "0s"),
        ] {
            let span: Span = text.parse().unwrap();
            assert_eq!(
                (span.as_secs(), span.to_string().as_str()),
                (seconds, written),
                "{text}"
            );
        }
    }

    #[test]
    fn unclear_ones_are_refused() {
        for bad in [
            "",
            " ",
            "h",
            "1x",
            "1h30",
            "30m1h",
            "1h1h",
            "10:00",
            "1:60:00",
            "00:00:60",
            "1:2:3:4",
            "1h02:00:00",
            "-1h",
            "1.5h",
            "1H",
            "99999999999999999999s",
            "99999999999999999w",
            "02:00:00 1d",
            "::",
            "1d:",
        ] {
            assert!(bad.parse::<Span>().is_err(), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn reads_back(seconds: u64) {
            let span = Span::from_secs(seconds);
            prop_assert_eq!(span.to_string().parse::<Span>().unwrap(), span);
        }
        #[test]
        fn no_text_panics(text in "[0-9wdhms: ]{0,20}|\\PC{0,12}") {
            let _ = text.parse::<Span>();
        }
    }
}
