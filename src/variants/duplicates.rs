//! Merges markers that share a site: agreeing calls become one, conflicting calls become a no-call.

use crate::genome::{Call, RsId};

/// One kind of variant at a site, merged from its markers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Merged {
    /// The smallest rsID of the markers, so that file order does not matter.
    pub id: RsId,
    /// The common call, or none.
    pub call: Call,
}

/// What merging one site gave.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SiteMerge {
    /// Letters first, then D and I; one entry without a call where nothing was called.
    pub entries: Vec<Merged>,
    /// Markers that fell away because others said the same or had the call.
    pub agreeing: u64,
    /// Groups of markers that contradicted each other.
    pub conflicting: u64,
}

/// Merges the markers of one site. Letters and D/I are different variants and stay apart. The result is the same for
/// every order of the markers.
pub fn merge_site(markers: &[(RsId, Call)]) -> SiteMerge {
    let mut merge = SiteMerge::default();
    for wants_bases in [true, false] {
        let group = || {
            markers
                .iter()
                .filter(|(_, call)| matches!(call.alleles(), (Some(allele), _) if allele.is_base() == wants_bases))
        };
        let Some((_, first)) = group().next() else { continue };
        // A haploid and a doubled call of the same allele agree; the doubled one is kept.
        let agrees = group()
            .all(|(_, call)| call == first || (call.as_haploid().is_some() && call.as_haploid() == first.as_haploid()));
        let call = if agrees {
            group().map(|(_, call)| *call).min_by_key(|call| call.byte()).unwrap_or(*first)
        } else {
            Call::NONE
        };
        merge.entries.push(Merged { id: smallest_id(group().map(|(id, _)| *id)), call });
        if agrees {
            merge.agreeing += group().count() as u64 - 1;
        } else {
            merge.conflicting += 1;
        }
    }
    let uncalled = markers.iter().filter(|(_, call)| call.is_none());
    if merge.entries.is_empty() {
        merge.entries.push(Merged { id: smallest_id(uncalled.clone().map(|(id, _)| *id)), call: Call::NONE });
        merge.agreeing += (uncalled.count() as u64).saturating_sub(1);
    } else {
        merge.agreeing += uncalled.count() as u64;
    }
    merge
}

fn smallest_id(ids: impl Iterator<Item = RsId>) -> RsId {
    ids.filter(|id| id.is_some()).min().unwrap_or(RsId::NONE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::SeenAllele::{A, Deletion, G, Insertion};

    #[test]
    fn sites_merge_the_same_way_in_any_order() {
        let (aa, ag, a) = (Call::diploid(A, A), Call::diploid(A, G), Call::haploid(A));
        let di = Call::diploid(Deletion, Insertion);
        let id = RsId::from_number;
        let rows: &[(&str, Vec<(RsId, Call)>, Vec<Merged>, u64, u64)] = &[
            ("agree", vec![(id(9), ag), (id(3), ag)], vec![Merged { id: id(3), call: ag }], 1, 0),
            (
                "no-call beside a call",
                vec![(id(3), Call::NONE), (id(9), ag)],
                vec![Merged { id: id(9), call: ag }],
                1,
                0,
            ),
            ("conflict", vec![(id(3), aa), (id(9), ag)], vec![Merged { id: id(3), call: Call::NONE }], 0, 1),
            ("doubled", vec![(id(0), a), (id(9), aa)], vec![Merged { id: id(9), call: aa }], 1, 0),
            (
                "two kinds",
                vec![(id(1), di), (id(2), ag)],
                vec![Merged { id: id(2), call: ag }, Merged { id: id(1), call: di }],
                0,
                0,
            ),
            (
                "nothing called",
                vec![(id(2), Call::NONE), (id(1), Call::NONE)],
                vec![Merged { id: id(1), call: Call::NONE }],
                1,
                0,
            ),
        ];
        for (name, markers, entries, agreeing, conflicting) in rows {
            let mut reversed = markers.clone();
            reversed.reverse();
            for markers in [markers, &reversed] {
                let merge = merge_site(markers);
                assert_eq!(
                    (&merge.entries, merge.agreeing, merge.conflicting),
                    (entries, *agreeing, *conflicting),
                    "{name}"
                );
            }
        }
    }
}
