//! Tells from two people's genotypes how closely they are related, without any frequencies: KING-robust.
//!
//! φ = (2·HetHet − 4·IBS0 − Het₁ − Het₂ + 2·min(Het₁, Het₂)) / (4·min(Het₁, Het₂)), over sites that both have a genotype at.
//! Source: Manichaikul et al. 2010, Bioinformatics 26:2867, equation 11 (between families) and 9 (within).

use serde::Serialize;

/// With fewer sites no relation is told.
pub const SITES_MIN: u64 = 2000;

/// φ above this is one person, or twins of one egg. Each bin's edge is 2^−1.5 of the one before, as KING has them.
const SAME: f64 = 0.354;
const FIRST_DEGREE: f64 = 0.177;
const SECOND_DEGREE: f64 = 0.0884;
/// φ below this is that of unrelated people.
pub const THIRD_DEGREE: f64 = 0.0442;
/// Parent and child share an allele everywhere; siblings do not at one site in fifty.
const PARENT_IBS0: f64 = 0.002;

/// One person's genotypes as a bit for each site.
#[derive(Clone, Debug, Default)]
pub struct Kin {
    heterozygous: Vec<u64>,
    none: Vec<u64>,
    both: Vec<u64>,
}

impl Kin {
    /// From copies at each site: 0, 1 or 2; anything else is not called.
    pub fn new(copies: &[u8]) -> Self {
        let plane = |of: u8| {
            let word = |part: &[u8]| {
                part.iter().enumerate().fold(0, |word, (bit, copies)| word | u64::from(*copies == of) << bit)
            };
            copies.chunks(64).map(word).collect()
        };
        Self { heterozygous: plane(1), none: plane(0), both: plane(2) }
    }
}

/// What two people's genotypes have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairCounts {
    /// Sites that both have a genotype at.
    pub sites: u64,
    /// Both heterozygous.
    pub het_het: u64,
    /// Both homozygous for different alleles: nothing in common.
    pub ibs0: u64,
    /// The first heterozygous, of these sites.
    pub het_a: u64,
    /// The second.
    pub het_b: u64,
}

/// Counts what two people have in common.
pub fn compare(a: &Kin, b: &Kin) -> PairCounts {
    let mut counts = PairCounts::default();
    let planes = |of: &Kin, at: usize| {
        let word = |plane: &[u64]| plane.get(at).copied().unwrap_or(0);
        (word(&of.heterozygous), word(&of.none), word(&of.both))
    };
    for at in 0..a.heterozygous.len().min(b.heterozygous.len()) {
        let ((het_a, none_a, both_a), (het_b, none_b, both_b)) = (planes(a, at), planes(b, at));
        let (called_a, called_b) = (het_a | none_a | both_a, het_b | none_b | both_b);
        counts.sites += u64::from((called_a & called_b).count_ones());
        counts.het_het += u64::from((het_a & het_b).count_ones());
        counts.ibs0 += u64::from((none_a & both_b | both_a & none_b).count_ones());
        counts.het_a += u64::from((het_a & called_b).count_ones());
        counts.het_b += u64::from((het_b & called_a).count_ones());
    }
    counts
}

/// How two people are related.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// One person twice, or twins of one egg.
    Same,
    /// Parent and child.
    ParentChild,
    /// Siblings with both parents in common.
    FullSiblings,
    /// Half-siblings, grandparent and grandchild, aunt or uncle.
    SecondDegree,
    /// Cousins and the like.
    ThirdDegree,
    /// No closer than distant cousins.
    Unrelated,
}

impl Relation {
    /// A sentence on two files.
    pub fn text(self) -> &'static str {
        match self {
            Self::Same => "These two look like the same person, or identical twins.",
            Self::ParentChild => "These two look like parent and child.",
            Self::FullSiblings => "These two look like full siblings.",
            Self::SecondDegree => {
                "These two look like second-degree relatives: half-siblings, grandparent and grandchild, aunt or uncle and niece or nephew."
            }
            Self::ThirdDegree => "These two look like third-degree relatives, as first cousins are.",
            Self::Unrelated => "These two do not look like close relatives.",
        }
    }
}

impl PairCounts {
    /// Kinship as between people of different families, who may be of different groups; `None` where one of them has no
    /// heterozygous site.
    pub fn phi(&self) -> Option<f64> {
        let [het_het, ibs0, het_a, het_b] = [self.het_het, self.ibs0, self.het_a, self.het_b].map(|count| count as f64);
        let least = het_a.min(het_b);
        (least > 0.0).then(|| (2.0 * het_het - 4.0 * ibs0 - het_a - het_b + 2.0 * least) / (4.0 * least))
    }

    /// Kinship as within one family, whose people have the same share of heterozygous sites.
    pub fn phi_within(&self) -> Option<f64> {
        let heterozygous = self.het_a + self.het_b;
        (heterozygous > 0).then(|| (self.het_het as f64 - 2.0 * self.ibs0 as f64) / heterozygous as f64)
    }

    /// Share of the sites that have nothing in common.
    pub fn ibs0_rate(&self) -> f64 {
        self.ibs0 as f64 / self.sites.max(1) as f64
    }

