//! Any bytes of a client, in any pieces, are the same sentences for the simulator, within its limits; and they encode back.

use simulator::wire::frame::{Decoder, FrameError, Limits, Sentence, encode};

use super::pieces::cut;

/// Small enough that a fuzzer reaches them.
const LIMITS: Limits = Limits {
    words: 12,
    bytes: 300,
};

fn read<'d>(pieces: impl Iterator<Item = &'d [u8]>) -> (Vec<Sentence>, Option<FrameError>) {
    let mut decoder = Decoder::new();
    let mut sentences = Vec::new();
    for piece in pieces {
        decoder.push(piece);
        loop {
            match decoder.next(LIMITS) {
                Ok(Some(sentence)) => {
                    assert!(!sentence.is_empty() && sentence.len() <= LIMITS.words);
                    assert!(sentence.iter().map(Vec::len).sum::<usize>() <= LIMITS.bytes);
                    sentences.push(sentence);
                }
                Ok(None) => break,
                Err(error) => return (sentences, Some(error)),
            }
        }
    }
    (sentences, None)
}

/// See the head of this file.
pub fn check(data: &[u8]) {
    let Some((pieces, stream)) = cut(data) else {
        return;
    };
    let in_pieces = read(pieces);
    let whole = read(std::iter::once(stream));
    assert_eq!(in_pieces, whole, "pieces make a difference");
    let bytes: Vec<u8> = whole.0.iter().flat_map(|words| encode(words)).collect();
    assert_eq!(read(std::iter::once(&bytes[..])), (whole.0, None));
}
