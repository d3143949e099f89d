//! Decides which column is what: from a header's names, or from the shape of a PLINK row without one.

use super::about_weights::is_about_weights;
use super::columns::{self, ABSENT, Columns};
use super::split::Delimiter;
use super::tool::{self, Tool};
use crate::error::{Error, ErrorKind, Result};
use crate::genome::Build;
use crate::stats::sort_by_number;

/// A column of weights; each makes a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeightColumn {
    /// Which column; absent where a score has dosage weights only.
    pub column: usize,
    /// Whether its name says that it holds ratios, whose logarithm is summed. Whatever `weight_type` says, a column named
    /// `effect_weight` is summed as it stands, as pgscatalog-match and PLINK do.
    pub ratio: bool,
}

/// Which column is what; [`ABSENT`] where the file has none.
#[derive(Debug, Clone)]
pub struct Layout {
    pub delimiter: Delimiter,
    pub columns: Columns,
    pub id: usize,
    pub hm_id: usize,
    pub chromosome: usize,
    pub position: usize,
    pub hm_chromosome: usize,
    pub hm_position: usize,
    pub effect: usize,
    pub other: usize,
    /// Two alleles of which one is the effect allele.
    pub pair: Option<[usize; 2]>,
    pub weights: Vec<WeightColumn>,
    pub dosages: Option<[usize; 3]>,
    pub dominant: usize,
    pub recessive: usize,
    pub haplotype: usize,
    pub diplotype: usize,
    pub interaction: usize,
    pub frequency: usize,
    pub populations: Vec<usize>,
    pub inferred: usize,
    pub variant_type: usize,
    /// The build that the position column's name gives.
    pub build: Option<Build>,
    /// The build that a second position column's name gives.
    pub hm_build: Option<Build>,
    /// Whether ids, alleles and weights are all there is, as PLINK's `--score` takes them.
    pub is_plink: bool,
    /// The program that writes such columns.
    pub tool: Option<Tool>,
    /// What GenoBoost's row is about: a variant or a covariate.
    pub kind: usize,
    /// The GWAS's own effect, beside a weight that LDpred made of it.
    pub raw_effect: usize,
}

