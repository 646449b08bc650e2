//! What a router says of itself beside its facts and rows, when it is met for the first time.

use serde::Serialize;

use crate::domain::mac::Mac;

/// What a router is and has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Inventory {
    /// `/system/identity name`.
    pub identity: String,
    /// The licence's level: `0` to `6`, or `free`, `p1` and so on of a virtual router; absent where it is not told.
    pub licence: Option<String>,
    /// Free bytes of its flash.
    pub free_flash: Option<u64>,
    /// All bytes of its flash.
    pub total_flash: Option<u64>,
    /// Seconds by which its clock shows more than UTC.
    pub ahead_of_utc: i64,
    /// Time servers that it has, given by hand or by its provider.
    pub time_servers: Vec<String>,
    /// Its certificates.
    pub certificates: Vec<Certificate>,
    /// Its interfaces, in its own order.
    pub ports: Vec<Port>,
}

/// An interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Port {
    /// Its name, which a person may have given.
    pub name: String,
    /// The name on the case; only of ports that are one.
    pub default_name: Option<String>,
    /// `ether`, `wlan`, `wifi`, `bridge`, `vlan`…
    pub kind: String,
    /// Its hardware address.
    pub mac: Option<Mac>,
    /// Whether something is plugged in and on.
    pub running: bool,
    /// Whether it is switched off.
    pub disabled: bool,
    /// What a person noted.
    pub comment: String,
}

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// Its name.
    pub name: String,
    /// SHA-256 in hex; absent until it is signed.
    pub fingerprint: Option<String>,
    /// Whether its time is over, by the router's clock.
    pub expired: bool,
}

/// Seconds since 1970 of a RouterOS clock: `2026-01-10 01:00:00`, before 7.10 `jan/10/2026 01:00:00`.
pub fn clock_seconds(text: &str) -> Option<i64> {
    let (date, time) = text.trim().split_once(' ')?;
    let (year, month, day) = date_of(date)?;
    let parts: Vec<i64> = time
        .split(':')
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let [hours, minutes, seconds] = parts.try_into().ok()?;
    let fits =
        (0..24).contains(&hours) && (0..60).contains(&minutes) && (0..=60).contains(&seconds);
    fits.then(|| ((days(year, month, day) * 24 + hours) * 60 + minutes) * 60 + seconds)
}

fn date_of(date: &str) -> Option<(i64, i64, i64)> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let (year, month, day) = match date.split('-').collect::<Vec<_>>()[..] {
        [year, month, day] => (year, month.parse().ok()?, day),
        _ => {
            let [month, day, year] = date.split('/').collect::<Vec<_>>()[..] else {
                return None;
            };
            let month = MONTHS
                .iter()
                .position(|name| name.eq_ignore_ascii_case(month))?;
            (year, i64::try_from(month).ok()? + 1, day)
        }
    };
    let (year, day) = (year.parse().ok()?, day.parse().ok()?);
    let fits =
        (1970..=2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    fits.then_some((year, month, day))
}

/// Days from 1970-01-01 to a day of the Gregorian calendar. Years are counted from March, so that the leap day is the last of its year.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = match month {
        1 | 2 => (year - 1, month + 9),
        _ => (year, month - 3),
    };
    let of_year = (153 * month + 2) / 5 + day - 1;
    365 * year + year / 4 - year / 100 + year / 400 + of_year - 719_468
}

/// Seconds of `+03:00` or `-03:30`.
pub fn offset_seconds(text: &str) -> Option<i64> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..=14).contains(&hours) && (0..60).contains(&minutes))
        .then(|| sign * (hours * 3600 + minutes * 60))
}

/// Bytes of `134217728`, `128.0MiB` or `15.3 MiB`.
pub fn size_bytes(text: &str) -> Option<u64> {
    let units = [("KiB", 1_u64 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)];
    for (unit, weight) in units {
        if let Some(number) = text.trim().strip_suffix(unit) {
            let (whole, part) = number.trim().split_once('.').unwrap_or((number.trim(), ""));
            let tenth: u64 = part.get(..1).unwrap_or("0").parse().ok()?;
            let whole: u64 = whole.parse().ok()?;
            return whole.checked_mul(weight)?.checked_add(weight / 10 * tenth);
        }
    }
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_of_both_kinds_are_read() {
        assert_eq!(clock_seconds("1970-01-01 00:00:00"), Some(0));
        assert_eq!(clock_seconds("2026-01-10 00:00:01"), Some(1_768_003_201));
        assert_eq!(clock_seconds("jan/10/2026 00:00:01"), Some(1_768_003_201));
        assert_eq!(clock_seconds("2024-02-29 23:59:59"), Some(1_709_251_199));
        for wrong in [
            "",
            "2026-01-10",
            "foo/10/2026 00:00:00",
            "2026-13-01 00:00:00",
            "2026-01-01 24:00:00",
            "2026-01-01 1:2",
        ] {
            assert_eq!(clock_seconds(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn offsets_and_sizes() {
        assert_eq!(offset_seconds("+03:00"), Some(10_800));
        assert_eq!(offset_seconds("-03:30"), Some(-12_600));
        assert_eq!(offset_seconds("soon"), None);
        assert_eq!(size_bytes("134217728"), Some(134_217_728));
        assert_eq!(size_bytes("15.5MiB"), Some((15 << 20) + (1 << 20) / 10 * 5));
        assert_eq!(size_bytes("some"), None);
    }
}
