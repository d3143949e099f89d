//! Predicts eye colour by IrisPlex: six sites, and the probabilities of blue, intermediate and brown.
//!
//! Two sets of coefficients are in circulation that differ, and neither could be checked against the papers themselves. Both are
//! worked out and the range is told. They count different alleles at rs12896399, the first G and the second T, and give them
//! opposite signs: both say that T makes for blue. Read so, they differ by at most 0.26; taken to count the same, by 0.39.
//!
//! Source: S. Walsh et al., Forensic Sci. Int. Genet. 5, 170, 2011 and 7, 98, 2013. The first set as in the repository
//! gitschott/digital-phenotyping, the second as in brianbhsu/eye-color, which nucleodao/min-irisplex-binary-python agrees with
//! to 0.1.

use super::withheld::Withheld;
use crate::genome::allele::complement;

/// Probability below which no colour is named.
pub const CALLED_MIN: f64 = 0.7;

/// Whose eyes the coefficients were fitted to.
pub const TRAINED_IN: &str = "Europeans";

/// Where the model was published.
pub const CITATION: &str =
    "IrisPlex: S. Walsh et al., Forensic Sci. Int. Genet. 5, 170, 2011 and 7, 98, 2013; two copies of its coefficients";

/// Colours in the order of the probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Blue.
    Blue,
    /// Neither: green, hazel, mixed.
    Intermediate,
    /// Brown.
    Brown,
}

/// One of the six sites. Alleles are those of the forward strand of the reference genome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    /// Its name.
    pub rsid: &'static str,
    /// Its two alleles, the one that makes for brown, or is counted in the first set, first.
    pub alleles: [u8; 2],
    /// Which of them stands in the reference genome.
    pub reference: u8,
    /// The autosome that it lies on.
    pub chromosome: u8,
    /// Its positions on GRCh37 and GRCh38.
    pub positions: [u32; 2],
}

/// The sites, in the order of the calls. Papers write rs12913832, rs1800407 and, in the second set, rs1393350 on the reverse
/// strand: the T that they count at rs12913832 is the forward A.
///
/// Source of positions and reference alleles: dbSNP.
pub const SITES: [Site; 6] = [
    site("rs12913832", *b"AG", b'A', 15, [28_365_618, 28_120_472]),
    site("rs1800407", *b"TC", b'C', 15, [28_230_318, 27_985_172]),
    site("rs12896399", *b"GT", b'G', 14, [92_773_663, 92_307_319]),
    site("rs16891982", *b"CG", b'C', 5, [33_951_693, 33_951_588]),
    site("rs1393350", *b"AG", b'G', 11, [89_011_046, 89_277_878]),
    site("rs12203592", *b"TC", b'C', 6, [396_321, 396_321]),
];

const fn site(rsid: &'static str, alleles: [u8; 2], reference: u8, chromosome: u8, positions: [u32; 2]) -> Site {
    Site { rsid, alleles, reference, chromosome, positions }
}

/// Coefficients of a multinomial model for blue, intermediate and brown; those of the class compared with are 0.
struct Coefficients {
    constant: [f64; 3],
    /// For each copy of the site's first allele, or of its second.
    sites: [[f64; 3]; 6],
    counts_second: [bool; 6],
}

/// Against brown.
const FIRST: Coefficients = Coefficients {
    constant: [3.84, 0.37, 0.0],
    sites: [
        [-4.87, -1.99, 0.0],
        [1.15, 1.05, 0.0],
        [-0.53, -0.01, 0.0],
        [-1.53, -0.74, 0.0],
        [0.44, 0.26, 0.0],
        [0.60, 0.69, 0.0],
    ],
    counts_second: [false; 6],
};

/// Against blue.
const SECOND: Coefficients = Coefficients {
    constant: [0.0, -2.364_009_3, -2.641_588_4],
    sites: [
        [0.0, 3.162_751_2, 5.412_669],
        [0.0, -0.386_986_5, -1.348_064_2],
        [0.0, -0.508_051_5, -0.753_744_2],
        [0.0, 0.530_490_2, 1.464_204],
        [0.0, -0.208_803_7, -0.424_678_9],
        [0.0, -0.001_975_5, -0.651_557_9],
    ],
    counts_second: [false, false, true, false, false, false],
};

impl Coefficients {
    /// Probabilities for copies of each site's first allele.
    fn probabilities(&self, copies: &[u8; 6]) -> [f64; 3] {
        let mut weights = self.constant;
        for ((copies, site), counts_second) in copies.iter().zip(&self.sites).zip(self.counts_second) {
            let counted = if counts_second { 2_u8.saturating_sub(*copies) } else { *copies };
            for (weight, coefficient) in weights.iter_mut().zip(site) {
                *weight += f64::from(counted) * coefficient;
            }
        }
        let weights = weights.map(libm::exp);
        let all: f64 = weights.iter().sum();
        weights.map(|weight| weight / all)
    }
}

