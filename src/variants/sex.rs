//! Tells the sex from the calls on X and Y.

use crate::genome::{Build, Call, Chromosome, Sex, Site};
use serde::Serialize;

/// What X (outside the pseudo-autosomal regions) and Y show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SexEvidence {
    /// Calls on X; of a file of records those that differ from REF.
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

    /// Takes the call of one record on X or Y, of which `of_any` copies were called, `of_reference` of them REF. A record
    /// that most people are REF at says nothing of X, and how many of these a file lists is its author's choice; so only
    /// calls with an ALT count there.
    pub fn take_record(&mut self, site: Site, of_reference: u8, of_any: u8, is_heterozygous: bool) {
        // The build is not settled yet: what any of them calls pseudo-autosomal is left out.
        let is_pseudo_autosomal = || Build::ALL.iter().any(|build| build.is_pseudo_autosomal_x(site.position()));
        match site.chromosome() {
            Some(Chromosome::X) if of_reference < of_any && !is_pseudo_autosomal() => {
                self.x_calls += 1;
                self.x_heterozygous += u64::from(is_heterozygous);
                self.x_one_letter += u64::from(of_any == 1);
            }
            Some(Chromosome::Y) => {
                self.y_markers += 1;
                self.y_calls += u64::from(of_any > 0);
            }
            _ => {}
        }
    }

    /// Adds what other records of the same person show.
    pub fn absorb(&mut self, more: &Self) {
        self.x_calls = self.x_calls.saturating_add(more.x_calls);
        self.x_heterozygous = self.x_heterozygous.saturating_add(more.x_heterozygous);
        self.x_one_letter = self.x_one_letter.saturating_add(more.x_one_letter);
        self.y_calls = self.y_calls.saturating_add(more.y_calls);
        self.y_markers = self.y_markers.saturating_add(more.y_markers);
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
    fn records_count_where_they_differ_from_ref() {
        let site = |chromosome: &[u8], position| Site::new(Chromosome::parse(chromosome).expect("known"), position);
        let mut woman = SexEvidence::default();
        let mut man = SexEvidence::default();
        for position in 5_000_000..5_000_100 {
            // Rare variants: most people are REF nearly everywhere.
            let differs = position % 10 == 0;
            woman.take_record(site(b"X", position), 2 - u8::from(differs), 2, differs);
            man.take_record(site(b"X", position), u8::from(!differs), 1, false);
        }
        woman.take_record(site(b"X", 5_000_200), 0, 2, false);
        man.take_record(site(b"X", 100_000), 1, 2, true);
        woman.take_record(site(b"Y", 7_000_000), 0, 0, false);
        assert_eq!((woman.x_calls, woman.x_heterozygous, woman.y_markers, woman.y_calls), (11, 10, 1, 0));
        assert_eq!((man.x_calls, man.x_heterozygous, man.x_one_letter), (10, 0, 10));
        assert_eq!((woman.sex(), man.sex()), (Sex::Female, Sex::Male));
    }

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
