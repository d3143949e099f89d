//! The reference pack: an ancestry panel as one compact file, with its provenance and a hash inside.
//!
//! # Layout, version 1
//! All numbers are little-endian; a *varint* has seven bits a byte, lowest first, the eighth says that more follow.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `TALPANEL` |
//! | 2 | version of the format, 1 |
//! | 4 | length of the header |
//! | … | the header: JSON, [`header::Header`], with provenance, numbers of everything, and steps |
//! | … | the columns below, without gaps |
//! | 32 | SHA-256 of all bytes before it |
//!
//! | column | what |
//! |---|---|
//! | chromosomes | for each of 1–22 a varint: how many of the sites lie on it |
//! | GRCh37 | for each site a varint: bases from the site before on the same chromosome, or from 0 |
//! | GRCh38 | for each site a zigzag varint: by how much the distance between the builds has changed since the site before |
//! | rsIDs | for each site a varint |
//! | alleles | for each site a byte: 4 × REF + ALT, of A C G T |
//! | frequencies | of all people, then of each group: low bytes of all sites, then high bytes; units of 2⁻¹⁴ |
//! | loadings | for each component, for each site a signed byte, in the component's step |
//! | people | for each person a byte: the population |
//! | coordinates | for each component: low bytes of all people, then high bytes, signed, in the component's step |
//!
//! Steps are powers of two, so that what is read and written again gives the same bytes. A loading is rounded to 1/127 of the
//! largest at worst to 1/64; over thousands of sites that moves a coordinate by some hundredths, where its standard error is
//! about 1. Columns of one kind of byte pack well with brotli, which a web server does; the file itself is not compressed.

mod header;
mod read;
mod varint;
mod write;

pub use read::{PACK_BYTES_MAX, read_panel, read_panel_bytes};
pub use write::write_panel;

/// What a pack begins with.
const MAGIC: &[u8; 8] = b"TALPANEL";
/// The version of the format that is read and written.
const VERSION: u16 = 1;
/// Frequencies are kept in this unit.
const FREQUENCY_STEP: f64 = 1.0 / 16384.0;
/// Bytes of the hash.
const HASH_BYTES: usize = 32;

#[cfg(test)]
mod tests;
