#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| hotspotd_fuzz::sentence::check(data));
