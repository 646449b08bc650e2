//! Whether the wall clock can be believed. Boxes without a battery begin in the past, by an hour or by fifty years.

use crate::domain::moment::Moment;
use crate::domain::time::Span;

/// How far a clock may be set back without anything being made of it: time servers do that.
const STEP: Span = Span::from_secs(120);
/// How far it may be ahead of the floor before a second source has to agree.
const JUMP: Span = Span::from_secs(86_400);
/// How far two sources may differ and still agree.
const AGREEMENT: Span = Span::from_secs(600);
/// How long after it was built a program is believed to be started for the first time.
const SHELF: Span = Span::from_secs(5 * 366 * 86_400);

/// Whether the wall clock can be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// It can.
    Trusted,
    /// It cannot: nothing ends by date, nothing is swept by date.
    Untrusted(Doubt),
}

/// Why it cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It is earlier than the program was built.
    BeforeBuilt,
    /// It is earlier than a time that was known already.
    BeforeFloor,
    /// It is far ahead of the last known time, and nothing else says so.
    FarAhead,
    /// Another source of time says something else.
    Contradicted,
}

/// What is known when it is judged.
#[derive(Debug, Clone, Copy)]
pub struct Evidence {
    /// What the wall clock says.
    pub wall: Moment,
    /// When the program was built, where that is known.
    pub built: Option<Moment>,
    /// The latest time that was believed, as it is stored.
    pub floor: Option<Moment>,
    /// What another source says: a time server, a router's clock, a person.
    pub second: Option<Moment>,
}

/// What is made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// Whether the wall clock can be believed.
    pub trust: Trust,
    /// The floor from now on.
    pub floor: Option<Moment>,
}

impl Trust {
    /// Whether things may end by date.
    pub const fn is_trusted(self) -> bool {
        matches!(self, Trust::Trusted)
    }
}

/// Judges the wall clock. The floor only goes back where a second source agrees with the wall clock.
pub fn judge(evidence: Evidence) -> Judgement {
    let Evidence {
        wall,
        built,
        floor,
        second,
    } = evidence;
    let doubt = if built.is_some_and(|built| wall < built) {
        Some(Doubt::BeforeBuilt)
    } else {
        match (second, floor) {
            (Some(second), _) if apart(second, wall) <= AGREEMENT => None,
            (Some(_), _) => Some(Doubt::Contradicted),
            (None, Some(floor)) if floor.since(wall) > STEP => Some(Doubt::BeforeFloor),
            (None, Some(floor)) if wall.since(floor) > JUMP => Some(Doubt::FarAhead),
            (None, None) if built.is_some_and(|built| wall.since(built) > SHELF) => {
                Some(Doubt::FarAhead)
            }
            (None, _) => None,
        }
    };
    match doubt {
        Some(doubt) => Judgement {
            trust: Trust::Untrusted(doubt),
            floor,
        },
        None => Judgement {
            trust: Trust::Trusted,
            floor: Some(match (second, floor) {
                // A small step back does not lower the floor.
                (None, Some(floor)) => floor.max(wall),
                _ => wall,
            }),
        },
    }
}

/// What most of these clocks say: the time that more than half of them agree with. Two that contradict each other say nothing, and one that
/// is wrong among three is not heard.
pub fn majority(clocks: &[Moment]) -> Option<Moment> {
    let agreeing = |one: Moment| {
        let others = clocks.iter();
        others
            .filter(|other| apart(one, **other) <= AGREEMENT)
            .count()
    };
    let most = |one: &Moment| 2 * agreeing(*one) > clocks.len();
    clocks.iter().copied().find(most)
}

