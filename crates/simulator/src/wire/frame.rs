//! Words and sentences as bytes (RouterOS facts: api-facts section 1).
//!
//! Written for this crate alone: a mistake in the client's codec must not be mirrored here.

/// How much of one sentence the router takes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Words in a sentence.
    pub words: usize,
    /// Bytes of all words together, without their length prefixes.
    pub bytes: usize,
}

/// Limits of a session that is not logged in. The manual says that there are some; these numbers are the simulator's.
pub const BEFORE_LOGIN: Limits = Limits {
    words: 16,
    bytes: 4 * 1024,
};

/// Limits of a session that is logged in.
pub const AFTER_LOGIN: Limits = Limits {
    words: 16 * 1024,
    bytes: 4 * 1024 * 1024,
};

/// The bytes are no sentence; the router closes the connection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// A length prefix from 0xF8 up.
    #[error("length prefix {0:#04x} is reserved")]
    Reserved(u8),
    /// More words than allowed.
    #[error("the sentence has more than {0} words")]
    TooManyWords(usize),
    /// More bytes than allowed.
    #[error("the sentence has more than {0} bytes")]
    TooLong(usize),
}

/// A sentence: its words without the closing empty one.
pub type Sentence = Vec<Vec<u8>>;

/// Cuts a byte stream into sentences.
#[derive(Debug, Default)]
pub struct Decoder {
    pending: Vec<u8>,
    /// Bytes of `pending` already turned into words.
    taken: usize,
    words: Sentence,
    /// Bytes in `words`.
    size: usize,
}

impl Decoder {
    /// An empty decoder.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in bytes as they arrive.
    pub fn push(&mut self, bytes: &[u8]) {
        self.pending.drain(..self.taken.min(self.pending.len()));
        self.taken = 0;
        self.pending.extend_from_slice(bytes);
    }

    /// The next whole sentence, or `None` when more bytes are needed. Empty sentences are passed over.
    ///
    /// A limit is checked as soon as a length prefix announces too much, before the bytes are there.
    pub fn next(&mut self, limits: Limits) -> Result<Option<Sentence>, FrameError> {
        loop {
            let rest = self.pending.get(self.taken..).unwrap_or_default();
            let Some((length, prefix)) = read_length(rest)? else {
                return Ok(None);
            };
            if length == 0 {
                self.taken += prefix;
                self.size = 0;
                if self.words.is_empty() {
                    continue;
                }
                return Ok(Some(std::mem::take(&mut self.words)));
            }
            if self.words.len() >= limits.words {
                return Err(FrameError::TooManyWords(limits.words));
            }
            if length > limits.bytes.saturating_sub(self.size) {
                return Err(FrameError::TooLong(limits.bytes));
            }
            let Some(word) = rest.get(prefix..prefix + length) else {
                return Ok(None);
            };
            self.words.push(word.to_vec());
            self.size += length;
            self.taken += prefix + length;
        }
    }
}

/// Length and size of its prefix, or `None` when the prefix is not complete.
fn read_length(bytes: &[u8]) -> Result<Option<(usize, usize)>, FrameError> {
    let Some(&first) = bytes.first() else {
        return Ok(None);
    };
    let (more, head) = match first {
        0x00..=0x7F => (0, first),
        0x80..=0xBF => (1, first & 0x3F),
        0xC0..=0xDF => (2, first & 0x1F),
        0xE0..=0xEF => (3, first & 0x0F),
        0xF0..=0xF7 => (4, 0),
        0xF8..=0xFF => return Err(FrameError::Reserved(first)),
    };
    let Some(tail) = bytes.get(1..=more) else {
        return Ok(None);
    };
    let length = tail.iter().fold(usize::from(head), |sum, &byte| {
        (sum << 8) | usize::from(byte)
    });
    Ok(Some((length, more + 1)))
}

/// Appends one word. What does not fit a length prefix (4 GiB) is cut off.
pub fn put_word(out: &mut Vec<u8>, word: &[u8]) {
    let length = u32::try_from(word.len()).unwrap_or(u32::MAX);
    let [a, b, c, d] = length.to_be_bytes();
    match length {
        0..0x80 => out.push(d),
        0x80..0x4000 => out.extend([c | 0x80, d]),
        0x4000..0x20_0000 => out.extend([b | 0xC0, c, d]),
        0x20_0000..0x1000_0000 => out.extend([a | 0xE0, b, c, d]),
        _ => out.extend([0xF0, a, b, c, d]),
    }
    out.extend(word.iter().take(length as usize));
}

/// Appends the empty word that ends a sentence.
pub fn put_end(out: &mut Vec<u8>) {
    out.push(0);
}

/// One sentence as bytes. Empty words cannot be part of a sentence and are left out.
pub fn encode<W: AsRef<[u8]>>(words: &[W]) -> Vec<u8> {
    let mut out = Vec::new();
    for word in words
        .iter()
        .map(AsRef::as_ref)
        .filter(|word| !word.is_empty())
    {
        put_word(&mut out, word);
    }
    put_end(&mut out);
    out
}
