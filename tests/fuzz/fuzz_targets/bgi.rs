//! Feeds any bytes to the body `bgi`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tallele_fuzz::bgi(data));
