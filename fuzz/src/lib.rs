//! What must hold for any bytes. Each function panics where it does not.
//!
//! The fuzz targets call these with bytes made by libFuzzer; `tests/fuzz_corpus.rs` of the project calls them with the
//! kept corpus, so that what was once found is tried again by every `cargo test`.

pub mod neighbour;
pub mod pieces;
pub mod rsc_parse;
pub mod sentence;
pub mod simulator_frame;
