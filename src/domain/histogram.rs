//! Durations counted: how many there were, up to which length, and how long they were together. Nothing is kept of each.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Up to which length each is counted; longer ones are counted behind the last. A box in a cupboard answers within some of them, and
/// its flash takes others.
pub const BOUNDS: [Duration; 6] = [
    Duration::from_millis(1),
    Duration::from_millis(5),
    Duration::from_millis(25),
    Duration::from_millis(100),
    Duration::from_millis(500),
    Duration::from_millis(2_500),
];

/// Counts durations, from several threads at once.
#[derive(Debug, Default)]
pub struct Histogram {
    counts: [AtomicU64; BOUNDS.len() + 1],
    /// Microseconds.
    sum: AtomicU64,
    /// Microseconds.
    longest: AtomicU64,
}

/// What was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Durations {
    /// How many were as long as this bound and longer than the one before; the last: longer than all bounds.
    pub counts: [u64; BOUNDS.len() + 1],
    /// How long they were together.
    pub sum: Duration,
    /// How long the longest was.
    pub longest: Duration,
}

impl Histogram {
    /// Counts one.
    pub fn note(&self, long: Duration) {
        let micros = u64::try_from(long.as_micros()).unwrap_or(u64::MAX);
        let at = BOUNDS.iter().take_while(|bound| long > **bound).count();
        if let Some(count) = self.counts.get(at) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        self.sum.fetch_add(micros, Ordering::Relaxed);
        self.longest.fetch_max(micros, Ordering::Relaxed);
    }

    /// What was counted until now. One that is being counted meanwhile may be in one figure and not in another yet.
    pub fn read(&self) -> Durations {
        Durations {
            counts: std::array::from_fn(|at| {
                self.counts
                    .get(at)
                    .map_or(0, |count| count.load(Ordering::Relaxed))
            }),
            sum: Duration::from_micros(self.sum.load(Ordering::Relaxed)),
            longest: Duration::from_micros(self.longest.load(Ordering::Relaxed)),
        }
    }
}

impl Durations {
    /// How many there were.
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_counted_once_where_it_belongs() {
        let histogram = Histogram::default();
        for micros in [0, 1_000, 1_001, 25_000, 2_500_000, 2_500_001] {
            histogram.note(Duration::from_micros(micros));
        }
        let found = histogram.read();
        assert_eq!(found.counts, [2, 1, 1, 0, 0, 1, 1]);
        assert_eq!(found.count(), 6);
        assert_eq!(found.sum, Duration::from_micros(5_027_002));
        assert_eq!(found.longest, Duration::from_micros(2_500_001));
    }
}
