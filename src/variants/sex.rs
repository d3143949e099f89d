//! Tells the sex from the calls on X and Y.

use crate::genome::{Build, Call, Chromosome, Sex, Site};
use serde::Serialize;

/// What X (outside the pseudo-autosomal regions) and Y show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SexEvidence {
    /// Calls on X.
    pub x_calls: u64,
    /// Those that are heterozygous.
    pub x_heterozygous: u64,
    /// Those written with one letter.
    #[serde(skip)]
    pub x_one_letter: u64,
    /// Calls on Y.
    pub y_calls: u64,
    /// Markers on Y.
    pub y_markers: u64,
}

/// With at least this many X calls their heterozygosity alone decides.
const X_CALLS_ENOUGH: u64 = 30;
/// Genotyping errors make up to about 1 % of a male's X calls heterozygous; a female has 10 % or more.
const MALE_HETEROZYGOSITY_MAX: f64 = 0.03;

impl SexEvidence {
    /// Counts the calls of one person.
    pub fn count(sites: &[Site], calls: &[Call], build: Build) -> Self {
        let mut evidence = Self::default();
        // Sites are sorted: X and Y lie together near the end.
        let from = Site::new(Chromosome::X, 1);
        let start = sites.partition_point(|site| *site < from);
        for (site, call) in sites.iter().zip(calls).skip(start) {
            match site.chromosome() {
                Some(Chromosome::X) if !build.is_pseudo_autosomal_x(site.position()) && !call.is_none() => {
                    evidence.x_calls += 1;
                    evidence.x_heterozygous += u64::from(call.is_heterozygous());
                    evidence.x_one_letter += u64::from(matches!(call.alleles(), (Some(_), None)));
                }
                Some(Chromosome::Y) => {
                    evidence.y_markers += 1;
                    evidence.y_calls += u64::from(!call.is_none());
                }
                _ => {}
            }
        }
        evidence
    }

    /// The sex that this shows; unknown where X and Y say too little or contradict each other.
    pub fn sex(&self) -> Sex {
        let heterozygosity = self.x_heterozygous as f64 / (self.x_calls.max(1)) as f64;
        let x_is_single = heterozygosity <= MALE_HETEROZYGOSITY_MAX;
        let y_is_called = self.y_markers > 0 && self.y_calls * 2 > self.y_markers;
        if self.x_one_letter * 2 > self.x_calls && x_is_single {
            return Sex::Male;
        }
        if self.x_heterozygous > 0 && !x_is_single && !y_is_called {
            return Sex::Female;
        }
        if self.x_calls > 0 && x_is_single && y_is_called {
            return Sex::Male;
        }
        if self.x_calls >= X_CALLS_ENOUGH && self.y_markers == 0 {
            return if x_is_single { Sex::Male } else { Sex::Female };
        }
        Sex::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_x_and_y_show() {
        let rows = [
            ("one letter on X", SexEvidence { x_calls: 2, x_one_letter: 2, ..Default::default() }, Sex::Male),
            (
                "doubled X, Y called",
                SexEvidence { x_calls: 5000, x_heterozygous: 20, y_calls: 900, y_markers: 1000, ..Default::default() },
                Sex::Male,
            ),
            (
                "two X, Y silent",
                SexEvidence { x_calls: 5000, x_heterozygous: 900, y_calls: 10, y_markers: 1000, ..Default::default() },
                Sex::Female,
            ),
            ("two X, no Y markers", SexEvidence { x_calls: 40, x_heterozygous: 9, ..Default::default() }, Sex::Female),
            ("one X, no Y markers", SexEvidence { x_calls: 40, ..Default::default() }, Sex::Male),
            (
                "two X and a Y",
                SexEvidence { x_calls: 5000, x_heterozygous: 900, y_calls: 900, y_markers: 1000, ..Default::default() },
                Sex::Unknown,
            ),
            ("too little", SexEvidence { x_calls: 3, ..Default::default() }, Sex::Unknown),
            ("nothing", SexEvidence::default(), Sex::Unknown),
        ];
        for (name, evidence, expected) in rows {
            assert_eq!(evidence.sex(), expected, "{name}");
        }
    }
}
