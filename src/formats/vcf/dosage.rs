//! Reads a sample's dosages from its text.

use super::fixed::corrupt;
use super::format::{Key, Parts, part};
use crate::error::Result;
use crate::formats::dosage::{Counts, Source};
use crate::formats::score_file::number::finite;

/// Reads the first of `sources` that the sample has into `out`, one number for each ALT; `copies` of the hard call, where
/// it has one. Where no source gives numbers `out` stays without. Answers with the copies that the source itself shows.
///
/// Errors: `record-corrupt`, without a line.
pub(super) fn read_dosages(
    sources: &[Key],
    parts: &Parts<'_>,
    copies: Option<usize>,
    out: &mut [f64],
    counts: &mut Counts,
    values: &mut Vec<Option<f64>>,
) -> Result<Option<usize>> {
    for key in sources {
        let Some(text) = part(parts, *key) else { continue };
        let source = match key {
            Key::Dosage => Source::PerAlt,
            Key::HaplotypeDosage => Source::Haplotypes,
            _ => Source::Probabilities,
        };
        values.clear();
        for value in text.split(|byte| *byte == b',') {
            values.push(match value {
                b"." => None,
                _ => Some(finite(value).ok_or_else(|| corrupt(source.what()))?),
            });
        }
        if let Some(shown) = source.read(values, copies, out, counts).map_err(corrupt)? {
            return Ok(shown);
        }
        out.fill(f64::NAN);
    }
    Ok(None)
}
