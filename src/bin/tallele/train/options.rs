//! The arguments of `tallele train`.

use clap::{Args, ValueEnum};
use std::path::PathBuf;
use tallele::training::Family;

/// Trains a score: L1-penalised regression of a phenotype on genotypes, along a path of lambda.
///
/// Minimises (1/2n)·Σ(y − η)² for a quantity, (1/n)·Σ log(1 + e^η) − yη for 0 and 1, plus
/// lambda·(alpha·Σ|θ| + (1 − alpha)/2·Σθ²). η is the intercept, covariates (not penalised) and genotypes: copies of the effect
/// allele, missing calls at their mean in the training fold. θ are coefficients of copies, or with --standardize of copies
/// divided by their standard deviation (n in the denominator), as glmnet's; what is written is always for each copy. Lambda
/// is chosen on the validation fold; the test fold is looked at once, at the end. Only variants on chromosomes 1 to 22 with
/// alleles of A, C, G and T count; calls are hard calls (BGEN: those of PLINK 2's threshold 0.1).
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct TrainArgs {
    /// Genotypes: .bed or .pgen (with what lies beside it), VCF, BCF or BGEN; several where each holds some chromosomes of the
    /// same people
    #[arg(long, num_args = 1.., required = true, value_name = "FILE")]
    pub genotypes: Vec<PathBuf>,
    /// Phenotypes: a table separated by tabs with IID, FID if people are named by it, and the trait; NA where not known
    #[arg(long, value_name = "FILE")]
    pub phenotype: PathBuf,
    /// The phenotype's column
    #[arg(long = "trait", value_name = "NAME")]
    pub trait_name: String,
    /// The score's id, for its header; the trait's name where none is given
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// Covariates: a table with IID, FID if people are named by it, and a column of numbers each
    #[arg(long, value_name = "FILE")]
    pub covariates: Option<PathBuf>,
    /// What the phenotype is: gaussian for a quantity, binomial for 0 and 1
    #[arg(long, value_name = "FAMILY", default_value = "gaussian")]
    pub family: FamilyOption,
    /// Share of the L1 norm in the penalty: 1 is the lasso, less an elastic net
    #[arg(long, value_name = "ALPHA", default_value_t = 1.0)]
    pub alpha: f64,
    /// Values of lambda, from the smallest at which nothing is chosen down to 0.01 of it (0.0001 with more people than variants)
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..))]
    pub lambdas: u16,
    /// Values of lambda, one a line; all of them are fitted
    #[arg(long, value_name = "FILE", conflicts_with = "lambdas")]
    pub lambda_file: Option<PathBuf>,
    /// The people to train on: a file with IID, or FID and IID, a line. Without a validation fold the whole path is written and
    /// no lambda is chosen
    #[arg(long, value_name = "FILE")]
    pub keep_train: Option<PathBuf>,
    /// The people to choose lambda by
    #[arg(long, value_name = "FILE", requires = "keep_train")]
    pub keep_validation: Option<PathBuf>,
    /// The people to test on
    #[arg(long, value_name = "FILE", requires = "keep_train")]
    pub keep_test: Option<PathBuf>,
    /// Where no people are listed they are drawn: 80 % to train on, 10 % to validate, 10 % to test. Also seeds the bootstrap
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Choose lambda by cross-validation in so many parts of the training fold, drawn by the seed, in place of a validation fold;
    /// the score is then fitted to the whole training fold. cv.tsv has mean and standard error of the loss. No baselines are
    /// fitted, which are set in a validation fold
    #[arg(long, value_name = "K", conflicts_with_all = ["keep_validation", "refit"], value_parser = clap::value_parser!(u16).range(2..))]
    pub folds: Option<u16>,
    /// The parts of cross-validation: a table with IID and fold
    #[arg(long, value_name = "FILE", conflicts_with_all = ["folds", "keep_validation", "refit"])]
    pub folds_file: Option<PathBuf>,
    /// The lambda of cross-validation: min has the least loss, 1se is the largest whose loss is within a standard error of that
    #[arg(long, value_name = "CHOICE", default_value = "min")]
    pub choose: Choice,
    /// Stop when accuracy in the validation fold has not risen for so many lambdas; 0 for the whole path
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub early_stop: usize,
    /// Fit the chosen lambda once more on the training and validation folds together
    #[arg(long)]
    pub refit: bool,
    /// Divide genotypes by their standard deviation before they are penalised
    #[arg(long)]
    pub standardize: bool,
    /// Fit no baselines. Otherwise clumping and thresholding and ridge regression are fitted to the same training fold, their
    /// thresholds and penalty chosen on the validation fold, and tested on the test fold beside the score
    #[arg(long)]
    pub no_baselines: bool,
    /// Clumping drops variants with this r² or more with a stronger one
    #[arg(long, value_name = "R2", default_value_t = 0.1)]
    pub clump_r2: f64,
    /// Clumping looks so many thousand base pairs to either side
    #[arg(long, value_name = "KB", default_value_t = 250)]
    pub clump_kb: u32,
    /// Groups of people, by each of which accuracy in the test fold is told: a table with IID and group. Those of them whom the
    /// score is not fitted to also calibrate its pack, as by `tallele pack --panel` (their ids are in reference.txt): groups of
    /// 20 people or more, called as in the ancestry panel
    #[arg(long, value_name = "FILE")]
    pub labels: Option<PathBuf>,
    /// Full siblings, by whom the score is tested within families: a table with IID and family
    #[arg(long, value_name = "FILE")]
    pub families: Option<PathBuf>,
    /// Genotypes of up to so many MiB, at two bits each, are held in memory; larger ones are read where they lie, batch by batch
    #[arg(long, value_name = "MIB", default_value_t = 128)]
    pub memory: u64,
    /// Build of the genotypes, for the score's header: 37 or 38
    #[arg(long, value_name = "BUILD")]
    pub build: Option<String>,
    /// Under what terms the score may be used, for its header
    #[arg(long, value_name = "TEXT", default_value = "not stated")]
    pub licence: String,
    /// Threads to use; all cores by default. Results do not depend on it
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// The folder for path.tsv, coefficients.tsv, baselines.tsv, score.txt, the pack, card.json, report.html and the
    /// checkpoint. A run that was
    /// stopped goes on from the checkpoint
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Which lambda cross-validation chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Choice {
    /// That of the least loss
    Min,
    /// The largest within a standard error of it
    #[value(name = "1se")]
    OneSe,
}

impl TrainArgs {
    /// How many parts cross-validation has, where there is one; a table of parts says how many by itself.
    pub fn parts(&self) -> Option<usize> {
        self.folds.map(usize::from).or(self.folds_file.is_some().then_some(0))
    }
}

/// What the phenotype is.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FamilyOption {
    /// A quantity
    Gaussian,
    /// 0 or 1
    Binomial,
}

impl FamilyOption {
    /// The likelihood.
    pub fn family(self) -> Family {
        match self {
            Self::Gaussian => Family::Gaussian,
            Self::Binomial => Family::Binomial,
        }
    }
}
