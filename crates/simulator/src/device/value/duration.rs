//! Durations: in as `1w2d3h4m5s`, `hh:mm:ss`, `1d 02:00:00` or bare seconds; out as `4w2d`.

/// Units from large to small, in microseconds.
const UNITS: [(&str, u64); 7] = [
    ("w", 604_800_000_000),
    ("d", 86_400_000_000),
    ("h", 3_600_000_000),
    ("m", 60_000_000),
    ("s", 1_000_000),
    ("ms", 1_000),
    ("us", 1),
];

/// Microseconds of a duration as a person or a program may write it.
pub fn parse(text: &str) -> Option<u64> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if let Ok(seconds) = text.parse::<u64>() {
        return seconds.checked_mul(1_000_000);
    }
    match text.split_once(':') {
        Some(_) => with_clock(text),
        None => units(text),
    }
}

/// The router's own form, e.g. `4w2d`; zero is `0s`.
pub fn format(mut microseconds: u64) -> String {
    if microseconds == 0 {
        return "0s".to_string();
    }
    let mut text = String::new();
    for (unit, size) in UNITS {
        let count = microseconds / size;
        if count > 0 {
            text.push_str(&format!("{count}{unit}"));
            microseconds %= size;
        }
    }
    text
}

/// `hh:mm:ss` or `hh:mm`, with days or weeks before it: `1d 02:00:00`, `1d02:00:00`.
fn with_clock(text: &str) -> Option<u64> {
    let start = text
        .rfind(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.'))
        .map_or(0, |at| at + 1);
    let (days, clock) = text.split_at_checked(start)?;
    let days = if days.trim().is_empty() {
        0
    } else {
        units(days.trim())?
    };
    let mut sum: u64 = 0;
    let mut sizes = [3600, 60, 1].iter();
    for part in clock.split(':') {
        let size = sizes.next()?;
        sum = sum.checked_add(part.parse::<u64>().ok()?.checked_mul(*size)?)?;
    }
    sum.checked_mul(1_000_000)?.checked_add(days)
}

/// `1w2d3h4m5s6ms`.
fn units(text: &str) -> Option<u64> {
    let mut sum: u64 = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, after) = rest.split_at_checked(digits)?;
        let letters = after
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(after.len());
        let (unit, after) = after.split_at_checked(letters)?;
        let (_, size) = UNITS.iter().find(|(name, _)| *name == unit)?;
        sum = sum.checked_add(number.parse::<u64>().ok()?.checked_mul(*size)?)?;
        rest = after.trim_start();
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    #[test]
    fn reads_and_writes_as_the_router_does() {
        for (typed, printed) in [
            ("30d", "4w2d"),
            ("0", "0s"),
            ("600", "10m"),
            ("24h", "1d"),
            ("1d00:00:00", "1d"),
            ("1d 02:00:00", "1d2h"),
            ("00:30:00", "30m"),
            ("5ms", "5ms"),
            ("90s", "1m30s"),
            ("1w2d3h4m5s", "1w2d3h4m5s"),
        ] {
            assert_eq!(
                super::parse(typed).map(super::format).as_deref(),
                Some(printed),
                "{typed}"
            );
        }
        for wrong in [
            "",
            "x",
            "5 apples",
            "1h:",
            "::",
            "99999999999999999999",
            "1y",
        ] {
            assert_eq!(super::parse(wrong), None, "{wrong}");
        }
    }
}
