//! Points of time. They are always given, never asked for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::shown::shown;
use crate::domain::time::Span;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The Gregorian calendar repeats after 400 years.
const ERA: i64 = 146_097;
/// Days from the first of March of the year 0 to the first of January 1970.
const MARCH_0_TO_1970: i64 = 719_468;

/// A point of time in whole milliseconds since 1970 in UTC, in the years 1 to 9999.
///
/// Written and read as `2026-11-26T01:14:09Z` (RFC 3339 in UTC; thousandths only where there are some).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Moment(i64);

/// The text is not a point of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a point of time; write it in UTC like 2026-11-26T01:14:09Z", shown(.0))]
pub struct MomentError(String);

impl Moment {
    /// The beginning of the year 1970.
    pub const EPOCH: Self = Self(0);
    /// The beginning of the year 1.
    pub const FIRST: Self = Self(-62_135_596_800_000);
    /// The last millisecond of the year 9999.
    pub const LAST: Self = Self(253_402_300_799_999);

    /// From milliseconds since 1970; what lies outside the years 1 to 9999 becomes the first or last of them.
    pub const fn from_millis(millis: i64) -> Self {
        if millis < Self::FIRST.0 {
            Self::FIRST
        } else if millis > Self::LAST.0 {
            Self::LAST
        } else {
            Self(millis)
        }
    }

    /// From whole seconds since 1970, within the same bounds.
    pub const fn from_secs(seconds: i64) -> Self {
        Self::from_millis(seconds.saturating_mul(SECOND))
    }

    /// Milliseconds since 1970.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970, rounded down.
    pub const fn as_secs(self) -> i64 {
        self.0.div_euclid(SECOND)
    }

    /// So much later, at most [`Moment::LAST`].
    #[must_use]
    pub fn plus(self, span: Span) -> Self {
        Self::from_millis(self.0.saturating_add(millis(span)))
    }

    /// So much earlier, at least [`Moment::FIRST`].
    #[must_use]
    pub fn minus(self, span: Span) -> Self {
        Self::from_millis(self.0.saturating_sub(millis(span)))
    }

    /// How long it is since `earlier`, in whole seconds rounded down; nothing where `earlier` is in fact later.
    pub fn since(self, earlier: Self) -> Span {
        Span::from_secs(u64::try_from((self.0 - earlier.0) / SECOND).unwrap_or(0))
    }
}

fn millis(span: Span) -> i64 {
    i64::try_from(span.as_secs())
        .unwrap_or(i64::MAX)
        .saturating_mul(SECOND)
}

/// Year, month and day of a number of days since 1970. Years begin in March here, so that a leap day comes last.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + MARCH_0_TO_1970;
    let (era, day) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    // Every 4 years have a leap day, every 100 none, the 400 one: 1460, 36524 and 146096 are the days before these.
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    // From March on, five months have 153 days, again and again.
    let month = (5 * day + 2) / 153;
    let day_of_month = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year + next, month, day_of_month)
}

/// Days since 1970 of a date, which need not exist: the 30th of February is the 1st or 2nd of March.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let in_year = (153 * month + 2) / 5 + day - 1;
    era * ERA + year * 365 + year / 4 - year / 100 + in_year - MARCH_0_TO_1970
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil(self.0.div_euclid(DAY));
        let rest = self.0.rem_euclid(DAY);
        let (hour, minute, second) = (rest / HOUR, rest % HOUR / MINUTE, rest % MINUTE / SECOND);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        )?;
        match rest % SECOND {
            0 => f.write_str("Z"),
            thousandths => write!(f, ".{thousandths:03}Z"),
        }
    }
}

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, MomentError> {
        read(text).ok_or_else(|| MomentError(text.to_owned()))
    }
}

fn read(text: &str) -> Option<Moment> {
    let (date, time) = text.strip_suffix(['Z', 'z'])?.split_once(['T', 't'])?;
    let [year, month, day] = three(date, '-', [4, 2, 2])?;
    let (clock, thousandths) = match time.split_once('.') {
        Some((clock, fraction)) => (clock, fraction_of_a_second(fraction)?),
        None => (time, 0),
    };
    let [hour, minute, second] = three(clock, ':', [2, 2, 2])?;
    if hour > 23 || minute > 59 || second > 59 || year < 1 || month > 12 {
        return None;
    }
    let days = days(year, month, day);
    // A date that does not exist comes back as another.
    if civil(days) != (year, month, day) {
        return None;
    }
    let time = hour * HOUR + minute * MINUTE + second * SECOND + thousandths;
    Some(Moment(days * DAY + time))
}

