//! Says where a consumer array of today has its markers: how many on each chromosome, and between which ends.

use crate::genome::{Chromosome, Site};
use crate::stats::Random;

/// Markers of one chromosome, and the stretches of GRCh37 they lie in.
pub struct ChromosomeLayout {
    /// The chromosome.
    pub chromosome: Chromosome,
    /// Markers on it.
    pub markers: u32,
    first: u32,
    gap: (u32, u32),
    last: u32,
}

/// Index, markers, first place, centromere from and to, last place.
///
/// Markers: round figures of the size and proportions of the arrays sold since 2017, about 640,000 in all.
/// Places: GRCh37, from the UCSC tables `chromInfo` and `gap` of hg19; the short arms of 13, 14, 15, 21 and 22 are not
/// assembled, and of Y only the male-specific euchromatin carries markers.
const LAYOUT: [(u8, u32, u32, u32, u32, u32); 25] = [
    (1, 49_500, 69_000, 121_535_434, 142_535_434, 249_250_621),
    (2, 51_800, 10_000, 92_326_171, 95_326_171, 243_199_373),
    (3, 43_000, 60_000, 90_504_854, 93_504_854, 198_022_430),
    (4, 39_500, 10_000, 49_660_117, 52_660_117, 191_154_276),
    (5, 37_000, 10_000, 46_405_641, 49_405_641, 180_915_260),
    (6, 44_000, 60_000, 58_830_166, 61_830_166, 171_115_067),
    (7, 34_400, 10_000, 58_054_331, 61_054_331, 159_138_663),
    (8, 33_700, 10_000, 43_838_887, 46_838_887, 146_364_022),
    (9, 26_400, 10_000, 47_367_679, 65_467_679, 141_213_431),
    (10, 30_500, 60_000, 39_254_935, 42_254_935, 135_534_747),
    (11, 30_900, 60_000, 51_644_205, 54_644_205, 135_006_516),
    (12, 29_400, 60_000, 34_856_694, 37_856_694, 133_851_895),
    (13, 22_100, 19_020_000, 19_020_000, 19_020_000, 115_169_878),
    (14, 20_000, 19_000_000, 19_000_000, 19_000_000, 107_349_540),
    (15, 19_000, 20_000_000, 20_000_000, 20_000_000, 102_531_392),
    (16, 20_400, 60_000, 35_335_801, 46_385_801, 90_354_753),
    (17, 19_400, 1_000, 22_263_006, 25_263_006, 81_195_210),
    (18, 17_700, 10_000, 15_460_898, 18_460_898, 78_077_248),
    (19, 14_900, 60_000, 24_681_782, 27_681_782, 59_128_983),
    (20, 14_800, 60_000, 26_369_569, 29_369_569, 63_025_520),
    (21, 8_600, 9_411_193, 11_288_129, 14_288_129, 48_129_895),
    (22, 8_900, 16_050_000, 16_050_000, 16_050_000, 51_304_566),
    (23, 16_500, 60_001, 58_632_012, 61_632_012, 155_260_560),
    (24, 3_700, 2_655_000, 10_104_553, 13_104_553, 28_800_000),
    (25, 4_300, 1, 1, 1, 16_569),
];

/// Real dbSNP ids at their real places on GRCh37, by which a file's build is told.
///
/// Source: dbSNP; each place lifts to the id's GRCh38 place by UCSC's chain of hg19 to hg38.
const BUILD_MARKERS: [(u32, u8, u32); 7] = [
    (3_094_315, 1, 752_566),
    (2_341_354, 1, 918_573),
    (2_500_347, 1, 144_938_320),
    (11_928_389, 3, 50_927_009),
    (3_850_290, 14, 23_245_301),
    (964_481, 23, 27_656_823),
    (1_329_546, 23, 135_474_420),
];

