//! Fits what the score is to be held against to the same people: clumping and thresholding, and ridge regression.

use super::Told;
use super::genotypes::Opened;
use super::options::TrainArgs;
use std::fmt::Write as _;
use tallele::error::{Result, TrainingKind};
use tallele::genome::Site;
use tallele::training::clumping::{Neighbourhood, clump};
use tallele::training::marginal::{Association, associations};
use tallele::training::metrics::{Metrics, Predicted};
use tallele::training::rescaling::rescale;
use tallele::training::ridge::{fit_ridge, lambda_of};
use tallele::training::{Columns, Family, PathFit, Solution};

/// Variants with a p up to each of these are added up.
///
/// Source: those that PRSice and LDpred's papers go through, from genome-wide significance to all variants.
const THRESHOLDS: [f64; 12] = [5e-8, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0];
/// Shares of the phenotype's variance by which λ of ridge regression is set.
const SHARES: [f64; 13] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99];
/// Columns that are added up at once.
const COLUMNS_AT_ONCE: usize = 1024;

/// One setting of a baseline.
pub struct Baseline {
    /// What it is called.
    pub method: &'static str,
    /// What is set.
    pub parameter: &'static str,
    /// To what.
    pub value: f64,
    /// Variants it uses.
    pub variants: usize,
    /// The linear predictor of every sample.
    pub eta: Vec<f64>,
    /// In the validation fold.
    pub validation: Option<Metrics>,
    /// In the test fold.
    pub test: Option<Metrics>,
    /// Whether it is the method's best in the validation fold.
    pub is_chosen: bool,
}

/// Every setting of every baseline.
///
/// Clumping and thresholding adds up marginal coefficients; the sum is brought onto the phenotype's scale in the validation fold,
/// beside the prediction of the covariates, as sums of marginal coefficients overshoot. Ridge regression is used as it is fitted
/// where the phenotype is a quantity, and brought onto the scale of log odds in the same way where it is 0 or 1.
///
/// Errors: those of [`Columns::read`].
pub fn fit<C: Columns>(args: &TrainArgs, fit: &PathFit<C>, told: &Told, opened: &Opened) -> Result<Vec<Baseline>> {
    let found = associations(fit)?;
    let sites: Vec<Site> = opened.variants.iter().map(|variant| variant.site).collect();
    let within = Neighbourhood { window_bp: args.clump_kb.saturating_mul(1000), r2: args.clump_r2 };
    let kept = clump(fit, &sites, &found, within)?;
    let held = HeldOut { family: args.family.family(), told, offset: fit.predict(fit.null())? };
    let mut thresholded = thresholds(fit, &found, &kept, &held)?;
    let lambdas = SHARES.map(|h2| lambda_of(fit, h2));
    if lambdas.iter().any(|lambda| lambda.is_nan() || *lambda <= 0.0) {
        return Err(TrainingKind::NoVariants.into());
    }
    let used = fit.moments().iter().filter(|moments| moments.deviation() > 0.0).count();
    let mut ridge = Vec::new();
    for (fitted, h2) in fit_ridge(fit, &lambdas)?.into_iter().zip(SHARES) {
        let Some(fitted) = fitted else { continue };
        let eta = match held.family {
            Family::Gaussian => fitted.eta,
            Family::Binomial => held.rescaled(&fitted.eta, &vec![0.0; fitted.eta.len()]),
        };
        ridge.push(held.measured("ridge", "h2", h2, used, eta));
    }
    for method in [&mut thresholded, &mut ridge] {
        choose(method);
    }
    thresholded.append(&mut ridge);
    Ok(thresholded)
}

