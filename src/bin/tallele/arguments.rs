//! The arguments of every command.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use tallele::session::OptionsWritten;

/// Polygenic scoring with correct matching, on this machine only.
#[derive(Parser, Debug)]
#[command(name = "tallele", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Scores people with scoring files and prints the report
    Score(Box<ScoreArgs>),
    /// Adds up what `score --partial` wrote and prints the report
    Merge(MergeArgs),
    /// Prints what a genotype file or scoring file holds
    Inspect(InspectArgs),
    /// Scores again and compares with a saved report
    Verify(VerifyArgs),
    /// Writes scoring files as packs, which open many times faster
    Pack(crate::pack::PackArgs),
    /// Says where people stand among reference people: components, similarity to groups, the nearest
    Ancestry(AncestryArgs),
    /// Says how closely people are related
    Kinship(KinshipArgs),
    /// Makes reference packs
    Panel(PanelArgs),
    /// Measures how good percentiles and their intervals are
    Assess(crate::assess::AssessArgs),
    /// Adjusts sums of many people to a reference, by principal components and by groups
    Calibrate(Box<crate::calibrate::CalibrateArgs>),
    /// Writes people who do not exist: genotypes with linkage, families, groups, and a trait whose causes are known
    Simulate(Box<crate::simulate::SimulateArgs>),
    /// Trains a sparse score on genotypes and a phenotype
    Train(Box<crate::train::TrainArgs>),
    /// Puts scores on the shelf of a deployment of the page
    Shelf(crate::shelf::ShelfArgs),
    /// Writes the sample person, the sample scores and their answer key
    Sample(crate::sample::SampleArgs),
}

impl Command {
    /// How many threads it was told to use.
    pub fn threads(&self) -> Option<usize> {
        match self {
            Self::Score(args) => args.options.reading.threads,
            Self::Ancestry(args) => args.reading.threads,
            Self::Kinship(args) => args.reading.threads,
            Self::Train(args) => args.threads,
            _ => None,
        }
    }
}

/// The files of a run.
#[derive(Args, Debug)]
pub struct Inputs {
    /// Genotype files: one person each, or files of records with all that belongs to them; a folder stands for those in it
    #[arg(long, num_args = 1.., required = true, value_name = "FILE")]
    pub genotypes: Vec<PathBuf>,
    /// Scoring files
    #[arg(long, num_args = 1.., required = true, value_name = "FILE")]
    pub scores: Vec<PathBuf>,
    /// Chain files (UCSC), which carry the positions of scores on another build to the genotype file's
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub chain: Vec<PathBuf>,
}

