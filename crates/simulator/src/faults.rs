//! Faults that a test orders: of single sentences, and of the byte stream.

use std::collections::BTreeMap;
use std::time::Duration;

/// What goes wrong. The default is: nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults {
    /// By number of the writing sentence, counted from 1 over all sessions since these faults were set.
    pub writes: BTreeMap<u64, SentenceFault>,
    /// By number of the sentence of any kind after the logins, counted in the same way.
    pub sentences: BTreeMap<u64, SentenceFault>,
    /// What is wrong with the byte stream of every connection accepted while these faults are set.
    pub stream: Option<StreamFault>,
    /// How long a sentence keeps the router busy; all connections share it.
    pub cost: Duration,
}

/// A fault at one sentence. Writing sentences are `add`, `set`, `remove`, `move`, `import`, …, not `print` and the like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentenceFault {
    /// It is not executed; the answer is the trap `failure: simulated`.
    Refuse,
    /// It is not executed, but answered with `!done` as if it were.
    Ignore,
    /// It is not executed; the connection is dropped.
    CutBefore,
    /// It is executed; the connection is dropped without an answer.
    CutAfter,
    /// It is not executed; the connection stays open and never answers again.
    HangBefore,
    /// It is executed; the connection stays open and never answers again.
    HangAfter,
    /// It is not executed; the line is dead both ways, and the router does not notice for minutes.
    HalfOpenBefore,
    /// It is executed; then as [`SentenceFault::HalfOpenBefore`].
    HalfOpenAfter,
    /// It is not executed; the router starts anew.
    RebootBefore,
    /// It is executed; the router starts anew before it answers.
    RebootAfter,
}

/// A fault of a connection's byte stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamFault {
    /// Every byte leaves in a write of its own.
    OneBytePerWrite,
    /// The connection is reset (RST) after that many bytes left the router, counted per connection.
    ResetAfter(u64),
    /// Something else listens there: this many pseudo-random bytes are sent on connect, nothing is answered.
    Garbage {
        /// Seed of the bytes.
        seed: u64,
        /// How many.
        bytes: usize,
    },
    /// The answer to this sentence of a connection (1 is the login) never ends: words follow each other until
    /// the client closes.
    EndlessAnswer(u64),
    /// As [`StreamFault::EndlessAnswer`], but one word that announces 256 MiB and trickles in.
    EndlessWord(u64),
}

impl Faults {
    /// No faults.
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a fault at the writing sentence with this number, from 1.
    pub fn on_write(mut self, number: u64, fault: SentenceFault) -> Self {
        self.writes.insert(number, fault);
        self
    }

    /// Adds a fault at the sentence with this number, from 1, whether it writes or reads.
    pub fn on_sentence(mut self, number: u64, fault: SentenceFault) -> Self {
        self.sentences.insert(number, fault);
        self
    }

    /// Sets what is wrong with the byte stream.
    pub fn on_stream(mut self, fault: StreamFault) -> Self {
        self.stream = Some(fault);
        self
    }
}

/// Verbs that change nothing. All others count as writing sentences.
const READING: [&str; 17] = [
    "print",
    "getall",
    "get",
    "find",
    "listen",
    "export",
    "monitor",
    "monitor-traffic",
    "login",
    "cancel",
    "quit",
    "ping",
    "resolve",
    "inspect",
    "torch",
    "traceroute",
    "check-for-updates",
];

/// Does a command with this verb count as a writing sentence?
pub(crate) fn is_write(verb: &str) -> bool {
    !READING.contains(&verb)
}

/// The faults that are set, and how far the count is.
#[derive(Debug, Default)]
pub(crate) struct Ordered {
    faults: Faults,
    writes: u64,
    sentences: u64,
}

impl Ordered {
    /// Sets faults; counting begins anew.
    pub fn new(faults: Faults) -> Self {
        Self {
            faults,
            writes: 0,
            sentences: 0,
        }
    }

    /// What is wrong with the stream of a connection that is accepted now.
    pub fn stream(&self) -> Option<StreamFault> {
        self.faults.stream
    }

    /// How long a sentence keeps the router busy.
    pub fn cost(&self) -> Duration {
        self.faults.cost
    }

    /// Counts one sentence and tells its fault.
    pub fn next(&mut self, writes: bool) -> Option<SentenceFault> {
        self.sentences += 1;
        self.writes += u64::from(writes);
        let by_write = self.faults.writes.get(&self.writes).filter(|_| writes);
        by_write
            .or_else(|| self.faults.sentences.get(&self.sentences))
            .copied()
    }
}

/// Pseudo-random bytes (xorshift64*), the same for the same seed.
pub(crate) fn garbage(seed: u64, count: usize) -> Vec<u8> {
    let mut state = seed | 1;
    let mut next = || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        let [byte, ..] = state.wrapping_mul(0x2545_F491_4F6C_DD1D).to_be_bytes();
        byte
    };
    (0..count).map(|_| next()).collect()
}
