//! Merges several files of one person: what one lacks another may have, and where they contradict each other nothing is called.

use crate::genome::liftover::lift_along;
use crate::genome::{Build, Call, Genome, Liftover, RsId, SeenAllele, Site, VariantBatch};
use serde::Serialize;
use std::collections::HashSet;

/// How the calls of one file stand to those of another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Agreement {
    /// Markers that both have a call at.
    pub shared: u64,
    /// Those with the same call.
    pub agreeing: u64,
    /// Those with the same call on the other strand; the first file's is kept.
    pub other_strand: u64,
    /// Those with another call: no-calls now.
    pub conflicting: u64,
    /// Markers of both that only the other file has a call at.
    pub filled: u64,
    /// Markers that only the other file has.
    pub added: u64,
    /// Markers of the other file that could not be carried to this one's build.
    pub not_lifted: u64,
}

/// With at least this many shared calls two files show whether they are of one person.
const SHARED_ENOUGH: u64 = 200;
/// Two arrays of one person agree in 99 of 100 calls or more; parent and child, and siblings, in 85 at most.
const AGREEING_MIN: f64 = 0.95;

impl Agreement {
    /// Whether the calls are one person's; `None` where too few are shared to tell.
    pub fn is_one_person(&self) -> Option<bool> {
        let same = (self.agreeing + self.other_strand) as f64;
        (self.shared >= SHARED_ENOUGH).then_some(same >= AGREEING_MIN * self.shared as f64)
    }
}

/// Markers at which files contradicted each other, so that no file merged after them fills the no-call: what a genome holds must
/// not depend on the order of its files.
#[derive(Clone, Debug, Default)]
pub struct Contradicted(HashSet<(Site, RsId, bool)>);

impl Contradicted {
    /// Calls of letters and calls of D and I at one place are apart; the id tells only markers without a place.
    fn key(site: Site, id: RsId, call: Call) -> (Site, RsId, bool) {
        (site, if site.is_some() { RsId::default() } else { id }, is_letters(call))
    }
}

/// The markers of `first`, and those of `other` beside them, both on the same build. Markers of one site are merged when the
/// genome is assembled from them. Those that contradict each other are kept in mind in `contradicted`; a call where the files
/// before did so counts nowhere.
pub fn merge_markers(
    first: &Genome,
    other: &VariantBatch,
    contradicted: &mut Contradicted,
) -> (VariantBatch, Agreement) {
    let mut merged = VariantBatch::default();
    for entry in 0..first.len() {
        merged.push(first.site(entry), first.id(entry), first.call(entry));
    }
    let mut agreement = Agreement::default();
    for (row, &call) in other.calls.iter().enumerate() {
        let (site, id) = (other.sites[row], other.ids[row]);
        let key = Contradicted::key(site, id, call);
        if !call.is_none() && contradicted.0.contains(&key) {
            continue;
        }
        let here = if site.is_some() {
            first.at(site).map(|entry| first.call(entry)).collect::<Vec<_>>()
        } else {
            first.with_id(id).iter().map(|&entry| first.call(entry as usize)).collect()
        };
        let same_kind = here.iter().find(|known| !known.is_none() && is_letters(**known) == is_letters(call));
        match (here.is_empty(), call.is_none(), same_kind) {
            (true, _, _) => agreement.added += 1,
            (_, true, _) => continue,
            (_, _, None) => agreement.filled += 1,
            (_, _, Some(&known)) => {
                agreement.shared += 1;
                let same = |a: Call, b: Call| a == b || (a.as_haploid().is_some() && a.as_haploid() == b.as_haploid());
                if same(known, call) {
                    agreement.agreeing += 1;
                } else if tells_strand(known) && complement(call) == known {
                    agreement.other_strand += 1;
                    continue;
                } else {
                    agreement.conflicting += 1;
                    contradicted.0.insert(key);
                }
            }
        }
        merged.push(site, id, call);
    }
    (merged, agreement)
}

/// The markers of a genome, carried to another build; those that cannot be carried are left out and counted.
pub fn lift_markers(genome: &Genome, ways: &[&Liftover]) -> (VariantBatch, u64) {
    let mut lifted = VariantBatch::default();
    let mut lost = 0;
    for entry in 0..genome.len() {
        let (site, call) = (genome.site(entry), genome.call(entry));
        match lift_along(ways, site) {
            // An indel's letters D and I stay what they are on the other strand.
            Some((to, true)) => lifted.push(to, genome.id(entry), complement(call)),
            Some((to, false)) => lifted.push(to, genome.id(entry), call),
            None if site.is_some() => lost += 1,
            None => lifted.push(Site::NONE, genome.id(entry), call),
        }
    }
    (lifted, lost)
}

