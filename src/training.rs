//! Trains sparse predictors: L1-penalised regression of a phenotype on genotypes of two bits, along a path of λ.
//!
//! # Objective
//! Of n samples with phenotype y, genotypes X and covariates C with an intercept among them, for each λ
//!
//! `(1/n) Σ loss(yᵢ, ηᵢ) + λ(α‖θ‖₁ + (1 − α)/2 ‖θ‖²)`, where `η = Cγ + X̂θ`
//!
//! and the loss is ½(y − η)² ([`Family::Gaussian`]) or log(1 + e^η) − yη ([`Family::Binomial`]). Column j of X̂ is (copies of the
//! effect allele − mean) ÷ sⱼ; a missing call is 0, that is, the mean. With standardisation sⱼ is the standard deviation with n in
//! the denominator, as glmnet's; else 1. Coefficients are given on the dosage scale, bⱼ = θⱼ/sⱼ. γ is not penalised. For a
//! Gaussian phenotype α = 1 this is (1/2n)‖y − Xb‖² + λ‖b‖₁. (glmnet divides y by its standard deviation first, which changes the
//! meaning of λ where α < 1; here λ is that of the formula, as in scikit-learn.)
//!
//! # Algorithm
//! λ goes down from λ_max, at which all θ are 0, every solution starting from the one before. A few λ at a time ([`PathFit::step`])
//! share a batch of columns: those that are not 0 and those that the sequential strong rule keeps (Tibshirani and others 2012), as
//! in BASIL (Qian and others 2020). Within a batch coordinate descent runs over columns that violate the conditions of a minimum,
//! more being added until none of the batch does. Then one pass over all columns checks these conditions (Karush, Kuhn, Tucker)
//! for each λ of the batch; columns that violate them are added, and the batch goes on from the first λ that failed. That pass
//! adds up residuals rounded to whole numbers, four λ side by side, and takes the exact product of what this leaves open.
//!
//! A Gaussian fit keeps inner products of the columns in use, counted by bits, so that a step of coordinate descent costs nothing
//! in n; a binomial one goes by Newton's steps with weights. Both end when no condition is violated by more than 10⁻⁹ λ.
//!
//! # Baselines
//! What a fit is to be held against is fitted to the same samples and covariates: each variant by itself ([`marginal`]), of these
//! the strongest of each neighbourhood ([`clumping`]), and all variants at once with a quadratic penalty ([`ridge`]).
//!
//! # Numbers
//! Every sum is added up in one order whatever the threads, whether columns lie in memory or are read ([`Columns`]), and a batch
//! starts from nothing but the solution before: the same bits come from one thread or many, in one go or resumed
//! ([`PathFit::resume`]), natively or in wasm.

mod cholesky;
pub mod clumping;
pub mod columns;
mod covariates;
mod crossing;
mod descent;
mod family;
mod fit;
mod gram;
mod lanes;
pub mod marginal;
pub mod metrics;
mod moments;
mod near;
pub mod path;
pub mod penalty;
mod products;
pub mod rescaling;
mod residual;
pub mod ridge;
pub mod siblings;

pub use columns::{Columns, PackedColumns};
pub use family::Family;
pub use moments::{Moments, SampleMask, count_columns};
pub use path::{Coefficients, PathFit, Problem, Solution};
pub use products::Scaling;
