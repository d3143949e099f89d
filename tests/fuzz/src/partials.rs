//! The body that takes any bytes as the text of a partial: its gzip is made around them, as no damage comes past its checksum.

use super::{stored, tell};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use tallele::session::merge_partials;

/// A report of finite numbers, or an error that says what is wrong.
pub fn partial(text: &[u8]) {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text).expect("memory takes it");
    let source = stored(&packed.finish().expect("memory takes it"));
    match merge_partials(&[source], &[]).and_then(|session| session.report_json()) {
        Ok(report) => assert!(report.ends_with(b"}\n")),
        Err(error) => drop(tell(&error)),
    }
}
