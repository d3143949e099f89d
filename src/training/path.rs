//! Goes down a path of λ, a batch at a time, and checks every solution against all columns.

use super::columns::{Columns, PackedColumns, words_of};
use super::covariates::Covariates;
use super::family::Family;
use super::fit::{Batch, Fitter, Model, Reached};
use super::gram::Gram;
use super::moments::{Moments, SampleMask, count_columns};
use super::near::{Near, VECTORS_AT_ONCE, near_products};
use super::penalty::{ALPHA_FOR_MAX, Penalty, default_ratio, lambda_path};
use super::products::{Scaling, add_columns, products};
use crate::error::{Result, TrainingKind};

/// λ of a batch, at most: so many as one pass over all columns checks.
const LAMBDAS_AT_ONCE: usize = VECTORS_AT_ONCE;
/// A batch goes down to this share of the λ before it, or further by one λ.
const BATCH_RATIO: f64 = 0.75;
/// What the columns of a batch take, at most, besides those that are not 0; but always [`BATCH_COLUMNS_MIN`] of them.
const BATCH_BYTES: usize = 64 << 20;
/// Columns that a batch may always have.
const BATCH_COLUMNS_MIN: usize = 1000;

/// What is to be fitted.
pub struct Problem<C> {
    /// Genotypes of all samples, those that are not trained on too.
    pub columns: C,
    /// The phenotype of each sample; no matter for those that are not trained on.
    pub response: Vec<f64>,
    /// Covariates' names, and their values for each sample, finite for each that counts.
    pub covariates: Vec<(String, Vec<f64>)>,
    /// The samples trained on.
    pub train: SampleMask,
    /// The likelihood.
    pub family: Family,
    /// The share of the first norm in the penalty, from 0 to 1.
    pub alpha: f64,
    /// Whether columns are divided by their standard deviation.
    pub standardize: bool,
}

/// The values of λ that are fitted.
pub enum Lambdas {
    /// So many as glmnet chooses them.
    Count(usize),
    /// These, in falling order.
    Given(Vec<f64>),
}

/// The fit at one λ.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// λ.
    pub lambda: f64,
    /// Columns that are not 0 in rising order, and θ: coefficients of centred and scaled columns.
    pub theta: Vec<(u32, f64)>,
    /// Coefficients of the intercept and of centred and scaled covariates.
    pub gamma: Vec<f64>,
}

/// A fit on the scale that data are given on.
#[derive(Clone, Debug, PartialEq)]
pub struct Coefficients {
    /// The expected phenotype (binomial: its log odds) with no copies of any effect allele and covariates of 0.
    pub intercept: f64,
    /// One for each covariate.
    pub covariates: Vec<f64>,
    /// Columns that are not 0, and their coefficients for each copy of the effect allele.
    pub columns: Vec<(u32, f64)>,
}

/// A path that is being fitted.
pub struct PathFit<C> {
    columns: C,
    model: Model,
    moments: Vec<Moments>,
    scalings: Vec<Scaling>,
    alpha: f64,
    lambdas: Vec<f64>,
    lambda_max: f64,
    solutions: Vec<Solution>,
    null: Solution,
    /// ⟨x̂ⱼ, r⟩/n of all columns at the last solution, nearly; none where it is to be computed again.
    gradient: Option<Vec<f64>>,
    gram: Gram,
}

