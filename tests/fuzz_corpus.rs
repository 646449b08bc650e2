//! The kept corpus of the fuzz targets, tried again: what a fuzzer once found stays found without one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use std::path::Path;

fn all_hold(target: &str, check: fn(&[u8])) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let mut tried = 0;
    for file in std::fs::read_dir(corpus).expect("a corpus") {
        check(&std::fs::read(file.expect("a file").path()).expect("bytes"));
        tried += 1;
    }
    assert!(tried > 0);
}

#[test]
fn sentences() {
    all_hold("sentence", fuzz::sentence::check);
}

#[test]
fn texts() {
    all_hold("rsc_parse", fuzz::rsc_parse::check);
}

#[test]
fn neighbours() {
    all_hold("neighbour", fuzz::neighbour::check);
}

#[test]
fn frames() {
    all_hold("simulator_frame", fuzz::simulator_frame::check);
}
