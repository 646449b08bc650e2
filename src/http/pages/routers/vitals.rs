//! How a router was in the last day, as its overview shows it.

use serde::Serialize;

use crate::domain::moment::Moment;
use crate::domain::time::Span;
use crate::http::spark;
use crate::store::reach::Sample;

/// How far back the page goes.
pub const DAY: Span = Span::from_secs(86_400);
/// The curves have a point for each half of an hour.
const POINT: i64 = 1_800_000;
const POINTS: usize = 48;
/// The table has a row for each hour.
const HOUR: i64 = 3_600_000;

/// What the overview shows of it.
#[derive(Debug, Serialize)]
pub struct Shown {
    last: Option<Last>,
    online: Option<Curve>,
    answer: Option<Curve>,
    hours: Vec<Hour>,
}

/// The last word of the router.
#[derive(Debug, Serialize)]
struct Last {
    at: i64,
    millis: Option<u32>,
    online: Option<u32>,
    uptime: Option<u64>,
    cpu: Option<u32>,
    memory: Option<u64>,
}

#[derive(Debug, Serialize)]
struct Curve {
    path: String,
    most: u32,
}

/// One hour: the most of each number, and how often the router did not answer.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Hour {
    at: i64,
    online: Option<u32>,
    millis: Option<u32>,
    cpu: Option<u32>,
    silent: u32,
}

impl Shown {
    /// Of the samples of a day, the oldest first; `last` is the one that is known where the day has none.
    pub fn of(samples: &[Sample], last: Option<Sample>, now: Moment) -> Self {
        let answered = |sample: &&Sample| sample.millis.is_some();
        let last = samples.iter().rev().find(answered).copied().or(last);
        let from = now.minus(DAY);
        Shown {
            last: last.filter(|it| it.millis.is_some()).map(|it| Last {
                at: it.at.as_millis(),
                millis: it.millis,
                online: it.vitals.online,
                uptime: it.vitals.uptime.map(|it| it.as_secs().saturating_mul(1000)),
                cpu: it.vitals.cpu_load,
                memory: it.vitals.free_memory,
            }),
            online: curve(samples, from, |sample| sample.vitals.online),
            answer: curve(samples, from, |sample| sample.millis),
            hours: hours(samples),
        }
    }
}

/// The most of each half of an hour.
fn curve(
    samples: &[Sample],
    from: Moment,
    value: impl Fn(&Sample) -> Option<u32>,
) -> Option<Curve> {
    let mut points = [None; POINTS];
    for sample in samples {
        let into = sample.at.as_millis().saturating_sub(from.as_millis()) / POINT;
        // The last moment of the day belongs to its last half of an hour.
        let index = usize::try_from(into).unwrap_or(0).min(POINTS - 1);
        if let Some(point) = points.get_mut(index) {
            *point = (*point).max(value(sample));
        }
    }
    Some(Curve {
        path: spark::draw(&points)?,
        most: points.into_iter().flatten().max().unwrap_or(0),
    })
}

/// The newest hour first; hours in which nobody asked are left out.
fn hours(samples: &[Sample]) -> Vec<Hour> {
    let mut hours: Vec<Hour> = Vec::new();
    for sample in samples.iter().rev() {
        let at = sample.at.as_millis().div_euclid(HOUR) * HOUR;
        if hours.last().is_none_or(|hour| hour.at != at) {
            hours.push(Hour {
                at,
                ..Hour::default()
            });
        }
        if let Some(hour) = hours.last_mut() {
            hour.online = hour.online.max(sample.vitals.online);
            hour.millis = hour.millis.max(sample.millis);
            hour.cpu = hour.cpu.max(sample.vitals.cpu_load);
            hour.silent += u32::from(sample.millis.is_none());
        }
    }
    hours
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::RouterId;
    use crate::domain::routeros::vitals::Vitals;

    fn sample(minutes: i64, online: Option<u32>) -> Sample {
        Sample {
            router: RouterId::from_row(1),
            at: Moment::from_secs(60 * minutes),
            millis: online.map(|it| it + 1),
            vitals: Vitals {
                online,
                cpu_load: online,
                ..Vitals::default()
            },
        }
    }

    #[test]
    fn a_day_is_shown_as_curves_and_as_hours() {
        let now = Moment::from_secs(86_400);
        let samples = [
            sample(0, Some(1)),
            sample(10, Some(5)),
            sample(40, None),
            sample(1410, Some(10)),
            sample(1440, Some(2)),
        ];
        let shown = Shown::of(&samples, None, now);
        let online = shown.online.unwrap();
        assert_eq!((online.path.as_str(), online.most), ("M0 20h0M240 2h0", 10));
        assert_eq!(shown.answer.unwrap().most, 11);
        let last = shown.last.unwrap();
        assert_eq!((last.at, last.online), (86_400_000, Some(2)));
        let hour = |at, online: Option<u32>, silent| Hour {
            at: at * HOUR,
            online,
            millis: online.map(|it| it + 1),
            cpu: online,
            silent,
        };
        assert_eq!(
            shown.hours,
            [
                hour(24, Some(2), 0),
                hour(23, Some(10), 0),
                hour(0, Some(5), 1)
            ]
        );
    }

    #[test]
    fn without_samples_only_the_last_word_is_known() {
        let now = Moment::from_secs(864_000);
        let before = sample(3, Some(4));
        let shown = Shown::of(&[], Some(before), now);
        assert_eq!(shown.last.unwrap().at, 180_000);
        assert!(shown.online.is_none() && shown.answer.is_none() && shown.hours.is_empty());
        let silent = Sample::silent(before.router, now);
        assert!(Shown::of(&[silent], Some(silent), now).last.is_none());
    }
}
