//! Feeds any bytes to the body `pgen`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tallele_fuzz::pgen(data));
