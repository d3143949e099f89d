//! Feeds any bytes to the body `scores`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tallele_fuzz::scores(data));
