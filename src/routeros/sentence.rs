//! Bytes to sentences.

use mikrotik_rs::proto::codec::{Decode, RawSentence, decode_length, decode_sentence};

use super::limits::Limits;

/// What a reply sentence says, by its first word (RouterOS facts: API, section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// `!re`: one record.
    Row,
    /// `!done`: the command has ended, also after a trap.
    Done,
    /// `!trap`: the command was refused; `!done` follows.
    Trap,
    /// `!fatal`: the connection ends.
    Fatal,
    /// `!empty`: a print found nothing (7.18 and later); `!done` follows.
    Empty,
    /// A word this program does not know.
    Other,
}

/// Why the bytes are not sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// Not the RouterOS API at all.
    #[error("what arrived is not the RouterOS API")]
    Garbage,
    /// A TLS record where a sentence should be.
    #[error("what arrived is TLS, not the plain RouterOS API")]
    Tls,
    /// A sentence that is longer than any a router sends.
    #[error("a sentence came that does not end")]
    EndlessSentence,
}

/// One reply sentence, still in the buffer it was read into.
pub struct Sentence<'a> {
    words: RawSentence<'a>,
}

impl<'a> Sentence<'a> {
    /// What it says.
    pub fn verb(&self) -> Verb {
        match self.words.words().next() {
            Some(b"!re") => Verb::Row,
            Some(b"!done") => Verb::Done,
            Some(b"!trap") => Verb::Trap,
            Some(b"!fatal") => Verb::Fatal,
            Some(b"!empty") => Verb::Empty,
            _ => Verb::Other,
        }
    }

    /// The tag, wherever it stands in the sentence. Our tags are numbers; any other is nobody's.
    pub fn tag(&self) -> Option<u64> {
        let word = self.rest().find_map(|word| word.strip_prefix(b".tag="))?;
        std::str::from_utf8(word).ok()?.parse().ok()
    }

    /// The `=name=value` words, cut at the second `=`. A word without a second `=` has an empty value.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        self.rest().filter_map(|word| {
            let word = word.strip_prefix(b"=")?;
            let cut = word.iter().position(|byte| *byte == b'=');
            Some(match cut.and_then(|at| word.split_at_checked(at)) {
                Some((name, value)) => (name, value.strip_prefix(b"=").unwrap_or(value)),
                None => (word, &[][..]),
            })
        })
    }

    /// The value of one attribute as text.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.attributes()
            .find(|(have, _)| *have == name.as_bytes())
            .map(|(_, value)| String::from_utf8_lossy(value).into_owned())
    }

    /// The reason of a `!trap` (`=message=`) or a `!fatal` (a bare word).
    pub fn message(&self) -> String {
        let bare = || {
            self.rest()
                .find(|word| !word.starts_with(b"=") && !word.starts_with(b"."))
                .map(|word| String::from_utf8_lossy(word).into_owned())
        };
        self.attribute("message").or_else(bare).unwrap_or_default()
    }

    fn rest(&self) -> impl Iterator<Item = &'a [u8]> + '_ {
        self.words.words().skip(1)
    }
}

/// Bytes that arrived and are not yet used up.
///
/// Every byte is looked at once, also when a sentence comes in pieces, and no more than one sentence of the permitted size is
/// ever held: a router (or whatever listens on its port) cannot fill the memory.
pub struct Inbox {
    data: Vec<u8>,
    /// Where the sentence begins that is being received.
    start: usize,
    /// Where its first word begins that is not known to be whole.
    scanned: usize,
    /// Its whole words.
    words: usize,
    max_bytes: usize,
    max_words: usize,
}

impl Inbox {
    /// An empty inbox that takes sentences up to the sizes in `limits`.
    pub fn new(limits: &Limits) -> Inbox {
        Inbox {
            data: Vec::new(),
            start: 0,
            scanned: 0,
            words: 0,
            max_bytes: limits.sentence_bytes,
            max_words: limits.sentence_words,
        }
    }

