#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| hotspotd_fuzz::neighbour::check(data));
