//! Counts what a BGEN file has that is bent or left out, and says it in words.

use crate::finding::{Finding, Severity};
use crate::genome::Reading;

/// What a file had that is counted. What concerns calls covers only the variants whose calls were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub records: u64,
    pub other_contigs: u64,
    pub unplaced: u64,
    pub beyond_ends: u64,
    pub many_alleles: u64,
    /// Calls of more copies than are kept.
    pub many_copies: u64,
    pub odd_probabilities: u64,
    /// Samples whose names were made up.
    pub made_up_names: u64,
    /// Samples that the list beside the file names otherwise.
    pub other_names: u64,
}

impl Counts {
    /// The counts in words.
    pub fn findings(&self, reading: &Reading) -> Vec<Finding> {
        use Severity::{Fix, Info, Note};
        let unless_none = |least: Option<u32>| if least.is_some() { self.records } else { 0 };
        let rows = [
            (
                "sample-names-differ",
                Fix,
                self.other_names,
                "The .sample file names samples otherwise than the BGEN file itself; its names are used. Check that the two belong together.",
            ),
            (
                "beyond-chromosome",
                Fix,
                self.beyond_ends,
                "Records beyond their chromosome's end in GRCh36, GRCh37 and GRCh38 were left out: the positions may be of another assembly.",
            ),
            (
                "sample-names-made-up",
                Note,
                self.made_up_names,
                "The file does not name its samples and no .sample file was given; they are called sample_1, sample_2 and so on, in file order.",
            ),
            ("many-alleles", Note, self.many_alleles, "Records with more than 254 alleles were left out."),
            ("many-copies", Note, self.many_copies, "Calls of more than 32 copies count as no-calls."),
            (
                "odd-probabilities",
                Note,
                self.odd_probabilities,
                "Calls whose genotype probabilities do not add up to 1 count as no-calls.",
            ),
            (
                "dosages-for-hard-calls",
                Info,
                self.records,
                "BGEN has probabilities in place of calls. One that is certain is the call; elsewhere the expected copies count.",
            ),
            (
                "first-allele-is-ref",
                Info,
                self.records,
                "BGEN does not say which allele is REF; the first is taken for it. Sums do not depend on it where there are two alleles.",
            ),
            ("other-contigs", Info, self.other_contigs, "Records on alternative contigs were left out."),
            (
                "unplaced-markers",
                Info,
                self.unplaced,
                "Markers without chromosome or position. Scores can reach them only by rsID.",
            ),
            (
                "calls-without-quality",
                Info,
                unless_none(reading.least_quality),
                "Calls without a genotype quality were kept.",
            ),
            ("calls-without-depth", Info, unless_none(reading.least_depth), "Calls without a depth were kept."),
        ];
        let counted = rows.into_iter().filter(|(_, _, count, _)| *count > 0);
        counted.map(|(code, severity, count, text)| Finding::new(code, severity, count, text)).collect()
    }
}