/// The markers of a genome as they are.
pub fn markers_of(genome: &Genome) -> VariantBatch {
    let mut batch = VariantBatch::default();
    (0..genome.len()).for_each(|entry| batch.push(genome.site(entry), genome.id(entry), genome.call(entry)));
    batch
}

/// Whether markers on `build` need no lifting to be merged with those on `other`.
pub fn is_same_build(build: Option<Build>, other: Option<Build>) -> bool {
    build.is_none() || other.is_none() || build == other
}

fn is_letters(call: Call) -> bool {
    matches!(call.alleles(), (Some(allele), _) if allele.is_base())
}

/// A call of two bases that are not each other's complement reads differently on the other strand for sure.
fn tells_strand(call: Call) -> bool {
    call.is_heterozygous() && is_letters(call) && !call.is_palindromic()
}

fn complement(call: Call) -> Call {
    match call.alleles() {
        (Some(a), Some(b)) => Call::diploid(SeenAllele::complement(a), SeenAllele::complement(b)),
        (Some(a), None) => Call::haploid(a.complement()),
        _ => call,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::SeenAllele::{A, C, Deletion, G, Insertion, T};
    use crate::genome::liftover::Stretch;
    use crate::genome::{Chromosome, RsId, Sex};

    fn batch(rows: &[(u32, Call)]) -> VariantBatch {
        let mut batch = VariantBatch::default();
        for (position, call) in rows {
            batch.push(Site::new(Chromosome::X, *position), RsId::from_number(*position), *call);
        }
        batch
    }

    fn genome(rows: &[(u32, Call)]) -> Genome {
        let VariantBatch { sites, ids, calls } = batch(rows);
        Genome::from_sorted(sites, ids, calls, Some(Build::Grch37), Sex::Unknown)
    }

    #[test]
    fn every_way_two_calls_can_stand_to_each_other() {
        let two = Call::diploid;
        let first = genome(&[
            (1, two(A, G)),
            (2, two(A, A)),
            (3, two(A, G)),
            (4, Call::NONE),
            (5, two(C, C)),
            (6, two(A, T)),
            (7, two(Insertion, Deletion)),
        ]);
        let other = batch(&[
            (1, two(A, G)),
            (2, two(A, G)),
            (3, two(T, C)),
            (4, two(G, G)),
            (5, Call::NONE),
            (6, Call::haploid(A)),
            (7, two(A, C)),
            (8, two(T, T)),
        ]);
        let (merged, agreement) = merge_markers(&first, &other, &mut Contradicted::default());
        let expected =
            Agreement { shared: 4, agreeing: 1, other_strand: 1, conflicting: 2, filled: 2, added: 1, not_lifted: 0 };
        assert_eq!(agreement, expected);
        // All but the call on the other strand and the no-call, which says nothing.
        assert_eq!(merged.len(), first.len() + other.len() - 2);
        assert_eq!(agreement.is_one_person(), None);
        let sure = |agreeing| Agreement { shared: 1000, agreeing, ..agreement };
        assert_eq!((sure(990).is_one_person(), sure(800).is_one_person()), (Some(true), Some(false)));
    }

    #[test]
    fn turned_stretches_turn_the_letters() {
        let stretch = |start, lands, is_turned| Stretch {
            from: Chromosome::X,
            start,
            length: 2,
            to: Chromosome::X,
            lands,
            is_turned,
        };
        let way = Liftover::new(Build::Grch37, Build::Grch38, vec![stretch(0, 10, false), stretch(5, 30, true)]);
        let (lifted, lost) =
            lift_markers(&genome(&[(1, Call::diploid(A, G)), (4, Call::NONE), (6, Call::diploid(A, G))]), &[&way]);
        let positions: Vec<u32> = lifted.sites.iter().map(|site| site.position()).collect();
        assert_eq!((positions, lost), (vec![11, 31], 1));
        assert_eq!(lifted.calls, [Call::diploid(A, G), Call::diploid(C, T)]);
    }
}
