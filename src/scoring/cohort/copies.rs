//! Counts copies of an allele as they count in a sample.

use super::CohortCounts;
use crate::genome::{Calls, Chromosome, Ploidy, Record, Site};
use crate::scoring::adding::Bearer;

/// The last place a record speaks of.
pub(super) fn last_of(record: &Record) -> Site {
    match record.site.chromosome() {
        Some(chromosome) if record.is_reference_block => Site::new(chromosome, record.end.max(record.site.position())),
        _ => record.site,
    }
}

/// Copies of an allele as they count in this sample; `None` for no-calls.
pub(super) fn counted_copies(
    record: &Record,
    calls: &Calls,
    sample: usize,
    allele: u8,
    bearer: Bearer,
    counts: &mut CohortCounts,
) -> Option<f64> {
    let alts = record.alleles().saturating_sub(1);
    let copies = calls.expected_copies(sample, allele, alts)?;
    let of_any = calls.copies(sample);
    // A sample without a dosage counts by its call, also where others have one.
    let has_dosage = calls.dosages.get(sample * alts).is_some_and(|dosage| !dosage.is_nan());
    let is_single = Ploidy::of(record.site, bearer.sex, bearer.build) == Ploidy::Haploid;
    let is_mixed = |of: &[u8]| matches!(of, [one, other, ..] if one != other);
    if is_single && of_any == 2 && !has_dosage && is_mixed(calls.of(sample)) {
        counts.haploid_heterozygous += 1;
        return None;
    }
    Some(as_counted(copies, of_any, record.site, bearer))
}

/// Copies of `of_any` as they count: where the bearer has one copy of a place, one copy written twice is one, and a male's one
/// X allele counts once or twice.
pub(super) fn as_counted(copies: f64, of_any: u8, site: Site, bearer: Bearer) -> f64 {
    let is_x = site.chromosome() == Some(Chromosome::X);
    // One allele on X outside the pseudo-autosomal regions is a male's, whatever else is known of the sex.
    let is_haploid_x = is_x && of_any == 1 && !bearer.build.is_pseudo_autosomal_x(site.position());
    if Ploidy::of(site, bearer.sex, bearer.build) == Ploidy::Diploid && !is_haploid_x {
        return copies;
    }
    let single = if of_any == 2 { copies / 2.0 } else { copies };
    if is_x { single * f64::from(bearer.male_x) } else { single }
}
