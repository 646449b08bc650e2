//! Any bytes of a router, in any pieces, are the same sentences, or the same refusal; and what is kept is bounded.

use hotspotd::routeros::{Inbox, Limits, WireError};

use super::pieces::cut;

/// Small enough that a fuzzer reaches them.
fn limits() -> Limits {
    Limits {
        sentence_bytes: 300,
        sentence_words: 12,
        ..Limits::default()
    }
}

/// What a reader makes of the sentences, and why it stopped.
fn read<'d>(pieces: impl Iterator<Item = &'d [u8]>) -> (Vec<String>, Option<WireError>) {
    let mut inbox = Inbox::new(&limits());
    let mut told = Vec::new();
    for piece in pieces {
        inbox.push(piece);
        loop {
            match inbox.next_sentence() {
                Ok(Some(sentence)) => {
                    let attributes: Vec<_> = sentence.attributes().collect();
                    let size: usize = attributes.iter().map(|(n, v)| n.len() + v.len()).sum();
                    assert!(size <= limits().sentence_bytes, "a sentence over the limit");
                    assert!(attributes.len() < limits().sentence_words);
                    told.push(format!(
                        "{:?} {:?} {attributes:?} {:?} {:?}",
                        sentence.verb(),
                        sentence.tag(),
                        sentence.attribute("ret"),
                        sentence.message()
                    ));
                }
                Ok(None) => break,
                Err(error) => return (told, Some(error)),
            }
        }
    }
    (told, None)
}

/// See the head of this file.
pub fn check(data: &[u8]) {
    let Some((pieces, stream)) = cut(data) else {
        return;
    };
    let in_pieces = read(pieces);
    let whole = read(std::iter::once(stream));
    assert_eq!(in_pieces, whole, "pieces make a difference");
}
