//! Which of many backups are kept: the newest of each of the last days and weeks.

use std::collections::BTreeSet;

use crate::domain::moment::Moment;

const DAY: i64 = 86_400;
/// The first of January 1970 was a Thursday; weeks begin on Monday.
const THURSDAY: i64 = 3;

/// Those that are kept: of the last so many days that have one, and of the last so many weeks, the newest each. Days and
/// weeks are those of UTC.
pub fn kept(made: &[Moment], daily: usize, weekly: usize) -> BTreeSet<Moment> {
    let day = |moment: Moment| moment.as_secs().div_euclid(DAY);
    let week = move |moment: Moment| (day(moment) + THURSDAY).div_euclid(7);
    let mut kept = newest(made, daily, day);
    kept.extend(newest(made, weekly, week));
    kept
}

fn newest(made: &[Moment], most: usize, span: impl Fn(Moment) -> i64) -> BTreeSet<Moment> {
    let mut sorted = made.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    sorted.dedup_by_key(|moment| span(*moment));
    sorted.into_iter().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_days_and_four_weeks_are_kept_of_a_hundred_nights() {
        // A Monday, two in the morning.
        let first: Moment = "2026-08-03T02:00:00Z".parse().expect("a moment");
        let nights: Vec<Moment> = (0..100)
            .map(|night| Moment::from_secs(first.as_secs() + night * DAY))
            .collect();
        let kept: Vec<String> = kept(&nights, 7, 4)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            kept,
            [
                "2026-10-25T02:00:00Z", // Sundays: the newest of their weeks
                "2026-11-01T02:00:00Z",
                "2026-11-04T02:00:00Z",
                "2026-11-05T02:00:00Z",
                "2026-11-06T02:00:00Z",
                "2026-11-07T02:00:00Z",
                "2026-11-08T02:00:00Z", // the newest of its week, and a day
                "2026-11-09T02:00:00Z",
                "2026-11-10T02:00:00Z", // the newest of all
            ]
        );
    }

    #[test]
    fn days_without_a_backup_take_no_place() {
        let first: Moment = "2026-08-03T02:00:00Z".parse().expect("a moment");
        let rare: Vec<Moment> = (0..10)
            .map(|month| Moment::from_secs(first.as_secs() + month * 30 * DAY))
            .collect();
        assert_eq!(kept(&rare, 7, 4).len(), 7);
        let often: Vec<Moment> = (0..48)
            .map(|hour| Moment::from_secs(first.as_secs() + hour * 3_600))
            .collect();
        assert_eq!(kept(&often, 7, 4).len(), 3, "three days were touched");
    }
}
