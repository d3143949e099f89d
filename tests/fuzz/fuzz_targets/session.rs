//! Feeds any bytes to the body `session`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tallele_fuzz::session(data));