impl Layout {
    /// The layout that a header line gives. Where no name says which columns hold weights, `weights` is empty until
    /// [`Self::settle_weights`] has seen a row.
    ///
    /// Errors: `scores-unrecognised`, `genotypes-as-scores`, `score-column-missing`, `score-column-repeated`.
    pub fn from_header(names: Columns, delimiter: Delimiter) -> Result<Self> {
        let find = |aliases: &[&str]| names.find(aliases);
        let tool = Tool::of(&names);
        let named_effect = if tool::counts_second(&names) { find(&["allele2"]) } else { find(columns::EFFECT) };
        let effect = [named_effect, find(columns::FIRST), find(columns::ALT)]
            .into_iter()
            .find(|at| *at != ABSENT)
            .unwrap_or(ABSENT);
        let dosages = ["dosage_0_weight", "dosage_1_weight", "dosage_2_weight"].map(|name| find(&[name]));
        let dosages = dosages.iter().all(|at| *at != ABSENT).then_some(dosages).or(tool::boosted_weights(&names));
        let weights = weight_columns(&names, tool, dosages.is_some());
        if weights.is_empty() && names.has(columns::GENOTYPE) {
            return Err(ErrorKind::GenotypesAsScores.into());
        }
        let unknown = names.unknown();
        let has_weights =
            !weights.is_empty() || (effect != find(columns::ALT) && effect != ABSENT && !unknown.is_empty());
        match (effect != ABSENT, has_weights) {
            (true, true) => {}
            (true, false) => return Err(ErrorKind::ScoreColumnMissing { column: "effect_weight" }.into()),
            (false, true) => return Err(ErrorKind::ScoreColumnMissing { column: "effect_allele" }.into()),
            (false, false) => return Err(ErrorKind::ScoresUnrecognised.into()),
        }
        if let Some(name) = names.repeated() {
            return Err(Error::new(ErrorKind::ScoreColumnRepeated).at_field(name));
        }
        let positions = names.positions();
        let (position, build) = positions.first().copied().unwrap_or((ABSENT, None));
        let (mut hm_position, mut hm_build) = (find(&["hm_pos", "hm_position"]), None);
        let mut hm_chromosome = find(&["hm_chr", "hm_chrom"]);
        if hm_position == ABSENT
            && let Some((second, build)) = positions.iter().skip(1).find(|(_, other)| *other != build)
        {
            (hm_position, hm_build, hm_chromosome) = (*second, *build, find(columns::CHROMOSOME));
        }
        let (other, pair) = other_columns(&names, effect, named_effect != ABSENT);
        // GCTB's `Id` counts rows.
        let id = if tool == Some(Tool::SbayesR) { find(&["name"]) } else { find(columns::ID) };
        let hm_id = find(&["hm_rsid"]);
        if [id, hm_id, position, hm_position].iter().all(|at| *at == ABSENT) {
            return Err(ErrorKind::ScoreColumnMissing { column: "rsID" }.into());
        }
        let exact = find(&["effect_weight"]) != ABSENT;
        Ok(Self {
            delimiter,
            id,
            hm_id,
            chromosome: find(columns::CHROMOSOME),
            position,
            hm_chromosome,
            hm_position,
            effect,
            other,
            pair,
            dosages,
            dominant: find(&["is_dominant"]),
            recessive: find(&["is_recessive"]),
            haplotype: find(&["is_haplotype"]),
            diplotype: find(&["is_diplotype"]),
            interaction: find(&["is_interaction"]),
            frequency: find(columns::FREQUENCY),
            populations: names.population_frequencies(),
            inferred: find(&["hm_inferotherallele"]),
            variant_type: find(&["variant_type"]),
            build,
            hm_build,
            kind: if tool == Some(Tool::GenoBoost) { find(&["kind"]) } else { ABSENT },
            raw_effect: if tool == Some(Tool::Ldpred) { find(&["raw_beta"]) } else { ABSENT },
            tool,
            is_plink: position == ABSENT && other == ABSENT && pair.is_none() && dosages.is_none() && !exact,
            weights,
            columns: names,
        })
    }

    /// Where no name said which columns hold weights: those of unknown name that hold numbers. Beside the weights of a PLINK
    /// table these are scores too, but where their names say that they are about a weight.
    ///
    /// Errors: `score-column-missing`.
    pub fn settle_weights(&mut self, holds_numbers: impl Fn(usize) -> bool) -> Result<()> {
        let unknown = self.columns.unknown();
        if self.weights.is_empty() {
            self.take_numbers(unknown.into_iter(), holds_numbers);
        } else if self.is_plink
            && self.tool.is_none()
            && self.weights.iter().all(|weight| !weight.ratio)
            && self.columns.adjusted().is_empty()
        {
            let is_named = |at: &usize| self.weights.iter().any(|weight| weight.column == *at);
            let is_score =
                |at: &usize| is_named(at) || (!is_about_weights(self.columns.name(*at)) && holds_numbers(*at));
            let columns: Vec<usize> = unknown.into_iter().filter(is_score).collect();
            self.weights = columns.into_iter().map(|column| WeightColumn { column, ratio: false }).collect();
        }
        if self.weights.is_empty() {
            return Err(ErrorKind::ScoreColumnMissing { column: "effect_weight" }.into());
        }
        Ok(())
    }

    pub(super) fn take_numbers(&mut self, columns: impl Iterator<Item = usize>, holds_numbers: impl Fn(usize) -> bool) {
        self.weights =
            columns.filter(|at| holds_numbers(*at)).map(|column| WeightColumn { column, ratio: false }).collect();
    }

