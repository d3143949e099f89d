//! Turns stored files into text: sources, compression, and blocks of whole lines, within named limits on untrusted input.
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation
)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        clippy::type_complexity
    )
)]

pub mod bgzf;
pub mod digest;
pub mod gzip;
mod inflate;
pub mod limits;
pub mod lines;
pub mod marks;
pub mod open;
pub mod prepare;
pub mod sniff;
pub mod source;
pub mod stream;
pub mod zip;
pub mod zstd;

pub use bgzf::{BgzfStream, Virtual};
pub use digest::{Digest, HashingSource};
pub use gzip::GzipStream;
pub use lines::{Block, LineReader, trim_line};
pub use open::{Candidate, Candidates, Opened, Wrapping, open_candidates, open_text};
pub use prepare::{Prepare, Prepared, SharedPrepare};
pub use source::{MemorySource, SharedSource, Source};
pub use stream::{ByteStream, PlainStream};
pub use zstd::ZstdStream;