/// Adds up marginal coefficients of what clumping kept, up to each threshold.
fn thresholds<C: Columns>(
    fit: &PathFit<C>,
    found: &[Option<Association>],
    kept: &[u32],
    held: &HeldOut<'_>,
) -> Result<Vec<Baseline>> {
    let mut score = vec![0.0; held.offset.len()];
    let (mut taken, mut settings) = (0, Vec::new());
    for threshold in THRESHOLDS {
        // The strongest are first, and with the same degrees of freedom for all p falls with strength.
        let is_over = |column: &u32| found[*column as usize].is_none_or(|of| of.p > threshold);
        let end = kept.iter().position(is_over).unwrap_or(kept.len());
        let mut new: Vec<u32> = kept[taken..end.max(taken)].to_vec();
        new.sort_unstable();
        for columns in new.chunks(COLUMNS_AT_ONCE) {
            let scale = |column: u32| fit.scaling(column).scale;
            let theta = |column: &u32| Some((*column, found[*column as usize]?.coefficient * scale(*column)));
            let theta = columns.iter().filter_map(theta).collect();
            let more = fit.predict(&Solution { lambda: f64::NAN, theta, gamma: Vec::new() })?;
            score.iter_mut().zip(more).for_each(|(score, more)| *score += more);
        }
        taken = end.max(taken);
        let eta = held.rescaled(&score, &held.offset);
        settings.push(held.measured("clumping and thresholding", "p", threshold, taken, eta));
    }
    Ok(settings)
}

/// What settings are measured by.
struct HeldOut<'a> {
    family: Family,
    told: &'a Told,
    /// What covariates alone predict.
    offset: Vec<f64>,
}

impl HeldOut<'_> {
    /// A score on the phenotype's scale, as the validation fold has it.
    fn rescaled(&self, score: &[f64], offset: &[f64]) -> Vec<f64> {
        let fold = &self.told.folds.validation;
        let of = |values: &[f64]| fold.iter().map(|at| values[*at]).collect::<Vec<f64>>();
        let scale = rescale(self.family, &of(offset), &of(score), &of(&self.told.y));
        score.iter().zip(offset).map(|(score, offset)| offset + scale.shift + scale.slope * score).collect()
    }

    fn measured(
        &self,
        method: &'static str,
        parameter: &'static str,
        value: f64,
        variants: usize,
        eta: Vec<f64>,
    ) -> Baseline {
        let of = |samples: &[usize]| Predicted::of(samples, &self.told.y, &eta).metrics(self.family);
        let (validation, test) = (of(&self.told.folds.validation), of(&self.told.folds.test));
        Baseline { method, parameter, value, variants, validation, test, eta, is_chosen: false }
    }
}

/// Marks the setting that is best in the validation fold, the first of equals.
fn choose(settings: &mut [Baseline]) {
    let merit = |of: &Baseline| of.validation.map(|metrics| metrics.accuracy.unwrap_or(-metrics.loss));
    let best = (0..settings.len()).filter_map(|at| Some((at, merit(&settings[at])?)));
    let best = best.fold(None, |best: Option<(usize, f64)>, next| match best {
        Some(best) if best.1 >= next.1 => Some(best),
        _ => Some(next),
    });
    if let Some(chosen) = best.and_then(|(at, _)| settings.get_mut(at)) {
        chosen.is_chosen = true;
    }
}

/// `baselines.tsv`: a line for each setting.
pub fn table(family: Family, settings: &[Baseline]) -> String {
    let [accuracy, loss] = family_metrics(family);
    let mut text = format!(
        "method\tparameter\tvalue\tvariants\tchosen\tvalidation_{accuracy}\tvalidation_{loss}\ttest_{accuracy}\ttest_{loss}\n"
    );
    let shown = |value: Option<f64>| value.map_or_else(|| "NA".to_owned(), |value| value.to_string());
    for of in settings {
        let chosen = u8::from(of.is_chosen);
        let _ = write!(text, "{}\t{}\t{}\t{}\t{chosen}", of.method, of.parameter, of.value, of.variants);
        for metrics in [of.validation, of.test] {
            let _ = write!(text, "\t{}", shown(metrics.and_then(|metrics| metrics.accuracy)));
            let _ = write!(text, "\t{}", shown(metrics.map(|metrics| metrics.loss)));
        }
        text.push('\n');
    }
    text
}

/// What accuracy and loss are called in tables.
pub fn family_metrics(family: Family) -> [&'static str; 2] {
    match family {
        Family::Gaussian => ["r2", "mse"],
        Family::Binomial => ["auc", "deviance"],
    }
}