    /// Checks a row's number of fields. Fields missing at the end are no harm where nothing that places or weighs the row
    /// is among them.
    ///
    /// Errors: `field-count`.
    #[inline]
    pub fn check_count(&self, found: usize) -> Result<()> {
        let expected = self.columns.written.len();
        if found == expected { Ok(()) } else { self.check_odd_count(expected, found) }
    }

    #[cold]
    fn check_odd_count(&self, expected: usize, found: usize) -> Result<()> {
        let is_needed = |at: usize| at != ABSENT && at >= found;
        let needed = [self.effect, self.chromosome, self.position].into_iter();
        let dosages = self.dosages.into_iter().flatten();
        let weights = self.weights.iter().map(|weight| weight.column);
        // A row may lack all the harmonised columns, not stop in the middle of them.
        let stops_inside = self.hm_position != ABSENT
            && found > self.hm_chromosome.min(self.hm_position)
            && found <= self.hm_chromosome.max(self.hm_position)
            && self.hm_chromosome != ABSENT;
        if found > expected
            || self.delimiter == Delimiter::Blanks
            || stops_inside
            || needed.chain(dosages).chain(weights).any(is_needed)
        {
            return Err(ErrorKind::FieldCount { expected, found }.into());
        }
        Ok(())
    }
}

fn weight_columns(names: &Columns, tool: Option<Tool>, has_dosages: bool) -> Vec<WeightColumn> {
    let plain = |column: usize| WeightColumn { column, ratio: false };
    let adjusted = names.adjusted();
    if !adjusted.is_empty() && !names.has(&["effect_weight"]) {
        return adjusted.into_iter().map(plain).collect();
    }
    if tool == Some(Tool::GenoBoost) {
        let column = if has_dosages { ABSENT } else { names.find(&["alpha"]) };
        return vec![plain(column)];
    }
    // LDAK's models have any names, one of which may be `Effect`.
    let weight = if tool == Some(Tool::Ldak) { ABSENT } else { names.find(columns::WEIGHT) };
    if weight != ABSENT {
        let unknown = names.unknown();
        let more = if names.has(&["effect_weight"]) { Vec::new() } else { names.continuing(weight) };
        let mut all: Vec<usize> = more.into_iter().filter(|at| unknown.contains(at)).chain([weight]).collect();
        sort_by_number(&mut all, |at| *at as u64);
        return all.into_iter().map(plain).collect();
    }
    if has_dosages {
        return vec![plain(ABSENT)];
    }
    [columns::ODDS_RATIO, columns::HAZARD_RATIO]
        .into_iter()
        .map(|ratio| names.find(ratio))
        .find(|at| *at != ABSENT)
        .map(|column| WeightColumn { column, ratio: true })
        .into_iter()
        .collect()
}