impl<C: Columns> PathFit<C> {
    /// Counts all columns, fits intercept and covariates alone, and makes the path of λ.
    ///
    /// Errors: `training-fold-empty`, `training-phenotype-constant`, `training-phenotype-not-binary`, `training-no-variants`,
    /// `training-covariate-constant`, `training-covariates-collinear`, `training-bad-lambda`, `training-no-convergence`, and those
    /// of [`Columns::read`].
    pub fn new(problem: Problem<C>, lambdas: Lambdas) -> Result<Self> {
        let Problem { columns, response, covariates, train, family, alpha, standardize } = problem;
        let model = model_of(columns.samples(), response, covariates, train, family)?;
        let moments = count_columns(&columns, &model.mask)?;
        let scalings: Vec<Scaling> = moments.iter().map(|moments| Scaling::of(moments, standardize)).collect();
        let used = scalings.iter().filter(|scaling| scaling.is_used()).count();
        if used == 0 {
            return Err(TrainingKind::NoVariants.into());
        }
        let gamma = vec![0.0; model.covariates.len()];
        let null = Solution { lambda: f64::INFINITY, theta: Vec::new(), gamma };
        let mut fit = Self {
            columns,
            model,
            moments,
            scalings,
            alpha,
            lambdas: Vec::new(),
            lambda_max: 0.0,
            solutions: Vec::new(),
            null,
            gradient: None,
            gram: Gram::default(),
        };
        let mut batch = fit.batch(Vec::new(), &fit.null)?;
        let tolerance = fit.model.tolerance(0.0, alpha);
        let reached = fit.fitter().solve(&mut batch, None, Penalty::new(0.0, alpha), tolerance)?;
        fit.null.gamma = batch.gamma;
        let gradient = products(&fit.columns, &fit.scalings, &[&reached.point.residual])?.remove(0);
        fit.lambda_max = largest(&gradient) / alpha.max(ALPHA_FOR_MAX);
        fit.lambdas = match lambdas {
            Lambdas::Count(count) => lambda_path(fit.lambda_max, default_ratio(fit.model.mask.count(), used), count),
            Lambdas::Given(given) => given,
        };
        let is_sound = |lambda: &f64| lambda.is_finite() && *lambda > 0.0;
        if !fit.lambdas.iter().all(is_sound) || !fit.lambdas.is_sorted_by(|one, next| one > next) {
            return Err(TrainingKind::BadLambda.into());
        }
        Ok(fit)
    }

    /// Goes on behind solutions that another run of the same problem gave: the path is the same as if it had been fitted here.
    pub fn resume(&mut self, solutions: Vec<Solution>) {
        self.solutions = solutions;
        self.gradient = None;
    }

    /// Fits the next few λ; `false` where there are none.
    ///
    /// Errors: `training-no-convergence`, and those of [`Columns::read`].
    pub fn step(&mut self) -> Result<bool> {
        let first = self.solutions.len();
        if first >= self.lambdas.len() {
            return Ok(false);
        }
        let gradient = match self.gradient.take() {
            Some(gradient) => gradient,
            None => self.gradient_again()?,
        };
        let before = self.solutions.last().map_or(self.lambda_max, |last| last.lambda.min(self.lambda_max));
        let ahead = self.lambdas[first..].iter().take(LAMBDAS_AT_ONCE);
        let end = first + ahead.skip(1).take_while(|lambda| **lambda >= BATCH_RATIO * before).count() + 1;
        let threshold = self.alpha * (2.0 * self.lambdas[end - 1] - before);
        let mut numbers = self.kept(&gradient, threshold);
        self.gram.retain(&self.last().theta.iter().map(|(column, _)| *column).collect::<Vec<_>>());
        while self.solutions.len() < end {
            let failed = self.fit_batch(&numbers, end)?;
            numbers.extend(failed);
            numbers.sort_unstable();
            numbers.dedup();
        }
        Ok(true)
    }

    /// Fits λ up to number `end` with these columns. Keeps the solutions up to the first that violates a condition at another
    /// column, and gives these columns.
    fn fit_batch(&mut self, numbers: &[u32], end: usize) -> Result<Vec<u32>> {
        let mut batch = self.batch(numbers.to_vec(), self.last())?;
        let (mut fitted, mut reached): (Vec<Solution>, Vec<Reached>) = (Vec::new(), Vec::new());
        for at in self.solutions.len()..end {
            let lambda = self.lambdas[at];
            let tolerance = self.model.tolerance(lambda, self.alpha);
            let penalty = Penalty::new(lambda, self.alpha);
            let next = self.fitter().solve(&mut batch, reached.last(), penalty, tolerance)?;
            reached.push(next);
            let theta = batch.support().into_iter().map(|at| (batch.numbers[at], batch.theta[at])).collect();
            fitted.push(Solution { lambda, theta, gamma: batch.gamma.clone() });
        }
        let residuals: Vec<&[f64]> = reached.iter().map(|reached| reached.point.residual.as_slice()).collect();
        let gradients = near_products(&self.columns, &self.scalings, &residuals)?;
        let mut failed = Vec::new();
        for ((solution, near), residual) in fitted.into_iter().zip(gradients).zip(residuals) {
            let before = failed.len();
            failed.extend(self.violating(&solution, &near, residual, numbers)?);
            if before == 0 && failed.is_empty() {
                self.solutions.push(solution);
                self.gradient = Some(near.products);
            }
        }
        Ok(failed)
    }

