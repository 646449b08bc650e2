//! How many commands may be on their way at once.

use std::time::Duration;

/// Fewest commands in flight.
const MIN: usize = 8;
/// Most commands in flight: from 120 on, all at once, a router was seen to slow down (RouterOS facts: apply, section 4).
const MAX: usize = 128;
/// Commands in flight at first. 64 and not 32, because one look at a router reads about 45 menus, and that should be one turnaround.
const START: usize = 64;
/// Most bytes of commands in flight, so that the router's buffer and ours can never both be full of commands.
const MAX_BYTES: usize = 64 << 10;
/// A command that waited this much longer than the quickest one did so in the router's queue, not on the line.
const QUEUED: Duration = Duration::from_secs(1);

/// The window of one connection. It grows while answers come quickly, and shrinks while commands only queue inside the router:
/// sending more ahead would not speed it up, and would leave more outcomes unknown if the line broke.
#[derive(Debug)]
pub(super) struct Window {
    size: usize,
    quickest: Duration,
}

impl Window {
    pub(super) fn new() -> Window {
        Window {
            size: START,
            quickest: Duration::MAX,
        }
    }

    /// Whether one more command of `bytes` may be sent. One alone always may, whatever its size.
    pub(super) fn admits(&self, in_flight: usize, bytes_in_flight: usize, bytes: usize) -> bool {
        in_flight == 0
            || (in_flight < self.size && bytes_in_flight.saturating_add(bytes) <= MAX_BYTES)
    }

    /// A command was answered `after` this time.
    pub(super) fn answered(&mut self, after: Duration) {
        self.quickest = self.quickest.min(after);
        if after.saturating_sub(self.quickest) > QUEUED {
            self.size = (self.size - 1).max(MIN);
        } else {
            self.size = (self.size + 1).min(MAX);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(answers: &[u64], repeat: usize) -> usize {
        let mut window = Window::new();
        for _ in 0..repeat {
            for millis in answers {
                window.answered(Duration::from_millis(*millis));
            }
        }
        window.size
    }

    #[test]
    fn grows_on_quick_answers_and_on_a_slow_line() {
        assert_eq!(after(&[2], 1000), 128);
        assert_eq!(after(&[900, 1800], 1000), 128);
    }

    #[test]
    fn shrinks_when_commands_only_queue() {
        let mut window = Window::new();
        window.answered(Duration::from_millis(2));
        for _ in 0..1000 {
            window.answered(Duration::from_millis(1280));
        }
        assert_eq!(window.size, 8);
    }

    #[test]
    fn one_look_at_a_router_fits() {
        assert!(Window::new().admits(44, 44 * 200, 200));
    }

    #[test]
    fn bytes_count_too_but_one_alone_always_goes() {
        let window = Window::new();
        assert!(!window.admits(1, 60 << 10, 8 << 10));
        assert!(window.admits(0, 0, 200 << 10));
    }
}
