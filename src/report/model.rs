//! Holds the report as it is saved and printed; `www/shared/report.ts` is its twin.

use super::appearance::Appearance;
use super::score_result::ScoreResult;
use crate::calibration::Relative;
use crate::error::Role;
use crate::finding::Finding;
use crate::genome::{self, Build, Dosage, Sex};
use crate::matching::{Duplicates, MultiAllelic, Palindromes, RuleSet};
use crate::reference::PublishedValidation;
use crate::scoring::Absent;
use crate::variants::assemble::ChromosomeSummary;
use crate::variants::build_check::BuildEvidence;
use crate::variants::merge_people::Agreement;
use crate::variants::sex::SexEvidence;
use crate::weights::WeightType;
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// What the run did, as checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct OptionsUsed {
    /// Rule set.
    pub rules: RuleSet,
    /// The genotype files' build as stated.
    pub build: Option<Build>,
    /// A/T and C/G rows.
    pub palindromes: Palindromes,
    /// Sites with several alternate alleles.
    pub multiallelic: MultiAllelic,
    /// Rows on the same marker.
    pub duplicates: Duplicates,
    /// Copies that a male's one X allele counts as.
    pub male_x: u8,
    /// Which field of a file of records counts.
    pub dosage: Dosage,
    /// Calls of a lower genotype quality are no-calls.
    pub min_gq: Option<u32>,
    /// Calls on fewer reads are no-calls.
    pub min_dp: Option<u32>,
    /// Records that a filter caught have no calls.
    pub pass_only: bool,
    /// Rows that a file of variants alone has no record of; none where nobody has said.
    pub absent: Option<Absent>,
    /// Whether consumer files were merged as one person's.
    pub merge: bool,
}

/// One file that went in.
#[derive(Clone, Debug, Serialize)]
pub struct Input {
    /// What it is to the run.
    pub role: Role,
    /// File name.
    pub name: String,
    /// Length of the stored file.
    pub bytes: u64,
    /// Hash of the stored file; none where the file was looked into by its index and not read whole.
    pub sha256: Option<String>,
    /// Stable code of the format.
    pub format: &'static str,
    /// The build of its positions.
    pub build: Option<Build>,
}

/// One person and their scores.
#[derive(Clone, Debug, Serialize)]
pub struct Sample<'a> {
    /// Name of the sample: the file's name without its endings, as consumer files name nobody.
    pub id: String,
    /// Sex that the calls show.
    pub sex: Sex,
    /// The genotype file.
    pub input: String,
    /// What rows that a file of variants alone has no record of count as; none of other files, and where nobody has said.
    pub absent: Option<Absent>,
    /// What is said of the person's appearance; not there where nobody asked for a comparison.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appearance: Option<&'a Appearance>,
    /// One entry for each score, in the order they were added.
    pub scores: Vec<&'a ScoreResult>,
}

/// The ancestry panel that people were compared by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReferenceUsed {
    /// Its name.
    pub name: String,
    /// Hash of it as it is stored.
    pub sha256: String,
    /// Age in years from which risks count, as was asked.
    pub age_years: usize,
    /// What was stated of relatives; not there where nothing was.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub family_history: Vec<StatedRelative>,
}

/// What was stated of a relative of one person, about the disease of one score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedRelative {
    /// The person's place among the report's samples, from 0.
    pub sample: usize,
    /// The score's place among each sample's scores, from 0.
    pub score: usize,
    /// A parent, full sibling or child who has or had the disease, or who came through life without it.
    pub relative: Relative,
}

/// The whole report.
#[derive(Clone, Debug, Serialize)]
pub struct Report<'a> {
    /// Version of the program.
    pub tallele: &'static str,
    /// Version of this JSON.
    pub schema: u32,
    /// What the run did.
    pub options: OptionsUsed,
    /// Every file that went in.
    pub inputs: Vec<Input>,
    /// By what people were compared; not there where nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<ReferenceUsed>,
    /// Every person.
    pub samples: Vec<Sample<'a>>,
    /// What belongs to files and to the run as a whole, and each score's findings with its id.
    pub findings: Vec<Finding>,
}

/// Calls that repeat or contradict each other at a site.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct DuplicateCounts {
    /// Say the same.
    pub agreeing: u64,
    /// Contradict each other.
    pub conflicting: u64,
}

/// What the build rests on.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct BuildEvidenceShown {
    /// Well-known markers at their place in each build.
    pub markers: BuildEvidence,
    /// The header's word.
    pub header: Option<Build>,
}

/// Samples by sex, as the file states it or the calls on X and Y show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SexCounts {
    /// Two X, no Y.
    pub female: u64,
    /// One X, a Y.
    pub male: u64,
    /// Neither stated nor shown.
    pub unknown: u64,
}

impl SexCounts {
    /// Counts the samples.
    pub fn of(samples: &[genome::Sample]) -> Self {
        Self::of_sexes(samples.iter().map(|sample| sample.sex.unwrap_or_default()))
    }