    /// The relation; `None` with fewer than [`SITES_MIN`] sites.
    pub fn relation(&self) -> Option<Relation> {
        let phi = self.phi().filter(|_| self.sites >= SITES_MIN)?;
        Some(match phi {
            _ if phi > SAME => Relation::Same,
            _ if phi > FIRST_DEGREE && self.ibs0_rate() < PARENT_IBS0 => Relation::ParentChild,
            _ if phi > FIRST_DEGREE => Relation::FullSiblings,
            _ if phi > SECOND_DEGREE => Relation::SecondDegree,
            _ if phi > THIRD_DEGREE => Relation::ThirdDegree,
            _ => Relation::Unrelated,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Science §3.18.
    #[test]
    fn the_published_example() {
        let counts = PairCounts { sites: 1000, het_het: 100, ibs0: 10, het_a: 220, het_b: 240 };
        assert!((counts.phi_within().expect("heterozygous") - 0.173913).abs() < 1e-6);
        assert!((counts.phi().expect("heterozygous") - 0.159091).abs() < 1e-6);
        assert_eq!((PairCounts::default().phi(), PairCounts::default().phi_within()), (None, None));
    }

    /// Chances of two people's genotypes from those of sharing 0, 1 or 2 alleles by descent.
    fn expected(p: f64, by_descent: [f64; 3]) -> PairCounts {
        const WHOLE: f64 = 1e12;
        let of = |copies: usize, p: f64| [(1.0 - p) * (1.0 - p), 2.0 * p * (1.0 - p), p * p][copies];
        let allele = |copies: usize| if copies == 1 { p } else { 1.0 - p };
        let mut joint = [[0.0; 3]; 3];
        for (a, row) in joint.iter_mut().enumerate() {
            for (b, chance) in row.iter_mut().enumerate() {
                *chance += by_descent[0] * of(a, p) * of(b, p);
                *chance += if a == b { by_descent[2] * of(a, p) } else { 0.0 };
                for (shared, of_a, of_b) in [0, 1]
                    .into_iter()
                    .flat_map(|shared| [0, 1].into_iter().flat_map(move |x| [0, 1].map(move |y| (shared, x, y))))
                {
                    if shared + of_a == a && shared + of_b == b {
                        *chance += by_descent[1] * allele(shared) * allele(of_a) * allele(of_b);
                    }
                }
            }
        }
        let count = |chance: f64| (chance * WHOLE).round() as u64;
        PairCounts {
            sites: WHOLE as u64,
            het_het: count(joint[1][1]),
            ibs0: count(joint[0][2] + joint[2][0]),
            het_a: count(joint[1].iter().sum()),
            het_b: count(joint.iter().map(|row| row[1]).sum()),
        }
    }

    /// Science §3.18: φ is the same for every frequency, the rate of IBS0 is not.
    #[test]
    fn expectations_of_relatives() {
        let rows = [
            (Relation::Same, [0.0, 0.0, 1.0], 0.5, 0.0),
            (Relation::ParentChild, [0.0, 1.0, 0.0], 0.25, 0.0),
            (Relation::FullSiblings, [0.25, 0.5, 0.25], 0.25, 0.02205),
            (Relation::SecondDegree, [0.5, 0.5, 0.0], 0.125, 0.0441),
            (Relation::ThirdDegree, [0.75, 0.25, 0.0], 0.0625, 0.06615),
            (Relation::Unrelated, [1.0, 0.0, 0.0], 0.0, 0.0882),
        ];
        for (relation, by_descent, phi, ibs0) in rows {
            for p in [0.05, 0.3, 0.5, 0.8] {
                let found = expected(p, by_descent);
                assert!((found.phi().expect("heterozygous") - phi).abs() < 1e-6, "{relation:?} {p}");
                assert!((found.phi_within().expect("heterozygous") - phi).abs() < 1e-6, "{relation:?} {p}");
            }
            let found = expected(0.3, by_descent);
            assert!((found.ibs0_rate() - ibs0).abs() < 1e-6, "{relation:?}");
            assert_eq!(found.relation(), Some(relation));
            assert!(!relation.text().is_empty());
        }
    }

    #[test]
    fn few_sites_tell_no_relation() {
        let of = |sites| PairCounts { sites, het_het: 100, ibs0: 0, het_a: 100, het_b: 100 };
        assert_eq!((of(SITES_MIN - 1).relation(), of(SITES_MIN).relation()), (None, Some(Relation::Same)));
    }

    #[test]
    fn bits_count_what_copies_show() {
        let mut copies = vec![(1, 1), (0, 2), (2, 0), (1, 0), (3, 1), (0, 0), (2, 2), (1, 3)];
        copies.extend(vec![(1, 1); 100]);
        let (a, b): (Vec<u8>, Vec<u8>) = copies.into_iter().unzip();
        let counts = compare(&Kin::new(&a), &Kin::new(&b));
        assert_eq!(counts, PairCounts { sites: 106, het_het: 101, ibs0: 2, het_a: 102, het_b: 101 });
    }
}
