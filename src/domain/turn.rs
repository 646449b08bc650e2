//! When something that is done again and again has its next turn.

use super::moment::Moment;
use super::time::Span;

/// A turn comes by up to this part of the period earlier or later, so that many of them do not stay in step.
const JITTER: u64 = 10;

/// The moment of the next turn after `last`: a period later, give or take a tenth of it. Which part of the tenth depends on `number` and
/// `last` alone, so whoever asks again hears the same.
pub fn next_turn(last: Moment, every: Span, number: i64) -> Moment {
    let period = every.as_secs().saturating_mul(1000);
    let reach = period / JITTER;
    let salt = u64::from_ne_bytes((number ^ last.as_millis().rotate_left(32)).to_ne_bytes());
    let shift = mixed(salt) % (2 * reach + 1);
    let wait = (period - reach).saturating_add(shift);
    Moment::from_millis(
        last.as_millis()
            .saturating_add(i64::try_from(wait).unwrap_or(i64::MAX)),
    )
}

/// Whether it is somebody's turn. Where the last one lies in the future, the clock was put back, and nobody waits for it to catch up.
pub fn is_due(last: Option<Moment>, every: Span, number: i64, now: Moment) -> bool {
    last.is_none_or(|last| last > now || next_turn(last, every, number) <= now)
}

/// Every bit of the result depends on every bit of the number (SplitMix64).
const fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const LAST: Moment = Moment::from_secs(1_800_000_000);
    const EVERY: Span = Span::from_secs(600);

    #[test]
    fn a_turn_is_a_period_away_give_or_take_a_tenth() {
        let waits: BTreeSet<i64> = (1..=50)
            .map(|number| next_turn(LAST, EVERY, number).as_millis() - LAST.as_millis())
            .collect();
        assert!(
            waits.iter().all(|wait| (540_000..=660_000).contains(wait)),
            "{waits:?}"
        );
        let spread = waits.last().unwrap() - waits.first().unwrap();
        assert!(waits.len() > 45 && spread > 60_000, "{waits:?}");
    }

    #[test]
    fn whoever_asks_again_hears_the_same() {
        assert_eq!(next_turn(LAST, EVERY, 7), next_turn(LAST, EVERY, 7));
    }

    #[test]
    fn due_is_who_was_never_looked_at_whose_time_has_come_and_whose_clock_was_put_back() {
        assert!(is_due(None, EVERY, 1, LAST));
        assert!(!is_due(Some(LAST), EVERY, 1, LAST));
        assert!(!is_due(
            Some(LAST),
            EVERY,
            1,
            LAST.plus(Span::from_secs(539))
        ));
        assert!(is_due(
            Some(LAST),
            EVERY,
            1,
            LAST.plus(Span::from_secs(661))
        ));
        assert!(is_due(Some(LAST.plus(Span::from_secs(1))), EVERY, 1, LAST));
    }

    #[test]
    fn no_period_at_all_is_always() {
        assert!(is_due(Some(LAST), Span::from_secs(0), 1, LAST));
    }
}
