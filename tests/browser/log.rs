//! What the programs in this test log: a key that no catalogue of words has is told there, and nowhere on the page.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use hotspotd::http::words::UNKNOWN;

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Lines;

fn lines() -> MutexGuard<'static, Vec<u8>> {
    LINES.lock().unwrap_or_else(PoisonError::into_inner)
}

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        lines().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Begins to listen, once for all tests.
pub fn listen() {
    // The second time there is a listener already.
    let _ = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::WARN)
        .with_ansi(false)
        .with_writer(|| Lines)
        .try_init();
}

/// Fails where a page asked for a word that is not there.
pub fn no_word_is_missing() {
    let bytes = lines().clone();
    let text = String::from_utf8_lossy(&bytes);
    let mut missing: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split_once(UNKNOWN).map(|(_, key)| key))
        .collect();
    missing.sort_unstable();
    missing.dedup();
    assert!(missing.is_empty(), "no words for:\n{}", missing.join("\n"));
}
