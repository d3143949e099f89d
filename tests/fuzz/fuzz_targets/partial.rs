//! Feeds any bytes to the body `partial`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tallele_fuzz::partial(data));
