//! Feeds any bytes to the body `lines`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tallele_fuzz::lines(data));
