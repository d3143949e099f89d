//! Feeds any bytes to the body `bgzf`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tallele_fuzz::bgzf(data));
