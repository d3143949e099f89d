//! Names every limit on untrusted input in this room, each with its reason.
//!
//! Texts are streamed, so no limit here is about holding a file: they bound time, and the few allocations that a file's own numbers size.

/// Longest line in bytes, its end mark left out.
///
/// A line of a genotype file is under 100 bytes and of a scoring file under 1,000. The longest honest ones are rows that list
/// long insertions, and the header of a table with thousands of samples; 1 MiB leaves room for both.
pub const LINE_BYTES_MAX: usize = 1 << 20;

/// Longest line of a VCF file in bytes, its end mark left out.
///
/// A line holds one field for every sample: 500,000 samples with hard calls take 2 MB, with two dosages, three probabilities
/// and depths some 60 bytes each, 30 MB. 64 MiB is twice that, and what one line may cost in memory.
pub const VCF_LINE_BYTES_MAX: usize = 64 << 20;

/// Most bytes that one compressed text may unpack to.
///
/// The largest scoring files hold some ten million rows, about 1.5 GB of text; consumer genotype files stay under 60 MB.
/// 4 GiB is over twice the largest, and ends within half a minute at the speed of inflating in a browser.
pub const UNPACKED_BYTES_MAX: u64 = 4 << 30;

/// Unpacked bytes that are free of [`UNPACK_RATIO_MAX`]: a bomb this small harms nobody.
pub const UNPACK_RATIO_FREE_BYTES: u64 = 16 << 20;

/// Most unpacked bytes for each stored byte, beyond the free ones.
///
/// Deflate reaches 1,032 at most (RFC 1951: 258 bytes from two bits), which only a bomb does. Genotype text reaches 3 to 6,
/// a scoring file with constant columns under 40.
pub const UNPACK_RATIO_MAX: u64 = 200;

/// Largest window that a Zstandard frame may ask for: what `zstd --long` and level 22 use, and other readers accept unasked.
pub const ZSTD_WINDOW_BYTES_MAX: u64 = 128 << 20;

/// Most wrappings around one text: gzip in gzip happens by accident, more does not.
pub const WRAPPINGS_MAX: usize = 3;

/// Most members in a zip's directory. This is what the format's first version can count (APPNOTE.TXT 4.4.22); downloads hold under 50.
pub const ZIP_MEMBERS_MAX: u64 = 65_535;

/// Most bytes read to find and list a zip's directory; 65,535 members with names of 200 bytes need 16 MB.
pub const ZIP_DIRECTORY_BYTES_MAX: u64 = 32 << 20;

/// Most members of one zip that are looked into, largest first. The file wanted is among the largest: the others are notes and pictures.
pub const ZIP_CANDIDATES_MAX: usize = 64;