    /// Appends what was read.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.start > 0 {
            self.data.drain(..self.start);
            self.scanned -= self.start;
            self.start = 0;
            // One large sentence must not hold its memory for the rest of the connection.
            self.data.shrink_to(1 << 16);
        }
        self.data.extend_from_slice(bytes);
    }

    /// Whether a part of a sentence is waiting for the rest.
    pub fn is_midway(&self) -> bool {
        self.data.len() > self.start
    }

    /// Takes out the next whole sentence. Empty sentences are passed over, as RouterOS does.
    ///
    /// # Errors
    /// The bytes are no sentences, or one that never ends. The inbox is of no use afterwards.
    pub fn next_sentence(&mut self) -> Result<Option<Sentence<'_>>, WireError> {
        let (start, end) = loop {
            let Some(end) = self.find_end()? else {
                return Ok(None);
            };
            let (start, words) = (self.start, self.words);
            self.start = end;
            self.scanned = end;
            self.words = 0;
            if words > 0 {
                break (start, end);
            }
        };
        let bytes = self.data.get(start..end).unwrap_or_default();
        match decode_sentence(bytes) {
            Ok(Decode::Complete { value, .. }) => Ok(Some(Sentence { words: value })),
            Ok(Decode::Incomplete { .. }) | Err(_) => Err(WireError::Garbage),
        }
    }

    /// Goes on looking for the end of the current sentence, from the word where the last look stopped.
    fn find_end(&mut self) -> Result<Option<usize>, WireError> {
        loop {
            let rest = self.data.get(self.scanned..).unwrap_or_default();
            let (length, prefix) = match decode_length(rest) {
                Ok(Decode::Complete { value, .. }) => value,
                Ok(Decode::Incomplete { .. }) => return Ok(None),
                Err(_) => return Err(WireError::Garbage),
            };
            if length == 0 {
                return Ok(Some(self.scanned + prefix));
            }
            // By the length alone, so that the verdict does not depend on how the bytes were cut into reads.
            let word_end = (self.scanned + prefix).saturating_add(length as usize);
            if word_end - self.start > self.max_bytes || self.words >= self.max_words {
                return Err(WireError::EndlessSentence);
            }
            if self.words == 0
                && let Some(first) = rest.get(prefix)
                && *first != b'!'
            {
                return Err(not_a_reply(rest));
            }
            if word_end > self.data.len() {
                return Ok(None);
            }
            self.scanned = word_end;
            self.words += 1;
        }
    }
}

