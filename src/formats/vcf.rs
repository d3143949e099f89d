//! Reads VCF text, gVCF included: places and alleles record by record, and samples' calls only where somebody asks.
//!
//! Source: The Variant Call Format specification, VCFv4.3 to VCFv4.5 (samtools/hts-specs, 2024); earlier 4.x differ in ways
//! that are read alike.

pub(super) mod build_evidence;
mod calls;
mod column;
mod counts;
mod dosage;
mod fixed;
mod format;
pub(super) mod header;
mod known_start;
mod lines;
mod plain;
#[cfg(test)]
mod plain_tests;
mod reader;
#[cfg(test)]
mod tests;

pub use header::looks_like_vcf;
pub use reader::VcfReader;

/// Most copies of a place that one call may list. Polyploid calls of pooled or plant data reach 16; a call with more is
/// damage, and would size the calls of every other sample.
pub const COPIES_MAX: usize = 32;