    /// Columns besides `numbers`, which are 0 in a solution and must not be. Where rounding leaves it open the product is taken
    /// exactly.
    fn violating(&self, solution: &Solution, near: &Near, residual: &[f64], numbers: &[u32]) -> Result<Vec<u32>> {
        let most = Penalty::new(solution.lambda, self.alpha).l1 + self.model.tolerance(solution.lambda, self.alpha);
        let fields = near.products.iter().zip(&self.scalings).zip(&self.moments);
        let is_open = |((product, scaling), moments): ((&f64, &Scaling), &Moments)| {
            product.abs() + near.error_of(moments, scaling) > most
        };
        let open = (0_u32..).zip(fields).filter(|(_, fields)| is_open(*fields)).map(|(column, _)| column);
        let open: Vec<u32> = open.filter(|column| numbers.binary_search(column).is_err()).collect();
        if open.is_empty() {
            return Ok(open);
        }
        let gathered = PackedColumns::gather(&self.columns, &open)?;
        let scalings: Vec<Scaling> = open.iter().map(|column| self.scalings[*column as usize]).collect();
        let exact = products(&gathered, &scalings, &[residual])?.remove(0);
        Ok(open.into_iter().zip(exact).filter(|(_, product)| product.abs() > most).map(|(column, _)| column).collect())
    }

    /// Columns of the next batch: those of the last solution, and the others from a threshold on, as many as a batch may have.
    fn kept(&self, gradient: &[f64], threshold: f64) -> Vec<u32> {
        let support: Vec<u32> = self.last().theta.iter().map(|(column, _)| *column).collect();
        let stride_bytes = 8 * words_of(self.columns.samples()).max(1);
        let most = (BATCH_BYTES / stride_bytes).max(BATCH_COLUMNS_MIN);
        let is_kept = |(column, gradient): &(u32, f64)| {
            *gradient >= threshold
                && self.scalings[*column as usize].is_used()
                && support.binary_search(column).is_err()
        };
        let mut kept: Vec<(u32, f64)> =
            (0_u32..).zip(gradient.iter().map(|gradient| gradient.abs())).filter(is_kept).collect();
        if kept.len() > most {
            kept.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
            kept.truncate(most);
        }
        let mut numbers: Vec<u32> = kept.into_iter().map(|(column, _)| column).chain(support.iter().copied()).collect();
        numbers.sort_unstable();
        numbers
    }

    fn batch(&self, numbers: Vec<u32>, from: &Solution) -> Result<Batch> {
        let columns = PackedColumns::gather(&self.columns, &numbers)?;
        let scalings = numbers.iter().map(|column| self.scalings[*column as usize]).collect();
        let mut theta = vec![0.0; numbers.len()];
        for (column, value) in &from.theta {
            if let Ok(at) = numbers.binary_search(column) {
                theta[at] = *value;
            }
        }
        Ok(Batch { numbers, columns, scalings, theta, gamma: from.gamma.clone() })
    }

