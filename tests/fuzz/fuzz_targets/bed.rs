//! Feeds any bytes to the body `bed`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tallele_fuzz::bed(data));
