//! What time it is, as the wiring says: the system's, or one that a test sets.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::moment::Moment;
use crate::domain::time::Span;

/// Tells the time.
#[derive(Clone)]
pub struct Clock(Source);

#[derive(Clone)]
enum Source {
    System,
    /// Milliseconds since 1970; stands still until it is moved.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// The system's wall clock.
    pub const fn system() -> Self {
        Clock(Source::System)
    }

    /// A clock that stands at a moment until [`Clock::pass`] moves it.
    pub fn standing(at: Moment) -> Self {
        Clock(Source::Set(Arc::new(AtomicI64::new(at.as_millis()))))
    }

    /// The time.
    pub fn now(&self) -> Moment {
        match &self.0 {
            Source::System => {
                let since = SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .unwrap_or_default();
                Moment::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
            }
            Source::Set(at) => Moment::from_millis(at.load(Ordering::SeqCst)),
        }
    }

    /// Lets time pass on a clock that stands; the system's passes by itself.
    pub fn pass(&self, span: Span) {
        if let Source::Set(at) = &self.0 {
            let millis = i64::try_from(span.as_secs()).unwrap_or(i64::MAX).saturating_mul(1000);
            at.fetch_add(millis, Ordering::SeqCst);
        }
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({:?})", self.now())
    }
}