/// Three numbers of so many digits each.
fn three(text: &str, between: char, digits: [usize; 3]) -> Option<[i64; 3]> {
    let mut numbers = [0; 3];
    let mut parts = text.split(between);
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next()?;
        let plain = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
        *number = part.parse().ok().filter(|_| plain)?;
    }
    parts.next().is_none().then_some(numbers)
}

/// Thousandths; what is finer is cut off.
fn fraction_of_a_second(digits: &str) -> Option<i64> {
    let plain = (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let three = format!("{digits:0<3}");
    three.get(..3)?.parse().ok().filter(|_| plain)
}

impl TryFrom<String> for Moment {
    type Error = MomentError;

    fn try_from(text: String) -> Result<Self, MomentError> {
        text.parse()
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_dates() {
        // By `date -u -d @SECONDS`.
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (951_868_800, "2000-03-01T00:00:00Z"),
            (1_709_164_800, "2024-02-29T00:00:00Z"),
            (1_735_689_599, "2024-12-31T23:59:59Z"),
            (1_795_655_649, "2026-11-26T01:14:09Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (-2_203_891_200, "1900-03-01T00:00:00Z"),
            (-62_135_596_800, "0001-01-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
        ] {
            let moment = Moment::from_secs(seconds);
            assert_eq!(moment.to_string(), text);
            assert_eq!(text.parse::<Moment>().unwrap(), moment);
            assert_eq!(moment.as_secs(), seconds);
        }
    }

    #[test]
    fn every_day_from_1_to_9999_follows_the_day_before() {
        let first = Moment::FIRST.as_millis() / DAY;
        let mut expected = (1, 1, 1);
        for day in first..=Moment::LAST.as_millis() / DAY {
            assert_eq!(civil(day), expected);
            assert_eq!(days(expected.0, expected.1, expected.2), day);
            let (year, month, day) = expected;
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let longest = match month {
                2 => 28 + i64::from(leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            expected = match (month, day) {
                (12, 31) => (year + 1, 1, 1),
                (_, day) if day == longest => (year, month + 1, 1),
                _ => (year, month, day + 1),
            };
        }
        assert_eq!(expected, (10_000, 1, 1));
    }

    #[test]
    fn thousandths_are_kept_and_finer_ones_cut_off() {
        let moment: Moment = "2026-11-26T01:14:09.5Z".parse().unwrap();
        assert_eq!(moment.as_millis() % 1_000, 500);
        assert_eq!(moment.to_string(), "2026-11-26T01:14:09.500Z");
        let fine: Moment = "2026-11-26t01:14:09.500999z".parse().unwrap();
        assert_eq!(fine, moment);
    }

    #[test]
    fn what_is_no_point_of_time_is_refused() {
        for bad in [
            "",
            "2026-11-26",
            "2026-11-26T01:14:09",
            "2026-11-26T01:14:09+03:00",
            "2026-11-26 01:14:09Z",
            "2026-02-29T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:60Z",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00.+5Z",
            "0000-01-01T00:00:00Z",
            "10000-01-01T00:00:00Z",
            "+026-01-01T00:00:00Z",
            "2026-1-01T00:00:00Z",
        ] {
            assert!(bad.parse::<Moment>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn sums_stay_within_the_years() {
        let eternity = Span::from_secs(u64::MAX);
        assert_eq!(Moment::EPOCH.plus(eternity), Moment::LAST);
        assert_eq!(Moment::EPOCH.minus(eternity), Moment::FIRST);
        assert_eq!(Moment::from_millis(i64::MIN), Moment::FIRST);
        let later = Moment::EPOCH.plus(Span::from_secs(90));
        assert_eq!(later.since(Moment::EPOCH).as_secs(), 90);
        assert_eq!(Moment::EPOCH.since(later).as_secs(), 0);
        assert_eq!(Moment::from_millis(-1).as_secs(), -1);
    }

    proptest! {
        #[test]
        fn reads_back(millis in Moment::FIRST.0..=Moment::LAST.0) {
            let moment = Moment::from_millis(millis);
            prop_assert_eq!(moment.as_millis(), millis);
            prop_assert_eq!(moment.to_string().parse::<Moment>().unwrap(), moment);
        }
        #[test]
        fn no_text_panics(text in "[0-9TZ:.+-]{0,30}|\\PC{0,12}") {
            let _ = text.parse::<Moment>();
        }
    }
}
