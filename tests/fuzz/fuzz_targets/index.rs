//! Feeds any bytes to the body `index`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tallele_fuzz::index(data));
