//! Reads expected copies of each ALT from DS, HDS and GP.

use super::counts::Counts;
use super::fixed::corrupt;
use super::format::{Key, Parts, part};
use crate::error::Result;
use crate::formats::score_file::number::finite;

/// How far from 1 probabilities may add up to: those printed with one decimal are off by 0.05 each.
const SUM_TOLERANCE: f64 = 0.15;

/// Reads the first of `sources` that the sample has into `out`, one number for each ALT; `copies` of the hard call, where
/// it has one. Where no source gives numbers `out` stays as it is.
///
/// Errors: `record-corrupt`, without a line.
pub(super) fn read_dosages(
    sources: &[Key],
    parts: &Parts<'_>,
    copies: Option<usize>,
    out: &mut [f64],
    counts: &mut Counts,
) -> Result<()> {
    for key in sources {
        let Some(text) = part(parts, *key) else { continue };
        let is_given = match key {
            Key::Dosage => read_per_alt(text, copies, out, counts)?,
            Key::HaplotypeDosage => read_haplotypes(text, out, counts)?,
            _ => read_probabilities(text, copies, out, counts)?,
        };
        if is_given {
            return Ok(());
        }
        out.fill(f64::NAN);
    }
    Ok(())
}

fn values<'a>(text: &'a [u8], what: &'static str) -> impl Iterator<Item = Result<Option<f64>>> + 'a {
    text.split(|byte| *byte == b',').map(move |value| match value {
        b"." => Ok(None),
        _ => finite(value).map(Some).ok_or_else(|| corrupt(what)),
    })
}

/// DS: one number for each ALT.
fn read_per_alt(text: &[u8], copies: Option<usize>, out: &mut [f64], counts: &mut Counts) -> Result<bool> {
    const WHAT: &str = "the DS of a sample";
    let most = copies.map_or(2.0, |copies| copies as f64);
    let (mut given, mut is_whole, mut is_clamped) = (0, true, false);
    for value in values(text, WHAT) {
        let slot = out.get_mut(given).ok_or_else(|| corrupt(WHAT))?;
        given += 1;
        match value? {
            Some(value) => {
                *slot = value.clamp(0.0, most);
                is_clamped |= *slot != value;
            }
            None => is_whole = false,
        }
    }
    // A single `.` stands for all.
    if given != out.len() && (is_whole || given != 1) {
        return Err(corrupt(WHAT));
    }
    if is_whole {
        let sum: f64 = out.iter().sum();
        // Rounding may carry several ALTs a little over the copies there are; more is not a dosage.
        is_clamped |= sum > most + 0.01;
        if sum > most {
            out.iter_mut().for_each(|dosage| *dosage *= most / sum);
        }
        counts.clamped += u64::from(is_clamped);
    }
    Ok(is_whole)
}

/// HDS: one number for each haplotype, known for one ALT only.
fn read_haplotypes(text: &[u8], out: &mut [f64], counts: &mut Counts) -> Result<bool> {
    const WHAT: &str = "the HDS of a sample";
    let [slot] = out else {
        counts.haplotypes_of_many += 1;
        return Ok(false);
    };
    let (mut sum, mut given, mut is_whole, mut is_clamped) = (0.0, 0, true, false);
    for value in values(text, WHAT) {
        given += 1;
        match value? {
            Some(value) => {
                let within = value.clamp(0.0, 1.0);
                is_clamped |= within != value;
                sum += within;
            }
            None => is_whole = false,
        }
    }
    if given > super::COPIES_MAX {
        return Err(corrupt(WHAT));
    }
    if is_whole {
        *slot = sum;
        counts.clamped += u64::from(is_clamped);
    }
    Ok(is_whole)
}

/// GP: one probability for each genotype in the specification's order, from which each ALT's expected copies follow.
///
/// Source: VCFv4.4, 1.6.2, Genotype Ordering: `jk` of two copies stands at k(k+1)/2 + j, j ≤ k.
fn read_probabilities(text: &[u8], copies: Option<usize>, out: &mut [f64], counts: &mut Counts) -> Result<bool> {
    const WHAT: &str = "the GP of a sample";
    let alleles = out.len() + 1;
    let given = 1 + memchr::memchr_iter(b',', text).count();
    let copies = match (given, copies) {
        (1, _) if text == b"." => return Ok(false),
        (_, None | Some(2)) if given == alleles * (alleles + 1) / 2 => 2,
        (_, None | Some(1)) if given == alleles => 1,
        // A haploid call beside probabilities of two copies, or the other way round: what the probabilities say.
        _ if given == alleles * (alleles + 1) / 2 => 2,
        _ if given == alleles => 1,
        _ if alleles == 2 && given <= super::COPIES_MAX + 1 => given - 1,
        _ => return Err(corrupt(WHAT)),
    };
    out.fill(0.0);
    let mut add = |allele: usize, expected: f64| {
        if let Some(dosage) = allele.checked_sub(1).and_then(|alt| out.get_mut(alt)) {
            *dosage += expected;
        }
    };
    let (mut sum, mut is_whole, mut is_odd) = (0.0, true, false);
    let (mut low, mut high) = (0_usize, 0_usize);
    for (index, value) in values(text, WHAT).enumerate() {
        let Some(value) = value? else {
            is_whole = false;
            continue;
        };
        is_odd |= !(0.0..=1.0 + SUM_TOLERANCE).contains(&value);
        sum += value;
        if copies == 2 {
            add(low, value);
            add(high, value);
            (low, high) = if low == high { (0, high + 1) } else { (low + 1, high) };
        } else if copies == 1 {
            add(index, value);
        } else {
            add(1, value * index as f64);
        }
    }
    is_odd |= (sum - 1.0).abs() > SUM_TOLERANCE;
    counts.odd_probabilities += u64::from(is_whole && is_odd);
    if !is_whole || is_odd {
        return Ok(false);
    }
    out.iter_mut().for_each(|dosage| *dosage /= sum);
    Ok(true)
}
