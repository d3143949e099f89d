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
    let copies = calls.expected_copies(sample, allele, record.alleles().saturating_sub(1))?;
    let hard = calls.hard_copies(sample, allele);
    let of_any = calls.copies(sample);
    let has_dosage = !calls.dosages.is_empty();
    let is_single = Ploidy::of(record.site, bearer.sex, bearer.build) == Ploidy::Haploid;
    if is_single && of_any == 2 && !has_dosage && hard.is_some_and(|(of_it, _)| of_it == 1) {
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
