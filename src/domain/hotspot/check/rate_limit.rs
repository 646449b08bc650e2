//! `rx[/tx] [burst [threshold [time [priority [minimum]]]]]` (RouterOS facts: hotspot, section 6).

use std::str::FromStr;

use crate::domain::routeros::value::duration_seconds;

/// Two values by direction, seen from the router: rx from the customer, tx to the customer. 0 is "not set".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Pair {
    /// Upload.
    pub rx: u64,
    /// Download.
    pub tx: u64,
}

/// The six parts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct RateLimit {
    /// Bits per second.
    pub rate: Pair,
    /// Bits per second.
    pub burst: Pair,
    /// Bits per second; without one RouterOS takes the rate.
    pub threshold: Option<Pair>,
    /// Seconds; without one RouterOS takes 1.
    pub time: Option<Pair>,
    /// Bits per second.
    pub minimum: Pair,
}

impl Pair {
    /// Whether a set value is above a set value of `limit`.
    pub fn beyond(self, limit: Pair) -> bool {
        (limit.rx > 0 && self.rx > limit.rx) || (limit.tx > 0 && self.tx > limit.tx)
    }

    fn directions(self) -> [u64; 2] {
        [self.rx, self.tx]
    }
}

impl RateLimit {
    /// Why the burst would never begin or never end.
    pub fn burst_fault(&self) -> Option<&'static str> {
        let threshold = self.threshold.unwrap_or(self.rate);
        let time = self.time.unwrap_or(Pair { rx: 1, tx: 1 });
        let directions = self
            .rate
            .directions()
            .into_iter()
            .zip(self.burst.directions())
            .zip(threshold.directions())
            .zip(time.directions());
        directions
            .filter(|(((_, burst), _), _)| *burst > 0)
            .find_map(|(((rate, burst), threshold), time)| {
                if rate == 0 || burst <= rate {
                    Some("the burst is not faster than the rate")
                } else if threshold == 0 {
                    Some("the burst threshold is 0, so the burst never begins")
                } else if threshold >= burst {
                    Some(
                        "the burst threshold is not slower than the burst, so the burst never ends",
                    )
                } else if time == 0 {
                    Some("the burst lasts 0 seconds")
                } else {
                    None
                }
            })
    }
}

impl FromStr for RateLimit {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut limit = RateLimit::default();
        let mut parts = text.split_whitespace();
        limit.rate = pair(parts.next().ok_or("it is empty")?, bits)?;
        if let Some(part) = parts.next() {
            limit.burst = pair(part, bits)?;
        }
        limit.threshold = parts.next().map(|part| pair(part, bits)).transpose()?;
        limit.time = parts
            .next()
            .map(|part| pair(part, duration_seconds))
            .transpose()?;
        if let Some(part) = parts.next() {
            let priority = pair(part, |text| text.parse().ok())?;
            if !priority
                .directions()
                .iter()
                .all(|priority| (1..=8).contains(priority))
            {
                return Err("the priority goes from 1 to 8");
            }
        }
        if let Some(part) = parts.next() {
            limit.minimum = pair(part, bits)?;
        }
        match parts.next() {
            Some(_) => Err("it has more than six parts"),
            None => Ok(limit),
        }
    }
}

fn pair(text: &str, value: fn(&str) -> Option<u64>) -> Result<Pair, &'static str> {
    let read = |text: &str| value(text).ok_or("a part of it is no value of its kind");
    match text.split_once('/') {
        Some((rx, tx)) => Ok(Pair {
            rx: read(rx)?,
            tx: read(tx)?,
        }),
        None => read(text).map(|both| Pair { rx: both, tx: both }),
    }
}

fn bits(text: &str) -> Option<u64> {
    let units = [
        ("k", 1_000),
        ("K", 1_000),
        ("M", 1_000_000),
        ("G", 1_000_000_000),
    ];
    let scaled = units
        .iter()
        .find_map(|(unit, weight)| Some((text.strip_suffix(unit)?, *weight)));
    let (digits, weight) = scaled.unwrap_or((text, 1));
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .parse::<u64>()
        .ok()
        .filter(|_| plain)?
        .checked_mul(weight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parts_are_read_in_their_order() {
        let limit: RateLimit = "1M/2M 2M/4M 512k/1500k 10/12 7 256k".parse().unwrap();
        assert_eq!(
            limit.rate,
            Pair {
                rx: 1_000_000,
                tx: 2_000_000
            }
        );
        assert_eq!(
            limit.burst,
            Pair {
                rx: 2_000_000,
                tx: 4_000_000
            }
        );
        assert_eq!(
            limit.threshold,
            Some(Pair {
                rx: 512_000,
                tx: 1_500_000
            })
        );
        assert_eq!(limit.time, Some(Pair { rx: 10, tx: 12 }));
        assert_eq!(
            limit.minimum,
            Pair {
                rx: 256_000,
                tx: 256_000
            }
        );
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[0-9kMG/ ]{0,40}|\\PC{0,20}") {
            if let Ok(limit) = text.parse::<RateLimit>() {
                let _ = limit.burst_fault();
            }
        }
    }
}