/// The rsID number of the build marker at this place, if there is one.
pub fn build_marker_at(site: Site) -> Option<u32> {
    let here = |(_, chromosome, position): &&(u32, u8, u32)| {
        site.chromosome().map(Chromosome::index) == Some(*chromosome) && site.position() == *position
    };
    BUILD_MARKERS.iter().find(here).map(|(number, _, _)| *number)
}

/// Share of markers that stand within [`CLUSTER_BASES`] of another, as the tiled genes of an array do.
const CLUSTERED: f64 = 0.2;
const CLUSTER_BASES: u32 = 2_000;

/// All chromosomes in the order a consumer file lists them: 1–22, X, Y, MT.
pub fn chromosomes() -> impl Iterator<Item = ChromosomeLayout> {
    LAYOUT.iter().filter_map(|&(index, markers, first, from, to, last)| {
        let chromosome = Chromosome::from_index(index)?;
        Some(ChromosomeLayout { chromosome, markers, first, gap: (from, to), last })
    })
}

impl ChromosomeLayout {
    /// Draws this many different places, sorted, leaving out those for which `taken` holds. The build markers' places are
    /// among them unless taken.
    pub fn places(&self, count: u32, random: &mut Random, taken: impl Fn(Site) -> bool) -> Vec<Site> {
        let free = |position: u32| Some(Site::new(self.chromosome, position)).filter(|site| !taken(*site));
        let fixed = BUILD_MARKERS.iter().filter(|(_, index, _)| *index == self.chromosome.index());
        let mut sites: Vec<Site> = fixed.filter_map(|(_, _, position)| free(*position)).collect();
        let count = count as usize;
        while sites.len() < count {
            let mut position = self.place(random);
            for _ in sites.len()..count {
                position =
                    if random.chance(CLUSTERED) { self.place_near(position, random) } else { self.place(random) };
                sites.extend(free(position));
            }
            sites.sort_unstable();
            sites.dedup();
        }
        sites
    }

    fn place(&self, random: &mut Random) -> u32 {
        loop {
            let position = self.first + random.below(self.last - self.first + 1);
            if position <= self.gap.0 || position >= self.gap.1 {
                return position;
            }
        }
    }

    fn place_near(&self, before: u32, random: &mut Random) -> u32 {
        let position = before + 1 + random.below(CLUSTER_BASES);
        if position > self.last || (self.gap.0..self.gap.1).contains(&position) { self.place(random) } else { position }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::build::longest_end;

    #[test]
    fn the_array_has_about_640_000_markers_within_the_chromosomes() {
        assert_eq!(chromosomes().map(|layout| layout.markers).sum::<u32>(), 640_400);
        for layout in chromosomes() {
            assert!(layout.first <= layout.gap.0 && layout.gap.0 <= layout.gap.1 && layout.gap.1 < layout.last);
            assert!(layout.last <= longest_end(layout.chromosome), "{}", layout.chromosome);
        }
    }

    /// A tenth of the chromosome holds about a tenth of its markers, wherever it is.
    #[test]
    fn places_are_spread_over_the_chromosome() {
        let layout = chromosomes().nth(3).expect("chromosome 4");
        let places = layout.places(10_000, &mut Random::new(9), |_| false);
        let tenth = (layout.last - layout.first) / 10;
        for nth in 0..10 {
            let stretch = layout.first + nth * tenth..layout.first + (nth + 1) * tenth;
            let count = places.iter().filter(|site| stretch.contains(&site.position())).count();
            assert!((750..1_250).contains(&count), "tenth {nth}: {count}");
        }
    }

    #[test]
    fn places_are_sorted_different_and_free() {
        let layout = chromosomes().next().expect("chromosome 1");
        let places = layout.places(500, &mut Random::new(5), |_| false);
        assert_eq!(places.len(), 500);
        assert!(places.is_sorted_by(|a, b| a < b));
        assert_eq!(places.iter().filter(|site| build_marker_at(**site).is_some()).count(), 3);
        let others = layout.places(500, &mut Random::new(5), |site| places.contains(&site));
        assert!(others.len() == 500 && others.iter().all(|site| !places.contains(site)));
    }
}
