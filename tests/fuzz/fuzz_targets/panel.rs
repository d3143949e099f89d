//! Feeds any bytes to the body `panel`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tallele_fuzz::panel(data));
