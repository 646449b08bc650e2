//! What time it is, as the wiring says: the system's, or one that a test sets.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::domain::moment::Moment;
use crate::domain::time::Span;

/// Tells the time.
#[derive(Clone)]
pub struct Clock(Source);

#[derive(Clone)]
enum Source {
    /// With the moment from which elapsed time counts.
    System(Instant),
    /// Milliseconds since 1970; stands still until it is moved.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// The system's wall clock.
    pub fn system() -> Self {
        Clock(Source::System(Instant::now()))
    }

    /// A clock that stands at a moment until [`Clock::pass`] moves it.
    pub fn standing(at: Moment) -> Self {
        Clock(Source::Set(Arc::new(AtomicI64::new(at.as_millis()))))
    }

    /// The time.
    pub fn now(&self) -> Moment {
        match &self.0 {
            Source::System(_) => {
                let since = SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .unwrap_or_default();
                Moment::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
            }
            Source::Set(at) => Moment::from_millis(at.load(Ordering::SeqCst)),
        }
    }

    /// When the program was built: no true time is earlier. A clock that a test sets has no such bound.
    pub fn not_before(&self) -> Option<Moment> {
        match &self.0 {
            Source::System(_) => env!("HOTSPOTD_BUILT").parse().ok().map(Moment::from_secs),
            Source::Set(_) => None,
        }
    }

    /// Whether it is the system's.
    pub fn is_system(&self) -> bool {
        matches!(self.0, Source::System(_))
    }

    /// Sets a clock that stands, forwards or backwards, as it happens to the system's.
    pub fn set(&self, at: Moment) {
        if let Source::Set(held) = &self.0 {
            held.store(at.as_millis(), Ordering::SeqCst);
        }
    }

    /// Time since some fixed point; it never runs backwards, whatever happens to the wall clock.
    pub fn elapsed(&self) -> Duration {
        match &self.0 {
            Source::System(start) => start.elapsed(),
            Source::Set(at) => {
                Duration::from_millis(u64::try_from(at.load(Ordering::SeqCst)).unwrap_or_default())
            }
        }
    }

    /// Lets time pass on a clock that stands; the system's passes by itself.
    pub fn pass(&self, span: Span) {
        if let Source::Set(at) = &self.0 {
            let millis = i64::try_from(span.as_secs())
                .unwrap_or(i64::MAX)
                .saturating_mul(1000);
            at.fetch_add(millis, Ordering::SeqCst);
        }
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({:?})", self.now())
    }
}