/// The other allele's column, or the two columns of which one is the effect allele.
fn other_columns(names: &Columns, effect: usize, effect_is_named: bool) -> (usize, Option<[usize; 2]>) {
    let other = names.find(columns::OTHER);
    if other != ABSENT {
        return (other, None);
    }
    let [first, second, alt, reference] =
        [columns::FIRST, columns::SECOND, columns::ALT, columns::REF].map(|aliases| names.find(aliases));
    if tool::counts_second(names) {
        return (first, None);
    }
    let pair = [[first, second], [alt, reference]]
        .into_iter()
        .find(|pair| pair.iter().all(|at| *at != ABSENT && *at != effect));
    match pair {
        Some(pair) if effect_is_named || effect == first => (ABSENT, Some(pair)),
        _ if effect == alt && alt != ABSENT => (reference, None),
        _ if second != ABSENT => (second, None),
        _ => (reference, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(header: &str) -> Result<Layout> {
        let delimiter = Delimiter::of_header(header.as_bytes());
        Layout::from_header(Columns::new(header.split('\t').map(str::as_bytes)), delimiter)
    }

    #[test]
    fn alleles_by_name() {
        let rows: [(&str, usize, usize, Option<[usize; 2]>); 13] = [
            ("rsID\teffect_allele\tother_allele\teffect_weight", 1, 2, None),
            ("rsID\teffect_allele\treference_allele\teffect_weight", 1, 2, None),
            ("SNP\tA1\tA2\tBETA", 1, 2, None),
            ("SNP\tA1\tA2\tBETA\teffect_allele", 4, ABSENT, Some([1, 2])),
            ("SNP\tA2\tBETA\teffect_allele", 3, 1, None),
            ("ID\tREF\tALT\tOR", 2, 1, None),
            ("ID\tREF\tALT\tA1\tOR", 3, ABSENT, Some([2, 1])),
            ("ID\teffect_allele\tscore1", 1, ABSENT, None),
            ("chr\tpos\ta0\ta1\tbeta", 3, 2, None),
            ("SNP\tCHR\tBP\tALLELE1\tALLELE0\tBETA\tSE", 3, 4, None),
            ("ID\tALLELE0\tALLELE1\tBETA\tSE\tLOG10P", 2, 1, None),
            ("MarkerID\tAllele1\tAllele2\tAF_Allele2\tBETA\tSE\tp.value", 2, 1, None),
            ("chrom\tpos\tsid\tnt1\tnt2\traw_beta\tldpred_beta", 3, 4, None),
        ];
        for (header, effect, other, pair) in rows {
            let layout = layout(header).unwrap();
            assert_eq!((layout.effect, layout.other, layout.pair), (effect, other, pair), "{header}");
        }
    }

    #[test]
    fn weights_by_name() {
        let weights = |header: &str| -> Vec<(usize, bool)> {
            layout(header).unwrap().weights.iter().map(|weight| (weight.column, weight.ratio)).collect()
        };
        assert_eq!(weights("rsID\teffect_allele\tOR\teffect_weight"), [(3, false)]);
        assert_eq!(weights("rsID\teffect_allele\tOR"), [(2, true)]);
        assert_eq!(weights("rsID\teffect_allele\tHR"), [(2, true)]);
        assert_eq!(weights("ID\tA1\tBETA\tBETA_2\tSE\teffect_x"), [(2, false), (3, false)]);
        assert_eq!(weights("MarkerName\tAllele1\tAllele2\tFreq1\tEffect\tStdErr\tP-value"), [(4, false)]);
        assert_eq!(weights("ID\teffect_allele\tPGS1\tPGS2"), []);
        assert_eq!(weights("chr\tpos\ta0\ta1\tbeta\tbeta_se\tbeta_inf\tfinal_beta_auto"), [(6, false), (7, false)]);
        assert_eq!(weights("chrom\tpos\tsid\tnt1\tnt2\traw_beta\tldpred_beta"), [(6, false)]);
        assert_eq!(weights("Id\tName\tA1\tA2\tA1Frq\tA1Effect\tSE\tPIP"), [(5, false)]);
        assert_eq!(weights("SNP\tA1\tBETA\tPIP\tBETAlast"), [(2, false)]);
        assert_eq!(weights("Predictor\tA1\tA2\tCentre\tEffect"), []);
    }

    #[test]
    fn headers_of_no_score() {
        let rows = [
            ("rsid\tchromosome\tposition\tgenotype", "genotypes-as-scores"),
            ("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO", "score-column-missing"),
            ("rsid\tchromosome\tposition\tallele1\tallele2", "score-column-missing"),
            ("sample\tscore_a", "scores-unrecognised"),
            ("rsID\teffect_weight", "score-column-missing"),
            ("effect_allele\teffect_weight", "score-column-missing"),
            ("rsID\teffect_allele\teffect_weight\tRSID", "score-column-repeated"),
        ];
        for (header, code) in rows {
            assert_eq!(layout(header).unwrap_err().code(), code, "{header}");
        }
    }
}
