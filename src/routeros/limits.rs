//! How long the client waits and how much it takes in.

use std::time::Duration;

use super::command::Patience;

/// Times and sizes at which the client gives up. The defaults suit a router in use; tests take smaller ones.
#[derive(Debug, Clone)]
pub struct Limits {
    /// For finding and opening the TCP connection, and again for the TLS handshake.
    pub connect: Duration,
    /// For the whole login.
    pub login: Duration,
    /// Silence while a [`Patience::Read`] command is in flight.
    pub read: Duration,
    /// Silence while a [`Patience::Write`] command is in flight. Longer than for reads: giving up on a write costs more, its outcome
    /// is unknown then, and stalls of up to 30 s were seen (RouterOS facts: apply, section 4).
    pub write: Duration,
    /// Silence while a [`Patience::Slow`] command is in flight: files on NAND boards take up to 40 s.
    pub slow: Duration,
    /// The largest sentence taken from a router, in bytes.
    pub sentence_bytes: usize,
    /// The most words taken in one sentence.
    pub sentence_words: usize,
    /// The most bytes taken in answer to one call, so that a router that never stops sending cannot fill the memory.
    pub answer_bytes: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connect: Duration::from_secs(5),
            login: Duration::from_secs(10),
            read: Duration::from_secs(10),
            write: Duration::from_secs(30),
            slow: Duration::from_secs(60),
            sentence_bytes: 4 << 20,
            sentence_words: 10_000,
            answer_bytes: 64 << 20,
        }
    }
}

impl Limits {
    /// The silence that a command of this patience bears.
    pub fn silence(&self, patience: Patience) -> Duration {
        match patience {
            Patience::Read => self.read,
            Patience::Write => self.write,
            Patience::Slow => self.slow,
        }
    }
}
