//! Makes up a score on variants that people were genotyped at: seeded weights, in the layout of the PGS Catalog.

use crate::genome::{Build, RsId, Site};
use crate::stats::Random;
use std::fmt::Write as _;

/// A variant of one base or another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoBases {
    /// Where it is.
    pub site: Site,
    /// Its rsID.
    pub id: RsId,
    /// The base whose copies count.
    pub effect: u8,
    /// The other base.
    pub other: u8,
}

/// What a made-up score is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Design {
    /// Rows; all variants where there are no more.
    pub rows: usize,
    /// All weights are above 0, so that variants that go together add to the spread; otherwise they point either way.
    pub one_way: bool,
}

/// The scoring file. The same seed gives the same bytes; weights are normal, or the size of normal numbers.
pub fn made_up_score(id: &str, variants: &[TwoBases], build: Build, design: Design, random: &mut Random) -> Vec<u8> {
    let total = u32::try_from(variants.len()).unwrap_or(u32::MAX);
    let count = u32::try_from(design.rows).unwrap_or(u32::MAX).min(total);
    let mut chosen = random.choose(count, total);
    chosen.sort_unstable();
    let mut text = format!(
        "#pgs_id={id}\n#genome_build={build}\nrsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n"
    );
    for variant in chosen.iter().filter_map(|at| variants.get(*at as usize)) {
        let Some(chromosome) = variant.site.chromosome() else { continue };
        let drawn = random.normal();
        let weight = if design.one_way { drawn.abs() } else { drawn };
        let (effect, other) = (char::from(variant.effect), char::from(variant.other));
        let id = if variant.id.is_some() { variant.id.to_string() } else { String::new() };
        let (name, position) = (chromosome.name(), variant.site.position());
        let _ = writeln!(text, "{id}\t{name}\t{position}\t{effect}\t{other}\t{weight:.6}");
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::Chromosome;

    #[test]
    fn a_score_has_its_rows_and_its_seed() {
        let chromosome = Chromosome::parse(b"7").expect("a chromosome");
        let variant = |at: u32| TwoBases {
            site: Site::new(chromosome, 100 + at),
            id: RsId::from_number(at),
            effect: b'A',
            other: b'G',
        };
        let variants: Vec<TwoBases> = (0..50).map(variant).collect();
        let make = |rows, one_way, seed| {
            let design = Design { rows, one_way };
            let bytes = made_up_score("X1", &variants, Build::Grch37, design, &mut Random::new(seed));
            String::from_utf8(bytes).expect("text")
        };
        let text = make(20, true, 1);
        let rows: Vec<&str> = text.lines().skip(3).collect();
        assert_eq!((rows.len(), make(20, true, 1) == text, make(20, true, 2) == text), (20, true, false));
        assert!(rows.iter().all(|row| row.contains("\t7\t1") && !row.contains('-')), "{text}");
        assert!(text.starts_with("#pgs_id=X1\n#genome_build=GRCh37\nrsID\t"), "{text}");
        assert_eq!(make(500, false, 1).lines().count(), 53);
        assert!(make(500, false, 1).contains('-'));
    }
}
