//! Reads expected copies of each ALT from the numbers of DS, HDS and GP, the same for VCF text and BCF.

use super::vcf::COPIES_MAX;

/// How far from 1 probabilities may add up to: those printed with one decimal are off by 0.05 each.
const SUM_TOLERANCE: f64 = 0.15;

/// A field that dosages are taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// DS: one number for each ALT.
    PerAlt,
    /// HDS: one number for each haplotype, known for one ALT only.
    Haplotypes,
    /// GP: one probability for each genotype.
    Probabilities,
}

/// What was bent or could not be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub clamped: u64,
    pub odd_probabilities: u64,
    pub haplotypes_of_many: u64,
}

/// What a sample's numbers gave: nothing, or dosages and the copies that the numbers themselves show.
pub(super) type Given = Option<Option<usize>>;

impl Source {
    /// Reads a sample's numbers, `None` among them where one is missing, into `out`, one for each ALT; `copies` of the hard
    /// call, where it has one. Where nothing is given `out` is of no use.
    ///
    /// Errors: what is wrong with the field.
    pub fn read(
        self,
        values: &[Option<f64>],
        copies: Option<usize>,
        out: &mut [f64],
        counts: &mut Counts,
    ) -> Result<Given, &'static str> {
        match self {
            Self::PerAlt => Ok(read_per_alt(values, copies, out, counts)?.then_some(None)),
            Self::Haplotypes => Ok(read_haplotypes(values, out, counts)?.map(Some)),
            Self::Probabilities => Ok(read_probabilities(values, copies, out, counts)?.map(Some)),
        }
    }

    /// The field, as an error names it.
    pub fn what(self) -> &'static str {
        match self {
            Self::PerAlt => "the DS of a sample",
            Self::Haplotypes => "the HDS of a sample",
            Self::Probabilities => "the GP of a sample",
        }
    }
}

fn read_per_alt(
    values: &[Option<f64>],
    copies: Option<usize>,
    out: &mut [f64],
    counts: &mut Counts,
) -> Result<bool, &'static str> {
    let is_whole = values.iter().all(Option::is_some);
    // A single missing one stands for all.
    if values.len() != out.len() && (is_whole || values.len() != 1) {
        return Err(Source::PerAlt.what());
    }
    if !is_whole {
        return Ok(false);
    }
    let most = copies.map_or(2.0, |copies| copies as f64);
    let mut is_clamped = false;
    for (slot, value) in out.iter_mut().zip(values.iter().flatten()) {
        *slot = value.clamp(0.0, most);
        is_clamped |= *slot != *value;
    }
    let sum: f64 = out.iter().sum();
    // Rounding may carry several ALTs a little over the copies there are; more is not a dosage.
    is_clamped |= sum > most + 0.01;
    if sum > most {
        out.iter_mut().for_each(|dosage| *dosage *= most / sum);
    }
    counts.clamped += u64::from(is_clamped);
    Ok(true)
}

fn read_haplotypes(
    values: &[Option<f64>],
    out: &mut [f64],
    counts: &mut Counts,
) -> Result<Option<usize>, &'static str> {
    if values.is_empty() || !values.iter().all(Option::is_some) {
        return Ok(None);
    }
    let [slot] = out else {
        counts.haplotypes_of_many += 1;
        return Ok(None);
    };
    if values.len() > COPIES_MAX {
        return Err(Source::Haplotypes.what());
    }
    let mut is_clamped = false;
    *slot = 0.0;
    for value in values.iter().flatten() {
        let within = value.clamp(0.0, 1.0);
        is_clamped |= within != *value;
        *slot += within;
    }
    counts.clamped += u64::from(is_clamped);
    Ok(Some(values.len()))
}

/// The probabilities stand in the specification's order, and each ALT's expected copies follow from them.
///
/// Source: VCFv4.4, 1.6.2, Genotype Ordering: `jk` of two copies stands at k(k+1)/2 + j, j ≤ k.
fn read_probabilities(
    values: &[Option<f64>],
    copies: Option<usize>,
    out: &mut [f64],
    counts: &mut Counts,
) -> Result<Option<usize>, &'static str> {
    let alleles = out.len() + 1;
    let given = values.len();
    let copies = match (given, copies) {
        (1, _) if values.first() == Some(&None) => return Ok(None),
        (_, None | Some(2)) if given == alleles * (alleles + 1) / 2 => 2,
        (_, None | Some(1)) if given == alleles => 1,
        // A haploid call beside probabilities of two copies, or the other way round: what the probabilities say.
        _ if given == alleles * (alleles + 1) / 2 => 2,
        _ if given == alleles => 1,
        _ if alleles == 2 && (1..=COPIES_MAX + 1).contains(&given) => given - 1,
        _ => return Err(Source::Probabilities.what()),
    };
    out.fill(0.0);
    let mut add = |allele: usize, expected: f64| {
        if let Some(dosage) = allele.checked_sub(1).and_then(|alt| out.get_mut(alt)) {
            *dosage += expected;
        }
    };
    let (mut sum, mut is_whole, mut is_odd) = (0.0, true, false);
    let (mut low, mut high) = (0_usize, 0_usize);
    for (index, value) in values.iter().enumerate() {
        let Some(value) = *value else {
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
        return Ok(None);
    }
    out.iter_mut().for_each(|dosage| *dosage /= sum);
    Ok(Some(copies))
}
