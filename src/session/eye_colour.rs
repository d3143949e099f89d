//! Reads the six sites that eye colour is predicted from, beside those that people are placed by.

use super::sites::CallsOf;
use crate::calibration::eye_colour::{self, SITES};
use crate::genome::{Chromosome, RsId, Site};
use crate::report::Appearance;
use crate::variants::at_sites::{MetCounts, SoughtSite, SoughtSites};

/// With at least this many markers that tell the strand, and at most one in two hundred of them on the other, a file is on the
/// forward strand.
const TELLING_MIN: u64 = 100;
const OTHER_STRAND_MAX: u64 = 200;

/// The sites, to look for in files: by place on GRCh37 and GRCh38, else by rsID.
pub(super) fn eye_sites() -> [SoughtSite; 6] {
    SITES.map(|of| {
        let chromosome = Chromosome::autosome(of.chromosome);
        let [site37, site38] =
            of.positions.map(|position| chromosome.map_or(Site::NONE, |chromosome| Site::new(chromosome, position)));
        let alternate = of.alleles.into_iter().find(|allele| *allele != of.reference).unwrap_or(of.reference);
        SoughtSite {
            sites: [Site::NONE, site37, site38],
            id: RsId::parse(of.rsid.as_bytes()),
            reference: of.reference,
            alternate,
            is_reference_known: true,
        }
    })
}

/// Predicts somebody's eye colour. The strand of the file is told by the sites of the reference that were met in it.
pub(super) fn appearance_of(of: &CallsOf, sought: &SoughtSites) -> Appearance {
    let calls = eye_sites().map(|site| {
        let at = sought.find(&site)?;
        letters(sought.list().get(at)?, *of.copies.get(at)?)
    });
    eye_colour::predict(&calls, is_forward(of.met)).into()
}

/// The two letters that so many copies of the counted allele are; `None` where they are not known.
fn letters(site: &SoughtSite, copies: u8) -> Option<[u8; 2]> {
    match copies {
        0 => Some([site.reference; 2]),
        1 => Some([site.reference, site.alternate]),
        2 => Some([site.alternate; 2]),
        _ => None,
    }
}

fn is_forward(met: MetCounts) -> bool {
    let telling = met.met.saturating_sub(met.differing);
    telling >= TELLING_MIN && met.other_strand.saturating_mul(OTHER_STRAND_MAX) <= telling
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_site_is_sought_with_its_two_alleles() {
        for (site, of) in eye_sites().into_iter().zip(SITES) {
            assert!(site.id.is_some() && site.sites[1].is_some() && site.sites[2].is_some(), "{}", of.rsid);
            let mut alleles = [site.reference, site.alternate];
            let mut expected = of.alleles;
            alleles.sort_unstable();
            expected.sort_unstable();
            assert_eq!(alleles, expected, "{}", of.rsid);
        }
    }

    #[test]
    fn only_many_markers_prove_a_strand() {
        let met = |met, other_strand, differing| MetCounts { met, other_strand, differing, ..MetCounts::default() };
        let rows = [
            (met(99, 0, 0), false),
            (met(100, 0, 0), true),
            (met(150, 0, 51), false),
            (met(400, 2, 0), true),
            (met(399, 2, 0), false),
            (met(15_000, 15_000, 0), false),
        ];
        for (met, expected) in rows {
            assert_eq!(is_forward(met), expected, "{met:?}");
        }
    }
}
