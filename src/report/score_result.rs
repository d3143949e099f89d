//! Turns a tally into one score's entry of the report.

use super::score_findings;
use super::standing::{AbsoluteRisk, Compared, Percentile};
use crate::finding::Finding;
use crate::genome::{Chromosome, Site};
use crate::matching::{Choice, Excluded, Positions};
use crate::reference::CanRisk;
use crate::scoring::Tally;
use crate::scoring::tally::shown_site;
use crate::weights::{ScoreTable, WeightType};
use serde::Serialize;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// A row that did not count, among the largest.
#[derive(Clone, Debug, Serialize)]
pub struct MissingEffect {
    /// Name of the row.
    pub variant: SmolStr,
    /// Chromosome, where it has one.
    pub chromosome: Option<&'static str>,
    /// Weight as the author wrote it.
    pub effect_weight: SmolStr,
    /// Share of the score's variance, or of Σ|w|.
    pub share: f64,
    /// The rule that applied.
    pub reason: &'static str,
}

/// A row that counted, among the largest.
#[derive(Clone, Debug, Serialize)]
pub struct Contribution {
    /// Name of the row.
    pub variant: SmolStr,
    /// Chromosome.
    pub chromosome: Option<&'static str>,
    /// Position.
    pub position: Option<u32>,
    /// Effect allele.
    pub effect_allele: SmolStr,
    /// Other allele.
    pub other_allele: Option<SmolStr>,
    /// Weight as the author wrote it.
    pub effect_weight: SmolStr,
    /// Copies of the effect allele.
    pub dosage: f64,
    /// What they add.
    pub contribution: f64,
}

/// A chromosome's part of the sum.
#[derive(Clone, Debug, Serialize)]
pub struct ChromosomeSum {
    /// `1`–`22`, `X`, `Y`, `MT`, or empty for rows without a place.
    pub chromosome: &'static str,
    /// Rows.
    pub rows: u64,
    /// Rows that count.
    pub matched: u64,
    /// Their sum.
    pub sum: f64,
}

/// How much of the score was found.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Coverage {
    /// matched ÷ rows.
    pub rows: f64,
    /// Share of Σ2p(1−p)β²; none without frequencies.
    pub variance: Option<f64>,
    /// Share of Σ|w|.
    pub weight: f64,
    /// What the shares of missing effects are of: `variance` or `weight`.
    pub share_of: &'static str,
}

/// Rows that cannot be scored.
#[derive(Clone, Debug, Serialize)]
pub struct UnsupportedRows {
    /// Why.
    pub reason: &'static str,
    /// How many.
    pub rows: u64,
    /// Their share of Σ|w|.
    pub share_of_weight: f64,
}

/// How rows found their markers.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct JoinedRows {
    /// By position.
    pub position: u64,
    /// By rsID.
    pub rsid: u64,
}

/// Matched rows on the file's strand and on the other.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct StrandRows {
    /// As written.
    pub direct: u64,
    /// On the other strand.
    pub flipped: u64,
    /// Whether rows that tell the strand prove that file and score are on the same.
    pub proven: bool,
}

/// With at least this many rows that tell the strand, and at most one in two hundred of them on the other, it is proven. An
/// A/T or C/G row is then as likely to be right as the rows beside it.
const TELLING_MIN: u64 = 100;
const FLIPPED_MAX: f64 = 1.0 / 200.0;

impl StrandRows {
    fn of(table: &ScoreTable, tally: &Tally, flipped: u64) -> Self {
        let direct = tally.matched - flipped;
        // Rows that read the same on both strands tell nothing; where they are kept, they count among the direct ones.
        let are_out = tally.excluded.contains_key(&Excluded::Palindromic);
        let (palindromes, longer) = table.strandless();
        let silent = longer + if are_out { 0 } else { palindromes };
        // Nor do I and D, which stand for either strand, and rows without their other allele, which are never flipped.
        let paired: u64 = tally.kinds.iter().filter(|(kind, _)| kind.has_other()).map(|(_, count)| count).sum();
        let telling = paired.saturating_sub(silent).max(flipped);
        let proven = telling >= TELLING_MIN && flipped as f64 <= FLIPPED_MAX * telling as f64;
        Self { direct, flipped, proven }
    }
}

/// One score of one person.
#[derive(Clone, Debug, Serialize)]
pub struct ScoreResult {
    /// The score's id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// What it predicts.
    #[serde(rename = "trait")]
    pub trait_reported: Option<String>,
    /// Rows, every one of them: matched + excluded + unmatched + no_call.
    pub rows: u64,
    /// Rows that count.
    pub matched: u64,
    /// Rows left out, by reason.
    pub excluded: BTreeMap<&'static str, u64>,
    /// Rows with nothing to compare with.
    pub unmatched: u64,
    /// Rows whose marker was not called.
    pub no_call: u64,
    /// Matched rows by kind.
    pub kinds: BTreeMap<&'static str, u64>,
    /// Sum of the contributions.
    pub observed_sum: f64,
    /// The same plus what missing rows are expected to add.
    pub filled_sum: Option<f64>,
    /// Rows filled.
    pub filled_rows: u64,
    /// Whose frequencies they were filled by: `score`, `file` where the score has none, or `score-and-file`.
    pub filled_from: Option<&'static str>,
    /// How much was found.
    pub coverage: Coverage,
    /// Rows that cannot be scored.
    pub unsupported: Vec<UnsupportedRows>,
    /// Largest missing effects.
    pub missing: Vec<MissingEffect>,
    /// Largest contributions.
    pub largest: Vec<Contribution>,
    /// By chromosome.
    pub chromosomes: Vec<ChromosomeSum>,
    /// How rows found their markers.
    pub joined: JoinedRows,
    /// Strand of the matched rows.
    pub strand: StrandRows,
    /// Columns the score was joined by.
    pub positions: Positions,
    /// Where it was published.
    pub citation: Option<String>,
    /// Terms of use.
    pub license: Option<String>,
    /// Scale of the weights.
    pub weight_type: WeightType,
    /// Where the person stands, or why that is withheld; not there where nobody asked, as the next two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percentile: Option<Percentile>,
    /// The sum standardised along principal components; null where the percentile rests on frequencies or is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub z_norm2: Option<Option<f64>>,
    /// Absolute risk, or why that is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absolute_risk: Option<AbsoluteRisk>,
    /// What the score's pack says for CanRisk; not there where it says nothing, and where nobody compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canrisk: Option<CanRisk>,
    /// What the person must know.
    pub findings: Vec<Finding>,
}

