//! Feeds any bytes to the body `open`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tallele_fuzz::open(data));
