//! The arguments of `tallele simulate`.

use clap::Args;
use std::path::PathBuf;
use tallele::error::Result;
use tallele::simulation::{CohortDesign, EffectShape, TraitDesign};

/// Write a cohort of people who do not exist: PLINK 1 files, a trait with known causes, and the score of those causes.
///
/// Founder haplotypes are mosaics of each other (Li and Stephens 2003), people are mosaics of founders, and children follow
/// their parents' chromosomes with crossovers as in Haldane's model. Autosomes only, on GRCh37.
#[derive(Args, Debug)]
pub struct SimulateArgs {
    /// Start of the files' names: PREFIX.bed, .bim, .fam, .phenotype.tsv, .truth.txt and, for groups, .groups.tsv
    #[arg(long, value_name = "PREFIX")]
    pub out: PathBuf,
    /// People who are related to nobody
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    people: usize,
    /// Families of two parents and their children
    #[arg(long, value_name = "N", default_value_t = 0)]
    families: usize,
    /// Children of each family
    #[arg(long, value_name = "N", default_value_t = 2)]
    children: usize,
    /// Variants
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub sites: usize,
    /// Autosomes that they lie on, from the first
    #[arg(long, value_name = "N", default_value_t = 22)]
    chromosomes: u8,
    /// Groups of people, alike in number, who descend from the same founders in other shares
    #[arg(long, value_name = "N", default_value_t = 1)]
    groups: usize,
    /// How far each group's frequencies are from the founders': F_ST
    #[arg(long, value_name = "FST", default_value_t = 0.1)]
    divergence: f64,
    /// Founder haplotypes that everybody descends from
    #[arg(long, value_name = "N", default_value_t = 400)]
    founders: usize,
    /// Least frequency of a variant's rarer allele among the founders
    #[arg(long, value_name = "SHARE", default_value_t = 0.01)]
    min_maf: f64,
    /// Share of calls that are missing
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    missing: f64,
    /// Genetic maps: tables with chr, pos and cM; 1.2287 cM in a megabase where none says otherwise
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub map: Vec<PathBuf>,
    /// Name of the trait's column
    #[arg(long = "trait", value_name = "NAME", default_value = "trait")]
    pub trait_name: String,
    /// Share of the trait's variance that is genetic
    #[arg(long, value_name = "SHARE", default_value_t = 0.5)]
    heritability: f64,
    /// Variants that cause the trait
    #[arg(long, value_name = "N", default_value_t = 100)]
    causal: usize,
    /// How their effects on standardised genotypes are spread: normal, equal or laplace
    #[arg(long, value_name = "SHAPE", default_value = "normal")]
    effects: String,
    /// Make the trait a disease that this share of people have: 1 for a case and 0 for others
    #[arg(long, value_name = "SHARE")]
    prevalence: Option<f64>,
    /// The same seed gives the same files
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

impl SimulateArgs {
    /// The cohort, as written.
    pub fn cohort(&self) -> CohortDesign {
        CohortDesign {
            people: self.people,
            families: self.families,
            children: self.children,
            sites: self.sites,
            chromosomes: self.chromosomes,
            groups: self.groups,
            divergence: self.divergence,
            founders: self.founders,
            rarest: self.min_maf,
            missing: self.missing,
            seed: self.seed,
        }
    }

    /// The trait, as written. Errors: `bad-option`.
    pub fn trait_design(&self) -> Result<TraitDesign> {
        Ok(TraitDesign {
            heritability: self.heritability,
            causal: self.causal,
            effects: EffectShape::parse(&self.effects)?,
            prevalence: self.prevalence,
            seed: self.seed,
        })
    }
}