impl ScoreResult {
    /// Takes what was found of where the person stands.
    pub fn stand(&mut self, compared: Compared) {
        self.percentile = Some(compared.percentile);
        self.z_norm2 = Some(compared.z_norm2);
        self.absolute_risk = Some(compared.absolute_risk);
        self.canrisk = compared.canrisk;
    }
}

/// Describes one score of one person.
pub fn describe_score(table: &ScoreTable, choice: Choice, tally: &Tally, file_findings: &[Finding]) -> ScoreResult {
    let header = &table.header;
    let flipped = tally.kinds.iter().filter(|(kind, _)| kind.is_flip()).map(|(_, count)| count).sum::<u64>();
    let mut findings = file_findings.to_vec();
    let strand = StrandRows::of(table, tally, flipped);
    findings.extend(score_findings::of_tally(tally, choice, strand, header.genome_build.is_some()));
    findings.extend(score_findings::of_lifting(table, choice));
    let name_of = |site: Site| site.chromosome().map(Chromosome::name);
    ScoreResult {
        id: header.id.clone(),
        name: header.name.clone(),
        trait_reported: header.trait_reported.clone(),
        rows: tally.rows,
        matched: tally.matched,
        excluded: tally.excluded.iter().map(|(reason, count)| (reason.code(), *count)).collect(),
        unmatched: tally.unmatched,
        no_call: tally.no_call,
        kinds: tally.kinds.iter().map(|(kind, count)| (kind.name(), *count)).collect(),
        observed_sum: tally.observed_sum,
        filled_sum: tally.filled_sum,
        filled_rows: tally.filled_rows,
        filled_from: match (table.has_frequencies(), tally.fills_from_file) {
            (true, true) => Some("score-and-file"),
            (true, false) => Some("score"),
            (false, true) => Some("file"),
            (false, false) => None,
        },
        coverage: Coverage {
            rows: tally.matched as f64 / tally.rows.max(1) as f64,
            variance: tally.variance_coverage,
            weight: tally.weight_coverage,
            share_of: if table.has_frequencies() { "variance" } else { "weight" },
        },
        unsupported: tally
            .unsupported
            .iter()
            .map(|(reason, (rows, share))| UnsupportedRows {
                reason: reason.code(),
                rows: *rows,
                share_of_weight: *share,
            })
            .collect(),
        missing: tally
            .missing
            .iter()
            .map(|&(row, share, outcome)| MissingEffect {
                variant: table.name(row),
                chromosome: name_of(shown_site(table, row, choice.positions)),
                effect_weight: table.weight_name(row),
                share,
                reason: outcome.rule(),
            })
            .collect(),
        largest: tally
            .largest
            .iter()
            .map(|&(row, site, dosage)| describe_contribution(table, row, site, dosage))
            .collect(),
        chromosomes: tally
            .chromosomes
            .iter()
            .enumerate()
            .filter(|(_, of)| of.rows > 0)
            .map(|(index, of)| ChromosomeSum {
                chromosome: Chromosome::from_index(index as u8).map_or("", Chromosome::name),
                rows: of.rows,
                matched: of.matched,
                sum: of.sum.value(),
            })
            .collect(),
        joined: JoinedRows { position: tally.matched - tally.joined_by_id, rsid: tally.joined_by_id },
        strand,
        positions: choice.positions,
        citation: header.citation.clone(),
        license: header.license.clone(),
        weight_type: header.weight_type,
        percentile: None,
        z_norm2: None,
        absolute_risk: None,
        canrisk: None,
        findings: findings.into_iter().map(|finding| finding.of_input(&header.id)).collect(),
    }
}

fn describe_contribution(table: &ScoreTable, row: usize, site: Site, dosage: f64) -> Contribution {
    let alleles = table.row(row);
    let text = |id| {
        let text = table.allele_text(id);
        std::str::from_utf8(text).map_or_else(|_| String::from_utf8_lossy(text).into(), SmolStr::new)
    };
    Contribution {
        variant: table.name(row),
        chromosome: site.chromosome().map(Chromosome::name),
        position: site.is_some().then(|| site.position()),
        effect_allele: text(alleles.effect),
        other_allele: alleles.other.is_some().then(|| text(alleles.other)),
        effect_weight: table.weight_name(row),
        dosage,
        contribution: alleles.model.contribution(alleles.weight, dosage),
    }
}
