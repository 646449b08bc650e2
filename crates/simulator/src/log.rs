//! What the simulator has seen: sentences and counters, for tests.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::wire::frame::Sentence;

/// Most sentences kept; older ones are forgotten.
const KEPT: usize = 20_000;

/// Longest word kept, in characters.
const LONGEST: usize = 4096;

/// Parts of attribute names whose values are not shown.
const SECRET: [&str; 7] = [
    "password",
    "response",
    "passphrase",
    "private-key",
    "shared-key",
    "secret",
    "auth-key",
];

/// One sentence of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Number of the connection, from 1.
    pub session: u64,
    /// Its words; secret values are `***`.
    pub words: Vec<String>,
}

/// Figures since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    /// TCP connections made, also those refused.
    pub connections: u64,
    /// Logins granted.
    pub logins: u64,
    /// Sentences received, logins included.
    pub sentences: u64,
    /// Of these, writing ones (`add`, `set`, …) of sessions logged in.
    pub write_sentences: u64,
    /// Sentences sent.
    pub replies: u64,
    /// Bytes received (TLS: within the encryption).
    pub bytes_in: u64,
    /// Bytes sent (TLS: within the encryption).
    pub bytes_out: u64,
}

/// The counters while they count.
#[derive(Debug, Default)]
pub(crate) struct Counting {
    pub connections: AtomicU64,
    pub logins: AtomicU64,
    pub sentences: AtomicU64,
    pub write_sentences: AtomicU64,
    pub replies: AtomicU64,
    pub bytes_in: AtomicU64,
    pub bytes_out: AtomicU64,
}

/// Counts further.
pub(crate) fn count(counter: &AtomicU64, by: u64) {
    counter.fetch_add(by, Ordering::Relaxed);
}

impl Counting {
    /// The figures now.
    pub fn now(&self) -> Counters {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counters {
            connections: read(&self.connections),
            logins: read(&self.logins),
            sentences: read(&self.sentences),
            write_sentences: read(&self.write_sentences),
            replies: read(&self.replies),
            bytes_in: read(&self.bytes_in),
            bytes_out: read(&self.bytes_out),
        }
    }
}

/// The last sentences.
#[derive(Debug, Default)]
pub(crate) struct Log {
    seen: VecDeque<Seen>,
}

impl Log {
    /// Keeps a sentence.
    pub fn add(&mut self, session: u64, sentence: &Sentence) {
        if self.seen.len() >= KEPT {
            self.seen.pop_front();
        }
        let words = sentence.iter().map(|word| masked(word)).collect();
        self.seen.push_back(Seen { session, words });
    }

    /// All that is kept, oldest first.
    pub fn all(&self) -> Vec<Seen> {
        self.seen.iter().cloned().collect()
    }
}

/// A word as it may be shown.
fn masked(word: &[u8]) -> String {
    let word = String::from_utf8_lossy(word);
    let (head, value) = match word
        .strip_prefix(['=', '?'])
        .and_then(|w| w.split_once('='))
    {
        Some((name, value)) => (word.get(..name.len() + 2).unwrap_or_default(), value),
        None => ("", &*word),
    };
    if SECRET.iter().any(|part| head.contains(part)) {
        return format!("{head}***");
    }
    // Scripts and files carry secrets of their own: `password=…`.
    if SECRET
        .iter()
        .any(|part| value.contains(&format!("{part}=")))
    {
        return format!("{head}*** ({} bytes)", value.len());
    }
    word.chars().take(LONGEST).collect()
}