    fn fitter(&mut self) -> Fitter<'_> {
        Fitter { model: &self.model, gram: &mut self.gram }
    }

    fn last(&self) -> &Solution {
        self.solutions.last().unwrap_or(&self.null)
    }

    fn gradient_again(&self) -> Result<Vec<f64>> {
        let last = self.last();
        let mut batch = self.batch(last.theta.iter().map(|(column, _)| *column).collect(), last)?;
        let point = self.model.point(&mut batch);
        Ok(near_products(&self.columns, &self.scalings, &[&point.residual])?.remove(0).products)
    }

    /// The values of λ, falling.
    pub fn lambdas(&self) -> &[f64] {
        &self.lambdas
    }

    /// The smallest λ at which all coefficients are 0.
    pub fn lambda_max(&self) -> f64 {
        self.lambda_max
    }

    /// What was fitted so far, in the order of λ.
    pub fn solutions(&self) -> &[Solution] {
        &self.solutions
    }

    /// Intercept and covariates without genotypes.
    pub fn null(&self) -> &Solution {
        &self.null
    }

    /// What was counted of every column among the samples trained on.
    pub fn moments(&self) -> &[Moments] {
        &self.moments
    }

    /// How a column is centred and scaled.
    pub fn scaling(&self, column: u32) -> Scaling {
        self.scalings.get(column as usize).copied().unwrap_or_default()
    }

    /// ⟨x̂ⱼ, r⟩/n of every column at a solution, anew.
    ///
    /// Errors: those of [`Columns::read`].
    pub fn gradient(&self, solution: &Solution) -> Result<Vec<f64>> {
        let mut eta = self.predict(solution)?;
        let fields = eta.iter_mut().zip(&self.model.response).zip(&self.model.weights);
        fields.for_each(|((eta, y), weight)| *eta = weight * (y - self.model.family.mean(*eta)));
        Ok(products(&self.columns, &self.scalings, &[&eta])?.remove(0))
    }

    /// The linear predictor η of every sample, those that were not trained on too.
    ///
    /// Errors: those of [`Columns::read`].
    pub fn predict(&self, solution: &Solution) -> Result<Vec<f64>> {
        let mut eta = vec![0.0; self.model.response.len()];
        self.model.covariates.add_to(&solution.gamma, &mut eta);
        let numbers: Vec<u32> = solution.theta.iter().map(|(column, _)| *column).collect();
        let columns = PackedColumns::gather(&self.columns, &numbers)?;
        let term =
            |(at, (column, theta)): (usize, &(u32, f64))| (columns.column(at), self.scalings[*column as usize], *theta);
        add_columns(&solution.theta.iter().enumerate().map(term).collect::<Vec<_>>(), &mut eta);
        Ok(eta)
    }

    /// A solution on the scale of the data.
    pub fn coefficients(&self, solution: &Solution) -> Coefficients {
        let (mut intercept, covariates) = self.model.covariates.as_given(&solution.gamma);
        let of_column = |(column, theta): &(u32, f64)| {
            let scaling = self.scalings[*column as usize];
            let coefficient = theta / scaling.scale;
            intercept -= coefficient * scaling.mean;
            (*column, coefficient)
        };
        let columns = solution.theta.iter().map(of_column).collect();
        Coefficients { intercept, covariates, columns }
    }

    /// The genotypes.
    pub fn columns(&self) -> &C {
        &self.columns
    }

    /// What other ways to fit the same samples begin with.
    pub(super) fn ground(&self) -> Ground<'_, C> {
        Ground { columns: &self.columns, model: &self.model, scalings: &self.scalings, moments: &self.moments }
    }
}

/// Genotypes and what was made ready of phenotype and covariates.
pub(super) struct Ground<'a, C> {
    pub(super) columns: &'a C,
    pub(super) model: &'a Model,
    pub(super) scalings: &'a [Scaling],
    pub(super) moments: &'a [Moments],
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |largest, value| value.abs().max(largest))
}

/// Checks phenotype and covariates and makes ready what all λ share.
fn model_of(
    samples: usize,
    mut response: Vec<f64>,
    covariates: Vec<(String, Vec<f64>)>,
    mask: SampleMask,
    family: Family,
) -> Result<Model> {
    let padded = 32 * words_of(samples);
    let n = mask.count() as f64;
    response.resize(padded, 0.0);
    let weights: Vec<f64> = (0..padded).map(|sample| if mask.has(sample) { 1.0 / n } else { 0.0 }).collect();
    response.iter_mut().zip(&weights).filter(|(_, weight)| **weight == 0.0).for_each(|(y, _)| *y = 0.0);
    let Some(first) = mask.samples().next() else { return Err(TrainingKind::EmptyFold { fold: "train" }.into()) };
    if mask.samples().any(|sample| !response[sample].is_finite()) {
        return Err(TrainingKind::NotANumber.into());
    }
    if mask.samples().all(|sample| response[sample] == response[first]) {
        return Err(TrainingKind::ConstantPhenotype.into());
    }
    if family == Family::Binomial && mask.samples().any(|sample| ![0.0, 1.0].contains(&response[sample])) {
        return Err(TrainingKind::NotBinary.into());
    }
    let square: f64 = response.iter().zip(&weights).map(|(y, weight)| weight * y * y).sum();
    let (names, values) = covariates.into_iter().unzip();
    let covariates = Covariates::new(names, values, &weights)?;
    let basis = covariates.orthonormal(&weights).map_err(|_| TrainingKind::CollinearCovariates)?;
    Ok(Model { family, response, weights, mask, covariates, basis, size: square.sqrt() })
}

#[cfg(test)]
pub(super) mod tests;