/// A probability with the range that both sets, and sites that the file lacks, leave open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    value: f64,
    low: f64,
    high: f64,
}

impl Range {
    /// Mean over both sets, and over what the missing sites may be.
    pub fn value(self) -> f64 {
        self.value
    }

    /// Least.
    pub fn low(self) -> f64 {
        self.low
    }

    /// Most.
    pub fn high(self) -> f64 {
        self.high
    }
}

/// A prediction. It is made by [`predict`] only, so that no colour stands without range and basis.
#[derive(Clone, Debug, PartialEq)]
pub struct EyeColour {
    probabilities: [Range; 3],
    missing: Vec<&'static str>,
}

impl EyeColour {
    /// Probability of a colour.
    pub fn probability(&self, colour: Colour) -> Range {
        let [blue, intermediate, brown] = self.probabilities;
        match colour {
            Colour::Blue => blue,
            Colour::Intermediate => intermediate,
            Colour::Brown => brown,
        }
    }

    /// The colour, where its whole range reaches [`CALLED_MIN`]; `None` is "undefined".
    pub fn call(&self) -> Option<Colour> {
        let colours = [Colour::Blue, Colour::Intermediate, Colour::Brown];
        colours.into_iter().find(|colour| self.probability(*colour).low >= CALLED_MIN)
    }

    /// Sites that the file lacks or that could not be read.
    pub fn missing(&self) -> &[&'static str] {
        &self.missing
    }
}

/// Predicts from a person's two alleles at each of [`SITES`], on either strand. `is_forward` says whether the file is known to be
/// on the forward strand: C and G, the alleles of rs16891982, read the same on both, so that elsewhere this site tells nothing
/// unless both alleles are there.
///
/// Withheld: `key-site-missing` where rs12913832, which decides most, has no call.
pub fn predict(calls: &[Option<[u8; 2]>; 6], is_forward: bool) -> Result<EyeColour, Withheld> {
    let mut missing = Vec::new();
    let mut known = [None; 6];
    for ((known, call), site) in known.iter_mut().zip(calls).zip(SITES) {
        *known = call.and_then(|call| count(call, site, is_forward));
        if known.is_none() {
            missing.push(site.rsid);
        }
    }
    if known[0].is_none() {
        return Err(Withheld::KeySiteMissing);
    }
    let mut probabilities = [Range { value: 0.0, low: 1.0, high: 0.0 }; 3];
    let mut all = 0.0;
    let mut copies = [0; 6];
    // Every way in which the missing sites may be: three for each.
    for number in 0..3_u32.pow(missing.len() as u32) {
        let mut rest = number;
        // Heterozygotes count twice, as of alleles of which nothing is known.
        let mut weight = 1.0;
        for (copies, known) in copies.iter_mut().zip(known) {
            *copies = known.unwrap_or_else(|| {
                let guess = (rest % 3) as u8;
                rest /= 3;
                weight *= if guess == 1 { 2.0 } else { 1.0 };
                guess
            });
        }
        for set in [&FIRST, &SECOND] {
            all += weight;
            for (range, found) in probabilities.iter_mut().zip(set.probabilities(&copies)) {
                range.value += weight * found;
                range.low = range.low.min(found);
                range.high = range.high.max(found);
            }
        }
    }
    for range in &mut probabilities {
        range.value /= all;
    }
    Ok(EyeColour { probabilities, missing })
}

