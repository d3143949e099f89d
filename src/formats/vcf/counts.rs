//! Counts what a VCF has that is bent or left out, and says it in words.

use crate::finding::{Finding, Severity};
use crate::formats::dosage::Counts as DosageCounts;

/// What a file had that is counted. What concerns calls covers only the records whose calls were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub records: u64,
    /// Set at the end of a text without records.
    pub is_empty: bool,
    pub other_contigs: u64,
    pub unplaced: u64,
    pub beyond_ends: u64,
    pub many_alleles: u64,
    pub repeated_headers: u64,
    pub has_open_end: bool,
    /// Set at the end of a file that lacks the mark of its end.
    pub may_be_cut: bool,
    pub half_calls: u64,
    pub low_quality: u64,
    pub low_depth: u64,
    pub no_quality: u64,
    pub no_depth: u64,
    pub dosages: DosageCounts,
    pub without_hard_calls: u64,
    pub without_calls: u64,
}

impl Counts {
    /// The counts in words.
    pub fn findings(&self, foreign_lengths: u64) -> Vec<Finding> {
        use Severity::{Fix, Info, Note};
        let rows = [
            ("no-records", Fix, u64::from(self.is_empty), "The file has a header and no records."),
            (
                "foreign-contig-lengths",
                Fix,
                foreign_lengths,
                "The header gives chromosome lengths that none of GRCh36, GRCh37 and GRCh38 has, so the positions may be of another assembly.",
            ),
            (
                "no-final-line-end",
                Note,
                u64::from(self.has_open_end),
                "The last line has no line end, as a file cut short may. It has all of its fields and was read.",
            ),
            ("other-contigs", Info, self.other_contigs, "Records on alternative contigs were left out."),
            ("unplaced-records", Info, self.unplaced, "Records at position 0 were left out."),
            (
                "beyond-chromosome",
                Fix,
                self.beyond_ends,
                "Records beyond their chromosome's end in GRCh36, GRCh37 and GRCh38 were left out: the positions may be of another assembly.",
            ),
            ("many-alleles", Note, self.many_alleles, "Records with more than 254 alleles were left out."),
            ("repeated-header", Info, self.repeated_headers, "Header lines between the records were skipped."),
            ("half-calls", Note, self.half_calls, "Calls with one allele missing count as no-calls."),
            ("low-quality-calls", Note, self.low_quality, "Calls below the least genotype quality count as no-calls."),
            ("low-depth-calls", Note, self.low_depth, "Calls with fewer reads than the least depth count as no-calls."),
            ("calls-without-quality", Info, self.no_quality, "Calls without a genotype quality were kept."),
            ("calls-without-depth", Info, self.no_depth, "Calls without a depth were kept."),
            (
                "dosages-out-of-range",
                Note,
                self.dosages.clamped,
                "Dosages below 0 or above the number of copies were moved to the nearest possible value.",
            ),
            (
                "odd-probabilities",
                Note,
                self.dosages.odd_probabilities,
                "Genotype probabilities that do not add up to 1 were not used; the hard call counts where there is one.",
            ),
            (
                "haplotype-dosages-of-many-alleles",
                Note,
                self.dosages.haplotypes_of_many,
                "Haplotype dosages of records with several ALT alleles were not used; the hard call counts where there is one.",
            ),
            ("dosages-for-hard-calls", Info, self.without_hard_calls, "Records without GT: their dosages count."),
            (
                "records-without-calls",
                Note,
                self.without_calls,
                "Records with neither GT nor a dosage: every sample counts as a no-call.",
            ),
        ];
        let counted = rows.into_iter().filter(|(_, _, count, _)| *count > 0);
        counted.map(|(code, severity, count, text)| Finding::new(code, severity, count, text)).collect()
    }
}