/// How genotypes are read, as written.
#[derive(Args, Clone, Debug, Default)]
pub struct ReadingOptions {
    /// Build of the genotype files, if you know it: 36, 37 or 38
    #[arg(long, value_name = "BUILD")]
    pub build: Option<String>,
    /// Rows and sites that a file of a genome's variants alone has no record of: missing, or hom-ref for two copies of REF.
    /// Where nothing is said, rows are missing, and sites that people are compared at are REF on chromosomes that the file has
    /// as many variants of as a whole genome
    #[arg(long, value_name = "RULE")]
    pub absent: Option<String>,
    /// Calls of a lower genotype quality are no-calls
    #[arg(long, value_name = "N")]
    pub min_gq: Option<String>,
    /// Calls on fewer reads are no-calls
    #[arg(long, value_name = "N")]
    pub min_dp: Option<String>,
    /// Records that a filter caught have no calls
    #[arg(long)]
    pub pass_only: bool,
    /// Only these samples of files of records: a file with one id a line
    #[arg(long, value_name = "FILE")]
    pub samples: Option<PathBuf>,
    /// Take all consumer files for one person's and merge them
    #[arg(long)]
    pub merge: bool,
    /// Threads to use; all cores by default
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

impl ReadingOptions {
    /// The options for the session to check.
    pub fn written(&self) -> OptionsWritten {
        OptionsWritten {
            build: self.build.clone(),
            absent: self.absent.clone(),
            min_gq: self.min_gq.clone(),
            min_dp: self.min_dp.clone(),
            pass_only: self.pass_only.then(|| "true".to_owned()),
            ..OptionsWritten::default()
        }
    }
}

/// The options of a run, as written.
#[derive(Args, Debug, Default)]
pub struct RunOptions {
    /// How genotypes are read.
    #[command(flatten)]
    pub reading: ReadingOptions,
    /// Rule set: tallele or pgsc_calc_2
    #[arg(long, value_name = "SET")]
    pub rules: Option<String>,
    /// A/T and C/G rows: exclude, keep or frequency
    #[arg(long, value_name = "RULE")]
    pub palindromes: Option<String>,
    /// Sites with several alternate alleles: include or exclude
    #[arg(long, value_name = "RULE")]
    pub multiallelic: Option<String>,
    /// Rows on the same marker: first, exclude or sum
    #[arg(long, value_name = "RULE")]
    pub duplicates: Option<String>,
    /// Copies that a male's one X allele counts as: 1 or 2
    #[arg(long, value_name = "COPIES")]
    pub male_x: Option<String>,
    /// Field of files of records that counts: gt, ds or gp
    #[arg(long, value_name = "FIELD")]
    pub dosage: Option<String>,
}

impl RunOptions {
    /// The options for the session to check.
    pub fn written(&self) -> OptionsWritten {
        OptionsWritten {
            rules: self.rules.clone(),
            palindromes: self.palindromes.clone(),
            multiallelic: self.multiallelic.clone(),
            duplicates: self.duplicates.clone(),
            male_x: self.male_x.clone(),
            dosage: self.dosage.clone(),
            ..self.reading.written()
        }
    }
}

/// `tallele score`.
#[derive(Args, Debug)]
pub struct ScoreArgs {
    /// Files.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Options.
    #[command(flatten)]
    pub options: RunOptions,
    /// Write what became of every row of every score for every person as CSV
    #[arg(long, value_name = "FILE")]
    pub audit: Option<PathBuf>,
    /// Say where everybody stands among people of similar genetic background, by this ancestry panel, or by the one that is
    /// built in where none is named; scores need a pack with a calibration (`tallele pack --panel`)
    #[arg(long, value_name = "PACK", num_args = 0..=1, conflicts_with = "partial")]
    pub reference: Option<Option<PathBuf>>,
    /// Age in years from which risks count, up to 80; people are taken to be free of the disease at it
    #[arg(long, value_name = "YEARS", default_value_t = 0, requires = "reference")]
    pub age: usize,
    /// What is known of a parent, full sibling or child: SCORE=affected or SCORE=unaffected (came through life without the
    /// disease that the score is for), of everybody; SCORE:SAMPLE=… of one. The risk without it is told beside
    #[arg(long, value_name = "STATEMENT", num_args = 1.., requires = "reference")]
    pub family_history: Vec<String>,
    /// Print the report as JSON even to a terminal
    #[arg(long)]
    pub json: bool,
    /// Write what these genotype files add to the scores, for `tallele merge`, instead of a report; to standard output
    /// where no file is named
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-", conflicts_with_all = ["audit", "json"])]
    pub partial: Option<PathBuf>,
    /// Leave the scoring files out of the partial; `tallele merge --scores` needs them then
    #[arg(long, requires = "partial")]
    pub without_scores: bool,
}

/// `tallele merge`.
#[derive(Args, Debug)]
pub struct MergeArgs {
    /// What `score --partial` wrote, in the order in which one process would read the genotype files
    #[arg(required = true, value_name = "PARTIAL")]
    pub partials: Vec<PathBuf>,
    /// Scoring files that were left out of the partials
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub scores: Vec<PathBuf>,
    /// Print the report as JSON even to a terminal
    #[arg(long)]
    pub json: bool,
}

/// `tallele inspect`.
#[derive(Args, Debug)]
pub struct InspectArgs {
    /// Genotype files; a folder stands for those in it
    #[arg(long, num_args = 1.., value_name = "FILE", required_unless_present = "scores")]
    pub genotypes: Vec<PathBuf>,
    /// Scoring files
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub scores: Vec<PathBuf>,
    /// Build of the genotype files, if you know it: 36, 37 or 38
    #[arg(long, value_name = "BUILD")]
    pub build: Option<String>,
    /// Print JSON even to a terminal
    #[arg(long)]
    pub json: bool,
}

/// `tallele verify`.
#[derive(Args, Debug)]
pub struct VerifyArgs {
    /// The saved report
    #[arg(long, value_name = "FILE")]
    pub report: PathBuf,
    /// The ancestry panel that people were compared by; the one that is built in where none is named
    #[arg(long, value_name = "PACK")]
    pub reference: Option<PathBuf>,
    /// Files.
    #[command(flatten)]
    pub inputs: Inputs,
}

/// `tallele panel`.
#[derive(Args, Debug)]
pub struct PanelArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: PanelCommand,
}

