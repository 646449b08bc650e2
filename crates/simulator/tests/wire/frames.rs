//! Section 1: frames.

use proptest::prelude::*;
use simulator::wire::frame::{
    AFTER_LOGIN, BEFORE_LOGIN, Decoder, FrameError, Limits, encode, put_word,
};

use crate::raw::{Raw, simulator};

const WIDE: Limits = Limits {
    words: 1_000_000,
    bytes: 1 << 30,
};

#[test]
fn length_prefixes_are_those_of_the_manual() {
    let table: [(usize, &[u8]); 8] = [
        (0x01, &[0x01]),
        (0x7F, &[0x7F]),
        (0x80, &[0x80, 0x80]),
        (0x3FFF, &[0xBF, 0xFF]),
        (0x4000, &[0xC0, 0x40, 0x00]),
        (0x1F_FFFF, &[0xDF, 0xFF, 0xFF]),
        (0x20_0000, &[0xE0, 0x20, 0x00, 0x00]),
        (0x1000_0000, &[0xF0, 0x10, 0x00, 0x00, 0x00]),
    ];
    for (length, prefix) in table {
        let word = vec![b'x'; length];
        let mut bytes = Vec::new();
        put_word(&mut bytes, &word);
        assert_eq!(&bytes[..prefix.len()], prefix, "{length:#x}");
        assert_eq!(bytes.len(), prefix.len() + length);
        bytes.push(0);
        let mut decoder = Decoder::new();
        decoder.push(&bytes);
        assert_eq!(decoder.next(WIDE), Ok(Some(vec![word])), "{length:#x}");
    }
}

#[test]
fn reserved_prefixes_are_given_up_on() {
    for first in 0xF8..=0xFF {
        let mut decoder = Decoder::new();
        decoder.push(&[first]);
        assert_eq!(decoder.next(AFTER_LOGIN), Err(FrameError::Reserved(first)));
    }
}

#[test]
fn what_is_too_long_is_refused_before_it_arrives() {
    let mut decoder = Decoder::new();
    decoder.push(&[0x90, 0x01]);
    assert_eq!(decoder.next(BEFORE_LOGIN), Err(FrameError::TooLong(4096)));
    let mut decoder = Decoder::new();
    decoder.push(&[0xE0, 0x40, 0x00, 0x01]);
    assert_eq!(decoder.next(AFTER_LOGIN), Err(FrameError::TooLong(4 << 20)));
    let mut decoder = Decoder::new();
    decoder.push(&b"\x01x".repeat(17));
    assert_eq!(
        decoder.next(BEFORE_LOGIN),
        Err(FrameError::TooManyWords(16))
    );
}

proptest! {
    #[test]
    fn sentences_survive_any_cutting(
        sentences in prop::collection::vec(
            prop::collection::vec(prop::collection::vec(any::<u8>(), 1..300), 1..8), 1..8),
        piece in 1usize..64,
    ) {
        let bytes: Vec<u8> = sentences.iter().flat_map(|words| encode(words)).collect();
        let mut decoder = Decoder::new();
        let mut read = Vec::new();
        for piece in bytes.chunks(piece) {
            decoder.push(piece);
            while let Some(sentence) = decoder.next(WIDE).unwrap() {
                read.push(sentence);
            }
        }
        prop_assert_eq!(read, sentences);
    }

    #[test]
    fn no_bytes_bring_it_down(bytes in prop::collection::vec(any::<u8>(), 0..2000), piece in 1usize..64) {
        let mut decoder = Decoder::new();
        for piece in bytes.chunks(piece) {
            decoder.push(piece);
            loop {
                match decoder.next(BEFORE_LOGIN) {
                    Ok(Some(words)) => {
                        prop_assert!(!words.is_empty() && words.len() <= BEFORE_LOGIN.words);
                        prop_assert!(words.iter().map(Vec::len).sum::<usize>() <= BEFORE_LOGIN.bytes);
                    }
                    Ok(None) => break,
                    Err(_) => return Ok(()),
                }
            }
        }
    }
}

#[tokio::test]
async fn empty_sentences_are_ignored() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    raw.bytes(&[0, 0, 0]).await;
    raw.says(&["/quit"], &[&["!fatal", "session terminated on request"]])
        .await;
}

#[tokio::test]
async fn one_byte_at_a_time_is_enough() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::connect(&simulator).await;
    for byte in encode(&["/login", "=name=admin", "=password="]) {
        raw.bytes(&[byte]).await;
    }
    raw.hears(&[&["!done"]]).await;
}

#[tokio::test]
async fn a_reserved_prefix_closes() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    raw.bytes(&[0xF8]).await;
    raw.is_closed().await;
}

#[tokio::test]
async fn before_login_a_long_sentence_closes_and_after_it_does_not() {
    let simulator = simulator("7.21.5").await;
    let comment = format!("=comment={}", "x".repeat(5000));
    let mut raw = Raw::connect(&simulator).await;
    raw.send(&["/login", &comment]).await;
    raw.is_closed().await;
    let mut raw = Raw::log_in(&simulator).await;
    let add = [
        "/ip/pool/add",
        "=name=a",
        "=ranges=10.0.0.2-10.0.0.9",
        &comment,
    ];
    assert_eq!(raw.ask(&add).await[0][0], "!done");
}

#[tokio::test]
async fn values_hold_equal_signs_line_ends_and_any_byte() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    let mut add = encode(&["/ip/pool/add", "=ranges=10.0.0.2-10.0.0.9", "=name=a"]);
    add.pop();
    put_word(&mut add, b"=comment=a=b\r\n\"\\$ \xE9");
    add.push(0);
    raw.bytes(&add).await;
    assert_eq!(raw.sentence().await.unwrap()[0], "!done");
    let print = ["/ip/pool/print", "=.proplist=comment", "?name=a"];
    assert_eq!(raw.one(&print).await, ["=comment=a=b\r\n\"\\$ \u{E9}"]);
}
