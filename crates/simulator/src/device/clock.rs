//! The device's own calendar.

use super::Device;
use super::version::Version;

/// 2026-01-10 00:00:00: where the clock of a device starts.
pub const FACTORY_DATE: u64 = 1_768_003_200;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

impl Device {
    /// Seconds since 1970 by the device's clock.
    pub(super) fn now(&self) -> u64 {
        self.started.saturating_add(self.uptime.as_secs())
    }

    /// Date as this version writes it: `2026-01-10`, before 7.10 `jan/10/2026`.
    pub(super) fn date_text(&self, seconds: u64) -> String {
        let (year, month, day) = civil(seconds / 86_400);
        if self.version >= Version::new(7, 10, 0) {
            return format!("{year:04}-{month:02}-{day:02}");
        }
        let name = MONTHS
            .get(usize::try_from(month.saturating_sub(1)).unwrap_or(0))
            .unwrap_or(&"jan");
        format!("{name}/{day:02}/{year:04}")
    }

    /// Date and time as this version writes them.
    pub(super) fn moment_text(&self, seconds: u64) -> String {
        format!("{} {}", self.date_text(seconds), time_text(seconds))
    }

    /// A time server tells it the time, in seconds since 1970. What its clock is worth others see by `status`, where its client is enabled.
    pub fn hear_time(&mut self, server: &str, seconds: u64) {
        self.time_server = Some(server.to_string());
        self.started = seconds.saturating_sub(self.uptime.as_secs());
    }

    /// Sets the clock: date in either form, time as `hh:mm:ss`. `None` where one is malformed.
    pub(super) fn set_clock(&mut self, date: Option<&str>, time: Option<&str>) -> Option<()> {
        let now = self.now();
        let days = match date {
            Some(text) => days_of(text)?,
            None => now / 86_400,
        };
        let seconds = match time {
            Some(text) => {
                super::value::duration::parse(text).filter(|us| *us < 86_400_000_000)? / 1_000_000
            }
            None => now % 86_400,
        };
        self.started = (days * 86_400 + seconds).saturating_sub(self.uptime.as_secs());
        Some(())
    }
}

/// `hh:mm:ss`.
pub fn time_text(seconds: u64) -> String {
    format!(
        "{:02}:{:02}:{:02}",
        seconds / 3600 % 24,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// Year, month, day of a day counted from 1970-01-01 (Howard Hinnant's civil calendar).
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

/// Day since 1970 of a date in either form.
fn days_of(text: &str) -> Option<u64> {
    let (year, month, day) = match text.split(['-', '/']).collect::<Vec<_>>().as_slice() {
        [first, second, third] if text.contains('-') => (
            first.parse().ok()?,
            second.parse().ok()?,
            third.parse().ok()?,
        ),
        [first, second, third] => {
            let month = MONTHS
                .iter()
                .position(|name| *name == first.to_lowercase())?
                + 1;
            (
                third.parse().ok()?,
                u64::try_from(month).ok()?,
                second.parse().ok()?,
            )
        }
        _ => return None,
    };
    let valid =
        (1970..=2099).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    // The calendar is only needed backwards here, so it is searched from a lower bound.
    let guess = valid.then(|| (year - 1970) * 365 + (month - 1) * 28)?;
    (guess..guess + 100).find(|days| civil(*days) == (year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calendar() {
        assert_eq!(civil(FACTORY_DATE / 86_400), (2026, 1, 10));
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(days_of("2026-01-10"), Some(FACTORY_DATE / 86_400));
        assert_eq!(days_of("jan/10/2026"), Some(FACTORY_DATE / 86_400));
        assert_eq!(days_of("2026-02-31"), None);
        assert_eq!(days_of("2096-12-31").map(civil), Some((2096, 12, 31)));
    }
}