/// Copies of the site's first allele; `None` where the alleles are not the site's on one of the strands, or the strand matters
/// and is not known.
fn count(call: [u8; 2], site: Site, is_forward: bool) -> Option<u8> {
    let on = |call: [u8; 2]| {
        let is_of_site = call.iter().all(|base| site.alleles.contains(base));
        is_of_site.then(|| call.iter().map(|base| u8::from(*base == site.alleles[0])).sum::<u8>())
    };
    let forward = on(call);
    let [first, second] = call.map(complement);
    let reverse = on([first?, second?]);
    match (forward, reverse) {
        (Some(copies), Some(turned)) => (is_forward || copies == turned).then_some(copies),
        (forward, reverse) => forward.or(reverse),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// science §3.26: blue, intermediate, brown where no other allele is counted.
    #[test]
    fn both_sets_give_their_published_probabilities() {
        let rows = [
            ("first, none", &FIRST, [0, 0, 0, 0, 0, 0], [0.95002, 0.02956, 0.02042]),
            ("first, one A at rs12913832", &FIRST, [1, 0, 0, 0, 0, 0], [0.22960, 0.12727, 0.64313]),
            ("first, two A at rs12913832", &FIRST, [2, 0, 0, 0, 0, 0], [0.00266, 0.02627, 0.97107]),
            ("second, none", &SECOND, [0, 0, 2, 0, 0, 0], [0.85816, 0.08070, 0.06114]),
            ("second, one A at rs12913832", &SECOND, [1, 0, 2, 0, 0, 0], [0.05209, 0.11578, 0.83214]),
        ];
        for (name, set, copies, expected) in rows {
            for (found, expected) in set.probabilities(&copies).into_iter().zip(expected) {
                assert!((found - expected).abs() <= 1.1e-5, "{name}: {found} {expected}");
            }
        }
    }

    /// Blue-eyed at all sites but the first.
    fn calls(key: &[u8; 2]) -> [Option<[u8; 2]>; 6] {
        [Some(*key), Some(*b"CC"), Some(*b"GT"), Some(*b"GG"), Some(*b"GG"), Some(*b"CC")]
    }

    #[test]
    fn a_is_brown_and_g_is_blue_on_either_strand() {
        let rows: [(&[u8; 2], Option<Colour>); 6] = [
            (b"AA", Some(Colour::Brown)),
            (b"TT", Some(Colour::Brown)),
            (b"GG", Some(Colour::Blue)),
            (b"CC", Some(Colour::Blue)),
            (b"AG", Some(Colour::Brown)),
            (b"TC", Some(Colour::Brown)),
        ];
        for (key, expected) in rows {
            let found = predict(&calls(key), true).expect("told");
            assert_eq!(found.call(), expected, "{}: {found:?}", String::from_utf8_lossy(key));
            assert!(found.missing().is_empty());
        }
    }

    #[test]
    fn no_colour_is_named_below_seven_in_ten() {
        let mut calls = calls(b"AG");
        calls[2] = Some(*b"TT");
        let found = predict(&calls, true).expect("told");
        let brown = found.probability(Colour::Brown);
        assert!(brown.low() > 0.6 && brown.high() < CALLED_MIN, "{brown:?}");
        assert_eq!(found.call(), None);
    }

    #[test]
    fn without_the_key_site_there_is_no_call() {
        for key in [None, Some(*b"AC"), Some(*b"--"), Some(*b"DD")] {
            let mut calls = calls(b"AA");
            calls[0] = key;
            assert_eq!(predict(&calls, true), Err(Withheld::KeySiteMissing));
        }
    }

    /// C and G are each other's complement: whether G/G is light or dark depends on the strand.
    #[test]
    fn the_palindromic_site_counts_only_where_the_strand_is_known() {
        let site = SITES[3];
        let rows: [(&[u8; 2], bool, Option<u8>); 5] = [
            (b"CC", true, Some(2)),
            (b"GG", true, Some(0)),
            (b"CC", false, None),
            (b"GG", false, None),
            (b"CG", false, Some(1)),
        ];
        for (call, is_forward, expected) in rows {
            assert_eq!(count(*call, site, is_forward), expected, "{call:?} {is_forward}");
        }
        let (known, open) = (predict(&calls(b"GG"), true).expect("told"), predict(&calls(b"GG"), false).expect("told"));
        assert_eq!(open.missing(), ["rs16891982"]);
        let (known, open) = (known.probability(Colour::Blue), open.probability(Colour::Blue));
        assert!(open.low() < known.low() && open.high() >= known.high(), "the range is wider");
    }

    #[test]
    fn missing_sites_widen_the_range_and_undo_calls() {
        let mut calls = calls(b"GG");
        assert_eq!(predict(&calls, true).expect("told").call(), Some(Colour::Blue));
        for call in calls.iter_mut().skip(1) {
            *call = None;
        }
        let found = predict(&calls, true).expect("told");
        assert_eq!((found.call(), found.missing().len()), (None, 5));
        let ranges = [Colour::Blue, Colour::Intermediate, Colour::Brown].map(|colour| found.probability(colour));
        assert!((ranges.iter().map(|range| range.value()).sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(
            ranges.iter().all(|range| 0.0 < range.low() && range.low() < range.value() && range.value() < range.high())
        );
    }

    /// Both sets say that T at rs12896399 makes for blue, though they count different alleles.
    #[test]
    fn both_sets_agree_on_the_direction_of_every_site() {
        let mut apart = 0.0_f64;
        for number in 0..3_u32.pow(6) {
            let copies: [u8; 6] = std::array::from_fn(|site| (number / 3_u32.pow(site as u32) % 3) as u8);
            let both = FIRST.probabilities(&copies).into_iter().zip(SECOND.probabilities(&copies));
            apart = both.fold(apart, |apart, (first, second)| apart.max((first - second).abs()));
        }
        assert!(apart < 0.26, "{apart}");
        for site in 0..6 {
            let blue = |set: &Coefficients, copies: u8| {
                let mut all = [0, 0, 1, 0, 0, 0];
                all[site] = copies;
                set.probabilities(&all)[0]
            };
            let rises = |set: &Coefficients| blue(set, 2) > blue(set, 0);
            assert_eq!(rises(&FIRST), rises(&SECOND), "{}", SITES[site].rsid);
        }
    }
}