    /// Counts the sexes of samples.
    pub fn of_sexes(sexes: impl Iterator<Item = Sex>) -> Self {
        let mut counts = Self::default();
        for sex in sexes {
            *match sex {
                Sex::Female => &mut counts.female,
                Sex::Male => &mut counts.male,
                Sex::Unknown => &mut counts.unknown,
            } += 1;
        }
        counts
    }
}

/// A file that was merged with those before it, as one person's.
#[derive(Clone, Debug, Serialize)]
pub struct MergedFile {
    /// File name.
    pub name: String,
    /// Name of the format for people.
    pub vendor: &'static str,
    /// Its markers.
    pub markers: u64,
    /// How its calls stand to those of the files before it; none for the first.
    pub agreement: Option<Agreement>,
}

/// How much of a file was read to show what is shown of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PartlyRead {
    /// Records read.
    pub records: u64,
    /// Records that the file has, where its index counts them.
    pub of: Option<u64>,
}

/// Samples that the file doctor names; it counts the rest.
pub const NAMES_SHOWN: usize = 5;

/// What the file doctor shows of one genotype file.
#[derive(Clone, Debug, Serialize)]
pub struct GenotypeFile {
    /// File name.
    pub name: String,
    /// Length of the stored file.
    pub bytes: u64,
    /// Stable code of the format.
    pub format: &'static str,
    /// Name for people.
    pub vendor: &'static str,
    /// Why we think so.
    pub reasons: Vec<String>,
    /// How it was packed.
    pub wrapping: Vec<&'static str>,
    /// The member read, of a zip.
    pub member: Option<String>,
    /// Name of the sample, or how many there are.
    pub sample: String,
    /// Samples that are scored.
    pub samples: u64,
    /// The files of one person that were merged; empty for a file that stands alone.
    pub merged: Vec<MergedFile>,
    /// The first of them by name; see [`NAMES_SHOWN`].
    pub sample_names: Vec<String>,
    /// Every file of a set, by name, where there are several.
    pub files: Vec<String>,
    /// Whether a single sample's file lists only places where it differs from the reference.
    pub variants_only: Option<bool>,
    /// What rows that such a file has no record of count as; none of other files, and where nobody has said.
    pub absent: Option<Absent>,
    /// Records that a filter of the laboratory's caught; they count unless `pass_only` is chosen.
    pub filtered: u64,
    /// Records that say that nothing but REF was seen over a stretch.
    pub reference_blocks: u64,
    /// Build of the positions.
    pub build: Option<Build>,
    /// What that rests on.
    pub build_evidence: BuildEvidenceShown,
    /// Sex of the one sample, as the file states it or the calls show it; unknown where there are several.
    pub sex: Sex,
    /// How many samples are of which.
    pub sexes: SexCounts,
    /// What that rests on.
    pub sex_evidence: SexEvidence,
    /// Set where a part of the file was read alone: every count here is of that part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partly: Option<PartlyRead>,
    /// Markers kept.
    pub markers: u64,
    /// Those called; not there where several samples' calls were not counted, as the next three.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub called: Option<u64>,
    /// Those not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_calls: Option<u64>,
    /// called ÷ markers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_rate: Option<f64>,
    /// Heterozygous calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heterozygous: Option<u64>,
    /// Calls of D and I.
    pub indels: u64,
    /// Markers that share a site.
    pub duplicates: DuplicateCounts,
    /// Per chromosome.
    pub chromosomes: Vec<ChromosomeSummary>,
    /// Markers in the pseudo-autosomal regions of X.
    pub pseudo_autosomal: u64,
    /// Whether the file was in genome order.
    pub sorted: bool,
    /// Line of the first row of data.
    pub first_line: u64,
    /// A guess at the chip.
    pub chip_guess: Option<&'static str>,
    /// What the person must know.
    pub findings: Vec<Finding>,
}

/// What is known of an added score.
#[derive(Clone, Debug, Serialize)]
pub struct ScoreFileInfo {
    /// Number of the score in the session, from 0.
    pub index: usize,
    /// File name.
    pub input: String,
    /// Length of the stored file.
    pub bytes: u64,
    /// Stable code of the format.
    pub format: &'static str,
    /// The score's id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// What it predicts.
    #[serde(rename = "trait")]
    pub trait_reported: Option<String>,
    /// Rows.
    pub rows: u64,
    /// Build of the author's positions.
    pub genome_build: Option<Build>,
    /// Build of the harmonised positions.
    pub harmonised_build: Option<Build>,
    /// Where it was published.
    pub citation: Option<String>,
    /// Terms of use.
    pub license: Option<String>,
    /// Scale of the weights.
    pub weight_type: WeightType,
    /// Header keys as written.
    pub keys: Vec<(String, String)>,
    /// Codes of the reference groups that it brings figures of; empty where a percentile has no basis.
    pub calibrated: Vec<String>,
    /// What was published of its accuracy, where its pack says so.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shared")]
    pub validation: Option<Rc<PublishedValidation>>,
    /// What the person must know.
    pub findings: Vec<Finding>,
}

/// What is shared is written as if it were held.
fn shared<S: Serializer>(of: &Option<Rc<PublishedValidation>>, serializer: S) -> Result<S::Ok, S::Error> {
    of.as_deref().serialize(serializer)
}
