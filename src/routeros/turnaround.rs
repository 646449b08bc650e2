//! Counts how often the client had to wait for the router.

/// A logical clock of turnarounds.
///
/// A turnaround is one wait for the router: everything sent before the answer came belongs to the same one, however many
/// commands that were. So a command sent at time *r* belongs to round *r* + 1, and an answer from round *q* puts the clock to *q*.
/// On a line with a delay of *d* milliseconds, work of *n* turnarounds cannot be done in less than *n* × *d*.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TurnaroundClock {
    now: u32,
}

/// The turnaround in which the answer to a command can come at the earliest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Round(u32);

impl TurnaroundClock {
    /// The round of a command that is sent now.
    pub(super) fn round(self) -> Round {
        Round(self.now.saturating_add(1))
    }

    /// Something arrived that answers a command of this round.
    pub(super) fn answered(&mut self, round: Round) {
        self.now = self.now.max(round.0);
    }

    /// The client waited for the router `times` more times, outside of any command (TCP, TLS).
    pub(super) fn waited(&mut self, times: u32) {
        self.now = self.now.saturating_add(times);
    }

    /// Turnarounds so far.
    pub(super) fn count(self) -> u32 {
        self.now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_together_is_one_turnaround() {
        let mut clock = TurnaroundClock::default();
        let rounds: Vec<Round> = (0..60).map(|_| clock.round()).collect();
        for round in rounds {
            clock.answered(round);
        }
        assert_eq!(clock.count(), 1);
    }

    #[test]
    fn what_is_sent_after_an_answer_is_another_turnaround() {
        let mut clock = TurnaroundClock::default();
        for _ in 0..3 {
            let round = clock.round();
            clock.answered(round);
        }
        assert_eq!(clock.count(), 3);
    }

    #[test]
    fn a_late_answer_of_an_early_round_costs_nothing() {
        let mut clock = TurnaroundClock::default();
        let slow = clock.round();
        let quick = clock.round();
        clock.answered(quick);
        let next = clock.round();
        clock.answered(next);
        clock.answered(slow);
        assert_eq!(clock.count(), 2);
    }

    #[test]
    fn a_window_of_two_needs_half_as_many_turnarounds_as_commands() {
        let mut clock = TurnaroundClock::default();
        let mut in_flight = std::collections::VecDeque::from([clock.round(), clock.round()]);
        for sent in 2..10 {
            let round = in_flight.pop_front().unwrap();
            clock.answered(round);
            assert!(sent < 10);
            in_flight.push_back(clock.round());
        }
        for round in in_flight {
            clock.answered(round);
        }
        assert_eq!(clock.count(), 5);
    }

    #[test]
    fn connecting_counts_too() {
        let mut clock = TurnaroundClock::default();
        clock.waited(1);
        clock.waited(2);
        let login = clock.round();
        clock.answered(login);
        assert_eq!(clock.count(), 4);
    }
}