/// Every reply begins with `!`, so a wrong port shows at its second byte, long before a "sentence" is whole.
fn not_a_reply(bytes: &[u8]) -> WireError {
    match bytes {
        // An alert or a handshake record of any TLS version.
        [0x15 | 0x16, 0x03, ..] => WireError::Tls,
        _ => WireError::Garbage,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn inbox() -> Inbox {
        Inbox::new(&Limits::default())
    }

    /// All sentences in a stream that comes in pieces of these sizes (repeated), as printable text.
    fn read(bytes: &[u8], pieces: &[usize]) -> (Vec<String>, Option<WireError>) {
        let mut inbox = inbox();
        let mut seen = Vec::new();
        let mut sizes = pieces.iter().cycle();
        let mut rest = bytes;
        while !rest.is_empty() {
            let size = (*sizes.next().unwrap()).clamp(1, rest.len());
            let (piece, later) = rest.split_at(size);
            inbox.push(piece);
            rest = later;
            loop {
                match inbox.next_sentence() {
                    Ok(Some(sentence)) => seen.push(describe(&sentence)),
                    Ok(None) => break,
                    Err(error) => return (seen, Some(error)),
                }
            }
        }
        (seen, None)
    }

    fn describe(sentence: &Sentence<'_>) -> String {
        let attributes: Vec<_> = sentence
            .attributes()
            .map(|(name, value)| format!("{}={}", name.escape_ascii(), value.escape_ascii()))
            .collect();
        format!(
            "{:?} {:?} {attributes:?} {:?}",
            sentence.verb(),
            sentence.tag(),
            sentence.message()
        )
    }

    #[test]
    fn the_tag_stands_anywhere() {
        let (seen, error) = read(
            b"\x05!done\x06.tag=3\x08=ret=*1A\0\x05!done\x08=ret=*1B\x06.tag=4\0\0",
            &[1],
        );
        assert_eq!(error, None);
        assert_eq!(
            seen,
            [
                r#"Done Some(3) ["ret=*1A"] """#,
                r#"Done Some(4) ["ret=*1B"] """#,
            ]
        );
    }

    #[test]
    fn a_value_that_looks_like_a_tag_is_none() {
        let (seen, _) = read(b"\x03!re\x10=comment=.tag=12\x03=a=\x02=b\0", &[100]);
        assert_eq!(seen, [r#"Row None ["comment=.tag=12", "a=", "b="] """#]);
    }

    #[test]
    fn fatal_has_a_bare_word_and_trap_a_message() {
        let (seen, _) = read(b"\x06!fatal\x0dnot logged in\0", &[4]);
        assert_eq!(seen, [r#"Fatal None [] "not logged in""#]);
        let (seen, _) = read(b"\x05!trap\x0c=message=abc\0", &[4]);
        assert_eq!(seen, [r#"Trap None ["message=abc"] "abc""#]);
    }

    #[test]
    fn wrong_ports_show_at_once() {
        for (bytes, expected) in [
            (&b"SS"[..], WireError::Garbage),
            (b"HTTP/1.1 400 Bad Request\r\n", WireError::Garbage),
            (b"\xff\xfd\x01", WireError::Garbage),
            (b"\x15\x03\x01\x00\x02", WireError::Tls),
        ] {
            assert_eq!(
                read(bytes, &[1]).1,
                Some(expected),
                "{}",
                bytes.escape_ascii()
            );
        }
    }

    #[test]
    fn an_endless_sentence_is_given_up() {
        let mut words = b"\x03!re".to_vec();
        words.extend(b"\x01x".repeat(10_000));
        assert_eq!(read(&words, &[4096]).1, Some(WireError::EndlessSentence));
        // A word that says it is 256 MiB long is refused before a byte of it has come.
        let huge = b"\x03!re\xf0\x10\x00\x00\x00";
        assert_eq!(read(huge, &[1]).1, Some(WireError::EndlessSentence));
        let huge = b"\xf0\xff\xff\xff\xff!";
        assert_eq!(read(huge, &[1]).1, Some(WireError::EndlessSentence));
    }

    #[test]
    fn the_largest_sentence_passes() {
        let mut bytes = b"\x03!re".to_vec();
        let value = vec![b'v'; (4 << 20) - 16];
        mikrotik_rs::proto::codec::encode_word(&value, &mut bytes);
        bytes.push(0);
        let mut inbox = inbox();
        for piece in bytes.chunks(1000) {
            inbox.push(piece);
            if let Some(sentence) = inbox.next_sentence().unwrap() {
                assert_eq!(sentence.verb(), Verb::Row);
            }
        }
        assert!(!inbox.is_midway());
        inbox.push(b"\x05!done\0");
        assert!(inbox.next_sentence().unwrap().is_some());
        assert!(inbox.data.capacity() <= 1 << 16);
    }

    /// Streams that are mostly sentences, so that the interesting paths are reached.
    fn streams() -> impl Strategy<Value = Vec<u8>> {
        let word = prop_oneof![
            Just(b"!re".to_vec()),
            Just(b"!done".to_vec()),
            Just(b"!trap".to_vec()),
            Just(b".tag=1".to_vec()),
            Just(b"=ret=*1".to_vec()),
            proptest::collection::vec(any::<u8>(), 0..300),
        ];
        let encoded = prop_oneof![
            8 => word.prop_map(|word| {
                let mut out = Vec::new();
                mikrotik_rs::proto::codec::encode_word(&word, &mut out);
                out
            }),
            1 => proptest::collection::vec(any::<u8>(), 0..8),
        ];
        proptest::collection::vec(encoded, 0..40).prop_map(|words| words.concat())
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_pieces(bytes in proptest::collection::vec(any::<u8>(), 0..2000), pieces in proptest::collection::vec(1..50_usize, 1..5)) {
            prop_assert_eq!(read(&bytes, &pieces), read(&bytes, &[usize::MAX]));
        }

        #[test]
        fn pieces_make_no_difference(bytes in streams(), pieces in proptest::collection::vec(1..50_usize, 1..5)) {
            prop_assert_eq!(read(&bytes, &pieces), read(&bytes, &[usize::MAX]));
        }
    }
}
