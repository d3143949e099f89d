//! Turns a tally into one score's entry of the report.

use crate::finding::{Finding, Severity};
use crate::genome::{Chromosome, Site};
use crate::matching::positions::Choice;
use crate::matching::{Excluded, Positions};
use crate::scoring::Tally;
use crate::scoring::tally::shown_site;
use crate::weights::{ScoreTable, WeightType};
use serde::Serialize;
use std::collections::BTreeMap;

/// A row that did not count, among the largest.
#[derive(Clone, Debug, Serialize)]
pub struct MissingEffect {
    /// Name of the row.
    pub variant: String,
    /// Chromosome, where it has one.
    pub chromosome: Option<&'static str>,
    /// Weight as the author wrote it.
    pub effect_weight: String,
    /// Share of the score's variance, or of Σ|w|.
    pub share: f64,
    /// The rule that applied.
    pub reason: &'static str,
}

/// A row that counted, among the largest.
#[derive(Clone, Debug, Serialize)]
pub struct Contribution {
    /// Name of the row.
    pub variant: String,
    /// Chromosome.
    pub chromosome: Option<&'static str>,
    /// Position.
    pub position: Option<u32>,
    /// Effect allele.
    pub effect_allele: String,
    /// Other allele.
    pub other_allele: Option<String>,
    /// Weight as the author wrote it.
    pub effect_weight: String,
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
    /// What the person must know.
    pub findings: Vec<Finding>,
}

/// Describes one score of one person.
pub fn describe_score(table: &ScoreTable, choice: Choice, tally: &Tally, file_findings: &[Finding]) -> ScoreResult {
    let header = &table.header;
    let flipped = tally.kinds.iter().filter(|(kind, _)| kind.is_flip()).map(|(_, count)| count).sum::<u64>();
    let mut findings = file_findings.to_vec();
    findings.extend(findings_of(tally, choice, flipped, header.genome_build.is_some()));
    findings.extend(findings_of_lifting(table, choice));
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
                effect_weight: table.weight_text(row).into_owned(),
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
        strand: StrandRows { direct: tally.matched - flipped, flipped },
        positions: choice.positions,
        citation: header.citation.clone(),
        license: header.license.clone(),
        weight_type: header.weight_type,
        findings: findings.into_iter().map(|finding| finding.of_input(&header.id)).collect(),
    }
}

fn describe_contribution(table: &ScoreTable, row: usize, site: Site, dosage: f64) -> Contribution {
    let alleles = table.row(row);
    let text = |id| String::from_utf8_lossy(table.allele_text(id)).into_owned();
    Contribution {
        variant: table.name(row),
        chromosome: site.chromosome().map(Chromosome::name),
        position: site.is_some().then(|| site.position()),
        effect_allele: text(alleles.effect),
        other_allele: alleles.other.is_some().then(|| text(alleles.other)),
        effect_weight: table.weight_text(row).into_owned(),
        dosage,
        contribution: alleles.model.contribution(alleles.weight, dosage),
    }
}

fn findings_of_lifting(table: &ScoreTable, choice: Choice) -> Vec<Finding> {
    let Positions::Lifted(build) = choice.positions else { return Vec::new() };
    let Some(lifted) = table.lifted(build) else { return Vec::new() };
    let carried = lifted.sites.iter().filter(|site| site.is_some()).count() as u64;
    let from = lifted.from;
    let text = format!("The score's positions were carried from {from} to {build} by the chain file.");
    let mut findings = vec![Finding::new("positions-lifted", Severity::Info, carried, text)];
    let lost = lifted.lost + lifted.turned;
    if lost > 0 {
        let text = format!(
            "Rows could not be carried from {from} to {build}: the builds are not aligned at {} of them, and {} lie where the strand is turned and their alleles do not tell it. They count as missing unless their rsID is found.",
            lifted.lost, lifted.turned
        );
        findings.push(Finding::new("rows-not-lifted", Severity::Note, lost, text));
    }
    findings
}

/// Flips beyond this share of the matched rows ask for a look. Author files that name some rows on the other strand are
/// common, and each of these is proven by its alleles; where a whole file is on the other strand, nearly all rows flip.
const FLIPS_RARE: f64 = 0.1;

fn findings_of(tally: &Tally, choice: Choice, flipped: u64, states_build: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |code, severity, count: u64, text: &str| {
        if count > 0 {
            findings.push(Finding::new(code, severity, count, text));
        }
    };
    let excluded = |reason| tally.excluded.get(&reason).copied().unwrap_or(0);
    add(
        "palindromic-excluded",
        Severity::Note,
        excluded(Excluded::Palindromic),
        "A/T and C/G rows read the same on both strands and were left out; on a file whose strand is sure they can be kept.",
    );
    add(
        "duplicate-rows",
        Severity::Note,
        excluded(Excluded::Duplicate),
        "Rows on a marker that another row of the score counts were left out.",
    );
    add(
        "dosage-weights-ignored",
        Severity::Fix,
        excluded(Excluded::DosageWeights),
        "pgsc_calc does not use weights by dosage, so these rows do not count under its rules.",
    );
    let many = flipped >= 10 && flipped as f64 > FLIPS_RARE * tally.matched as f64;
    add(
        "flipped-rows",
        if many { Severity::Fix } else { Severity::Info },
        flipped,
        if many {
            "Many rows agree only on the other strand. Check that file and score belong together, and do not keep A/T and C/G rows."
        } else {
            "Rows that agree on the other strand were read there."
        },
    );
    let by_id = choice.positions == Positions::RsId;
    add(
        "joined-by-rsid",
        Severity::Note,
        if by_id { tally.joined_by_id } else { 0 },
        if states_build {
            "The score's positions are on another build, so its rows were found by rsID."
        } else {
            "The score brings no positions that can be relied on, so its rows were found by rsID."
        },
    );
    add(
        "rows-joined-by-rsid",
        Severity::Info,
        if by_id { 0 } else { tally.joined_by_id },
        "Rows or markers without a position were found by rsID.",
    );
    add(
        "score-build-by-fit",
        Severity::Note,
        u64::from(choice.by_fit),
        "The scoring file does not state the build of its positions; they were taken as the genotype file's.",
    );
    let unsupported: u64 = tally.unsupported.values().map(|(rows, _)| rows).sum();
    let scorable = tally.rows - unsupported;
    add(
        "low-coverage",
        Severity::Fix,
        u64::from(scorable > 0 && tally.matched * 2 < scorable),
        "Fewer than half of the score's rows were found, so the sum says little about the whole score.",
    );
    findings
}
