//! Feeds any bytes to the body `bgen`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tallele_fuzz::bgen(data));
