//! Feeds any bytes to the body `zip`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tallele_fuzz::zip(data));
