//! Feeds any bytes to the body `gzip`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tallele_fuzz::gzip(data));
