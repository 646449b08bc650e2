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
        Limits::patient(Duration::from_secs(10))
    }
}

impl Limits {
    /// Limits with this silence for reads, and all other times in proportion: half of it for connecting, as much for
    /// the login, three times for writes, six times for what is slow.
    pub fn patient(read: Duration) -> Limits {
        Limits {
            connect: read / 2,
            login: read,
            read,
            write: read * 3,
            slow: read * 6,
            sentence_bytes: 4 << 20,
            sentence_words: 10_000,
            answer_bytes: 64 << 20,
        }
    }

    /// The silence that a command of this patience bears.
    pub fn silence(&self, patience: Patience) -> Duration {
        match patience {
            Patience::Read => self.read,
            Patience::Write => self.write,
            Patience::Slow => self.slow,
        }
    }
}
