//! Times as arguments: `20ms`, `1s`, `2m`.

use std::time::Duration;

use crate::domain::hotspot::guard::SHORTEST;

/// From nothing to a minute.
///
/// # Errors
/// Anything else, in a sentence.
pub fn up_to_a_minute(text: &str) -> Result<Duration, String> {
    parse(text, Duration::from_secs(60))
}

/// More than nothing, up to ten minutes.
///
/// # Errors
/// Anything else, in a sentence.
pub fn positive(text: &str) -> Result<Duration, String> {
    match parse(text, Duration::from_secs(600))? {
        Duration::ZERO => Err("give it some time: write 500ms or 30s".to_owned()),
        time => Ok(time),
    }
}

/// How long a guard waits: from 90 seconds, which every change gets, to an hour.
///
/// # Errors
/// Anything else, in a sentence.
pub fn guard(text: &str) -> Result<Duration, String> {
    let time = parse(text, Duration::from_secs(3600))
        .map_err(|error| error.replace("write 20ms or 1s", "write 90s, 5m or 1h"))?;
    if time < SHORTEST {
        return Err(format!(
            "{text} is too short: a router that starts anew takes longer; at least {}s",
            SHORTEST.as_secs()
        ));
    }
    Ok(time)
}

fn parse(text: &str, longest: Duration) -> Result<Duration, String> {
    let refuse = || format!("{text:?} is no time: write 20ms or 1s");
    let (number, weight) = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)]
        .into_iter()
        .find_map(|(unit, weight)| Some((text.strip_suffix(unit)?, weight)))
        .ok_or_else(refuse)?;
    let number: u64 = number.parse().map_err(|_| refuse())?;
    let time = Duration::from_millis(number.checked_mul(weight).ok_or_else(refuse)?);
    if time > longest {
        return Err(format!(
            "{text} is too long: at most {}s",
            longest.as_secs()
        ));
    }
    Ok(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        for (text, millis) in [("0ms", 0), ("20ms", 20), ("1s", 1000), ("1m", 60_000)] {
            assert_eq!(
                up_to_a_minute(text),
                Ok(Duration::from_millis(millis)),
                "{text}"
            );
        }
        for text in [
            "",
            "5",
            "ms",
            "-1s",
            "2m",
            "1.5s",
            "99999999999999999999s",
            "18446744073709551615s",
        ] {
            assert!(up_to_a_minute(text).is_err(), "{text}");
        }
        assert!(positive("0s").is_err());
        assert!(positive("2m").is_ok());
    }
}
