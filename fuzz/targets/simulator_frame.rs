#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| hotspotd_fuzz::simulator_frame::check(data));
