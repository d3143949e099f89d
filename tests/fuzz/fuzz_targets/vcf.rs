//! Feeds any bytes to the body `vcf`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tallele_fuzz::vcf(data));