/// What `tallele panel` does.
#[derive(Subcommand, Debug)]
pub enum PanelCommand {
    /// Builds an ancestry panel from the tables of a published analysis of principal components
    Build(PanelBuildArgs),
}

/// `tallele panel build`.
#[derive(Args, Debug)]
pub struct PanelBuildArgs {
    /// Sites on GRCh37 as akt publishes them: a VCF with AF and WEIGHT in its INFO
    #[arg(long, value_name = "FILE")]
    pub akt_grch37: PathBuf,
    /// The same sites on GRCh38
    #[arg(long, value_name = "FILE")]
    pub akt_grch38: PathBuf,
    /// The reference people's coordinates: a name and a number for each component
    #[arg(long, value_name = "FILE")]
    pub coordinates: PathBuf,
    /// The reference people's labels: sample, population, group
    #[arg(long, value_name = "FILE")]
    pub labels: PathBuf,
    /// Components to keep
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub components: usize,
    /// The pack's name
    #[arg(long, default_value = "ancestry-core", value_name = "NAME")]
    pub name: String,
    /// Whose people and figures these are, for the pack's provenance
    #[arg(
        long,
        default_value = "1000 Genomes Project phase 3; principal components by akt (Arthur et al. 2017, doi:10.1093/bioinformatics/btw576)"
    )]
    pub origin: String,
    /// Under what terms, for the pack's provenance
    #[arg(
        long,
        default_value = "1000 Genomes data are open without restriction; akt's packaging of them is GPL-3.0; figures derived by tallele"
    )]
    pub licence: String,
    /// The pack to write
    #[arg(long, value_name = "PACK")]
    pub out: PathBuf,
}

/// `tallele ancestry`.
#[derive(Args, Debug)]
pub struct AncestryArgs {
    /// Genotype files: one person each, or files of records with all that belongs to them; a folder stands for those in it
    #[arg(long, num_args = 1.., required = true, value_name = "FILE")]
    pub genotypes: Vec<PathBuf>,
    /// The reference pack; the one that is built in where none is named
    #[arg(long, value_name = "PACK")]
    pub reference: Option<PathBuf>,
    /// How genotypes are read.
    #[command(flatten)]
    pub reading: ReadingOptions,
    /// Print JSON even to a terminal
    #[arg(long)]
    pub json: bool,
}

/// `tallele kinship`.
#[derive(Args, Debug)]
pub struct KinshipArgs {
    /// Genotype files: one person each, or files of records with all that belongs to them; a folder stands for those in it
    #[arg(long, num_args = 1.., required = true, value_name = "FILE")]
    pub genotypes: Vec<PathBuf>,
    /// How genotypes are read.
    #[command(flatten)]
    pub reading: ReadingOptions,
    /// Print JSON even to a terminal
    #[arg(long)]
    pub json: bool,
}
