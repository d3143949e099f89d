//! Feeds any bytes to the body `zstd`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tallele_fuzz::zstd(data));
