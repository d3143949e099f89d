//! Feeds any bytes to the body `parts`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tallele_fuzz::parts(data));
