//! Feeds any bytes to the body `genotypes`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tallele_fuzz::genotypes(data));