fn apart(one: Moment, other: Moment) -> Span {
    one.since(other).max(other.since(one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Doubt::{BeforeBuilt, BeforeFloor, Contradicted, FarAhead};

    fn at(text: &str) -> Moment {
        text.parse().expect("a moment")
    }

    const BUILT: &str = "2026-11-01T00:00:00Z";
    const FLOOR: &str = "2026-12-10T12:00:00Z";

    #[test]
    fn most_clocks_are_heard() {
        let hours = |hours: &[i64]| {
            let moments = hours.iter().map(|hour| Moment::from_secs(3600 * hour));
            majority(&moments.collect::<Vec<_>>()).map(|it| it.as_secs() / 3600)
        };
        assert_eq!(hours(&[]), None);
        assert_eq!(hours(&[7]), Some(7));
        assert_eq!(hours(&[7, 7]), Some(7));
        assert_eq!(hours(&[7, 8]), None);
        assert_eq!(hours(&[9, 7, 7]), Some(7));
        assert_eq!(hours(&[7, 8, 9]), None);
        assert_eq!(hours(&[9, 9, 7, 7]), None);
    }

    /// What the case is; the clock, the floor, a second source; what is doubted, and the floor then.
    type Case = (
        &'static str,
        &'static str,
        Option<&'static str>,
        Option<&'static str>,
        Option<Doubt>,
        Option<&'static str>,
    );

    #[test]
    fn the_table_of_clocks() {
        #[rustfmt::skip] // It is a table.
        let table: &[Case] = &[
            // what                        wall                    floor        second                       doubt                floor afterwards
            ("first start",                "2026-11-20T08:00:00Z", None,        None,                        None,                Some("2026-11-20T08:00:00Z")),
            ("first start in 1970",        "1970-01-01T00:00:09Z", None,        None,                        Some(BeforeBuilt),   None),
            ("first start plus ten years", "2036-11-20T08:00:00Z", None,        None,                        Some(FarAhead),      None),
            ("the same, NTP agrees",       "2036-11-20T08:00:00Z", None,        Some("2036-11-20T08:00:01Z"), None,               Some("2036-11-20T08:00:00Z")),
            ("an hour later",              "2026-12-10T13:00:00Z", Some(FLOOR), None,                        None,                Some("2026-12-10T13:00:00Z")),
            ("a second back",              "2026-12-10T11:59:59Z", Some(FLOOR), None,                        None,                Some(FLOOR)),
            ("two minutes back",           "2026-12-10T11:58:00Z", Some(FLOOR), None,                        None,                Some(FLOOR)),
            ("a little more",              "2026-12-10T11:57:59Z", Some(FLOOR), None,                        Some(BeforeFloor),   Some(FLOOR)),
            ("minus a day",                "2026-12-09T12:00:00Z", Some(FLOOR), None,                        Some(BeforeFloor),   Some(FLOOR)),
            ("1970 on a used box",         "1970-01-01T00:00:00Z", Some(FLOOR), None,                        Some(BeforeBuilt),   Some(FLOOR)),
            ("1970, and the router too",   "1970-01-01T00:00:00Z", Some(FLOOR), Some("1970-01-01T00:00:00Z"), Some(BeforeBuilt),  Some(FLOOR)),
            ("a day ahead",                "2026-12-11T12:00:00Z", Some(FLOOR), None,                        None,                Some("2026-12-11T12:00:00Z")),
            ("a day and a second ahead",   "2026-12-11T12:00:01Z", Some(FLOOR), None,                        Some(FarAhead),      Some(FLOOR)),
            ("off for a week, NTP agrees", "2026-12-17T12:00:00Z", Some(FLOOR), Some("2026-12-17T12:05:00Z"), None,               Some("2026-12-17T12:00:00Z")),
            ("plus ten years, router says no", "2036-12-10T12:00:00Z", Some(FLOOR), Some("2026-12-10T12:00:05Z"), Some(Contradicted), Some(FLOOR)),
            ("the floor was wrong",        "2026-12-09T12:00:00Z", Some(FLOOR), Some("2026-12-09T12:00:00Z"), None,               Some("2026-12-09T12:00:00Z")),
            ("in the range, router says no", "2026-12-10T13:00:00Z", Some(FLOOR), Some("2026-12-10T16:00:00Z"), Some(Contradicted), Some(FLOOR)),
        ];
        for (what, wall, floor, second, doubt, after) in table {
            let judgement = judge(Evidence {
                wall: at(wall),
                built: Some(at(BUILT)),
                floor: floor.map(at),
                second: second.map(at),
            });
            let trust = doubt.map_or(Trust::Trusted, Trust::Untrusted);
            assert_eq!(judgement.trust, trust, "{what}");
            assert_eq!(judgement.floor, after.map(at), "{what}");
        }
    }
}
