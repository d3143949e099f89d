//! Tests the chosen score on people it has not seen and puts down what the PRS Reporting Standards ask for.
//!
//! Source: Wand and others, "Improving reporting standards for polygenic scores in risk prediction studies", Nature 591, 2021.

use super::baselines::Baseline;
use super::folds::Folds;
use super::genotypes::Opened;
use super::measured::Measured;
use super::options::{Choice, TrainArgs};
use super::tables::read_words;
use crate::printed::name_of;
use serde::Serialize;
use std::collections::BTreeMap;
use tallele::error::Result;
use tallele::finding::Finding;
use tallele::genome::Sample;
use tallele::training::Family;
use tallele::training::metrics::Predicted;
use tallele::training::siblings::within_families;

/// Draws of the bootstrap.
const DRAWS: usize = 1000;
/// Groups of the calibration.
const GROUPS: usize = 10;
/// A group of fewer people is not told by itself.
const GROUP_MIN: usize = 10;

/// What is said of a score.
#[derive(Serialize)]
pub struct Card {
    tallele: &'static str,
    standard: &'static str,
    #[serde(rename = "trait")]
    trait_name: String,
    family: Family,
    method: Method,
    genotypes: Vec<String>,
    genome_build: Option<&'static str>,
    licence: String,
    /// People in each fold.
    people: People,
    covariates: Vec<String>,
    variants_considered: usize,
    variants_in_score: usize,
    metric: &'static str,
    /// On the test fold; none without one.
    test: Option<Accuracy>,
    /// Of covariates alone, on the test fold.
    test_covariates_alone: Option<f64>,
    /// What genotypes add to covariates, on the test fold.
    test_increment: Option<f64>,
    validation: Option<f64>,
    train: Option<f64>,
    /// Other ways to predict, fitted to the same training fold and set by the same validation fold, on the test fold.
    baselines: Vec<Compared>,
    /// On the test fold, by the labels that were given.
    test_by_group: BTreeMap<String, Accuracy>,
    within_families: Option<Siblings>,
    /// Mean predicted and mean observed of tenths of the test fold, or of the validation fold where there is no other.
    pub calibration: Vec<[f64; 2]>,
    limits: Vec<&'static str>,
    findings: Vec<Finding>,
}

#[derive(Serialize)]
struct Method {
    name: &'static str,
    objective: &'static str,
    alpha: f64,
    standardized: bool,
    lambda: f64,
    lambda_index: usize,
    chosen_by: &'static str,
    refit: bool,
}

#[derive(Serialize)]
struct People {
    train: usize,
    validation: usize,
    test: usize,
}

/// An accuracy with an interval that holds 95 % of bootstrap draws.
#[derive(Serialize, Clone)]
pub struct Accuracy {
    people: usize,
    /// The accuracy.
    pub value: f64,
    /// Lower end of its interval, where there are people enough for one.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

impl Accuracy {
    fn new(people: usize, value: f64, interval: Option<[f64; 2]>) -> Self {
        let [low, high] = interval.map_or([None; 2], |interval| interval.map(Some));
        Self { people, value, low, high }
    }
}

/// A baseline at the setting that is best in the validation fold.
#[derive(Serialize)]
struct Compared {
    method: &'static str,
    parameter: &'static str,
    value: f64,
    variants: usize,
    validation: Option<f64>,
    test: Option<Accuracy>,
    /// The score's accuracy less the baseline's, both on the same draws of the test fold.
    score_above: Option<Accuracy>,
}

/// What siblings of the test fold say.
#[derive(Serialize)]
struct Siblings {
    families: usize,
    pairs: usize,
    slope_within: f64,
    slope_between: Option<f64>,
    higher_score_is_higher: Option<f64>,
}

/// What a card is made of.
pub struct Evidence<'a> {
    /// The options.
    pub args: &'a TrainArgs,
    /// The genotypes.
    pub opened: &'a Opened,
    /// The folds.
    pub folds: &'a Folds,
    /// Phenotypes of all samples.
    pub y: &'a [f64],
    /// Linear predictors of the chosen score with covariates.
    pub eta: &'a [f64],
    /// Linear predictors of covariates alone, fitted by themselves.
    pub eta_null: &'a [f64],
    /// What genotypes alone add up to.
    pub score: &'a [f64],
    /// What was measured at the chosen λ.
    pub chosen: &'a Measured,
    /// The number of the chosen λ.
    pub index: usize,
    /// Variants in the score.
    pub nonzero: usize,
    /// Names of the covariates.
    pub covariates: Vec<String>,
    /// What was fitted beside the score.
    pub baselines: &'a [Baseline],
}

impl Evidence<'_> {
    /// The card.
    ///
    /// Errors: those of the tables of labels and families.
    pub fn card(&self, findings: Vec<Finding>) -> Result<Card> {
        let family = self.args.family.family();
        let of = |samples: &[usize]| self.accuracy_of(samples, self.eta);
        let test = of(&self.folds.test);
        let alone = self.measure(&Predicted::of(&self.folds.test, self.y, self.eta_null));
        let by_group = self.people_by(self.args.labels.as_deref(), "group")?;
        let test_by_group = by_group
            .into_iter()
            .filter(|(_, samples)| samples.len() >= GROUP_MIN)
            .filter_map(|(group, samples)| of(&samples).map(|accuracy| (group, accuracy)))
            .collect();
        let families: Vec<Vec<(f64, f64)>> = self
            .people_by(self.args.families.as_deref(), "family")?
            .into_values()
            .map(|samples| samples.iter().map(|at| (self.y[*at], self.score[*at])).collect())
            .collect();
        let within = within_families(&families).map(|within| Siblings {
            families: within.families,
            pairs: within.pairs,
            slope_within: within.slope,
            slope_between: within.slope_between,
            higher_score_is_higher: within.higher_is_higher,
        });
        let args = self.args;
        Ok(Card {
            tallele: env!("CARGO_PKG_VERSION"),
            standard: "PRS-RS (Wand and others 2021)",
            trait_name: args.trait_name.clone(),
            family,
            method: Method {
                name: if args.alpha == 1.0 { "LASSO" } else { "elastic net" },
                objective: match family {
                    Family::Gaussian => "(1/2n)·Σ(y − η)² + λ(α·Σ|θ| + (1 − α)/2·Σθ²)",
                    Family::Binomial => "(1/n)·Σ[log(1 + e^η) − yη] + λ(α·Σ|θ| + (1 − α)/2·Σθ²)",
                },
                alpha: args.alpha,
                standardized: args.standardize,
                lambda: self.chosen.lambda,
                lambda_index: self.index,
                chosen_by: match (args.parts(), args.choose) {
                    (None, _) => "accuracy in the validation fold",
                    (Some(_), Choice::Min) => "least mean loss in cross-validation",
                    (Some(_), Choice::OneSe) => "mean loss in cross-validation within a standard error of the least",
                },
                refit: args.refit,
            },
            genotypes: self.opened.paths.iter().map(|path| name_of(path)).collect(),
            genome_build: self.opened.build.map(|build| build.name()),
            licence: args.licence.clone(),
            people: People {
                train: self.folds.train.len(),
                validation: self.folds.validation.len(),
                test: self.folds.test.len(),
            },
            covariates: self.covariates.clone(),
            variants_considered: self.opened.variants.len(),
            variants_in_score: self.nonzero,
            metric: match family {
                Family::Gaussian => {
                    "R2, 1 - sum of squared errors / sum of squares around the fold's mean, covariates included"
                }
                Family::Binomial => "AUC, covariates included",
            },
            test_increment: test.as_ref().zip(alone).map(|(test, alone)| test.value - alone),
            test,
            test_covariates_alone: alone,
            validation: self.chosen.validation.and_then(|metrics| metrics.accuracy),
            train: self.chosen.train.and_then(|metrics| metrics.accuracy),
            baselines: self.baselines.iter().filter(|of| of.is_chosen).map(|of| self.compared(of)).collect(),
            test_by_group,
            within_families: within,
            calibration: self.calibration(family),
            limits: self.limits(),
            findings,
        })
    }

    fn limits(&self) -> Vec<&'static str> {
        let mut limits = vec![
            "Accuracy holds for people like those of the test fold; in other ancestries it is lower as a rule.",
            "The validation fold's figure is that of the best of many lambdas and is too good.",
            "Genotypes are hard calls on chromosomes 1 to 22.",
        ];
        if !self.baselines.is_empty() && self.args.refit {
            limits.push(
                "The score was fitted once more with the validation fold; the baselines have the training fold alone.",
            );
        }
        limits
    }

    /// Accuracy of a linear predictor in these samples.
    fn accuracy_of(&self, samples: &[usize], eta: &[f64]) -> Option<Accuracy> {
        let predicted = Predicted::of(samples, self.y, eta);
        let measure = |predicted: &Predicted| self.measure(predicted);
        let interval = predicted.bootstrap(DRAWS, self.args.seed, measure);
        Some(Accuracy::new(samples.len(), measure(&predicted)?, interval))
    }

    /// What genotypes add to the accuracy of covariates in these samples; both on the same draws.
    pub fn increment(&self, samples: &[usize]) -> Option<Accuracy> {
        if self.covariates.is_empty() {
            return self.accuracy_of(samples, self.eta);
        }
        let [all, alone] = [self.eta, self.eta_null].map(|eta| Predicted::of(samples, self.y, eta));
        let measure = |predicted: &Predicted| self.measure(predicted);
        let interval = all.bootstrap_above(&alone, DRAWS, self.args.seed, measure);
        Some(Accuracy::new(samples.len(), measure(&all)? - measure(&alone)?, interval))
    }

    /// Accuracy of what genotypes alone add up to in these samples, whatever the covariates.
    pub fn of_genotypes(&self, samples: &[usize]) -> Option<Accuracy> {
        // Without covariates the predictor itself: to take the intercept off could make ties, or undo them.
        self.accuracy_of(samples, if self.covariates.is_empty() { self.eta } else { self.score })
    }

    fn measure(&self, predicted: &Predicted) -> Option<f64> {
        predicted.metrics(self.args.family.family()).and_then(|metrics| metrics.accuracy)
    }

    fn compared(&self, baseline: &Baseline) -> Compared {
        let test = &self.folds.test;
        let (ours, theirs) = (Predicted::of(test, self.y, self.eta), Predicted::of(test, self.y, &baseline.eta));
        let measure = |predicted: &Predicted| self.measure(predicted);
        let above = measure(&ours).zip(measure(&theirs)).map(|(ours, theirs)| ours - theirs);
        let interval = ours.bootstrap_above(&theirs, DRAWS, self.args.seed, measure);
        Compared {
            method: baseline.method,
            parameter: baseline.parameter,
            value: baseline.value,
            variants: baseline.variants,
            validation: baseline.validation.and_then(|metrics| metrics.accuracy),
            test: self.accuracy_of(test, &baseline.eta),
            score_above: above.map(|above| Accuracy::new(test.len(), above, interval)),
        }
    }

    /// Samples of the test fold by what a table says of them.
    pub fn people_by(&self, path: Option<&std::path::Path>, column: &str) -> Result<BTreeMap<String, Vec<usize>>> {
        let mut by: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let Some(path) = path else { return Ok(by) };
        let words = read_words(path, column)?;
        for &at in &self.folds.test {
            let id = self.opened.samples.get(at).map_or("", |sample: &Sample| sample.id.as_str());
            if let Some(word) = words.get(id) {
                by.entry(word.clone()).or_default().push(at);
            }
        }
        Ok(by)
    }

    /// Mean predicted and observed of tenths by the prediction.
    fn calibration(&self, family: Family) -> Vec<[f64; 2]> {
        let held_out = if self.folds.test.is_empty() { &self.folds.validation } else { &self.folds.test };
        let mut order = held_out.clone();
        order.sort_by(|one, other| self.eta[*one].total_cmp(&self.eta[*other]));
        let size = order.len().div_ceil(GROUPS).max(1);
        let of = |group: &[usize]| {
            let mean =
                |value: &dyn Fn(usize) -> f64| group.iter().map(|at| value(*at)).sum::<f64>() / group.len() as f64;
            [mean(&|at| family.mean(self.eta[at])), mean(&|at| self.y[at])]
        };
        order.chunks(size).map(of).collect()
    }
}

impl Card {
    /// The lines of the page's table: what, and how much.
    pub fn lines(&self) -> Vec<(String, String)> {
        let number = |value: f64| format!("{value:.4}");
        let interval = |of: &Accuracy| match (of.low, of.high) {
            (Some(low), Some(high)) => format!("{:.4} ({low:.4} to {high:.4}), {} people", of.value, of.people),
            _ => format!("{:.4}, {} people", of.value, of.people),
        };
        let mut lines = vec![
            ("Trait".to_owned(), format!("{} ({})", self.trait_name, self.family.name())),
            (
                "Method".to_owned(),
                format!("{}, α = {}, λ = {:.6}", self.method.name, self.method.alpha, self.method.lambda),
            ),
            ("Objective".to_owned(), self.method.objective.to_owned()),
            (
                "People".to_owned(),
                format!(
                    "{} trained on, {} besides to choose λ, {} tested on",
                    self.people.train, self.people.validation, self.people.test
                ),
            ),
            (
                "Covariates".to_owned(),
                if self.covariates.is_empty() { "none".to_owned() } else { self.covariates.join(", ") },
            ),
            ("Variants".to_owned(), format!("{} of {} considered", self.variants_in_score, self.variants_considered)),
            ("Measure".to_owned(), self.metric.to_owned()),
        ];
        let mut add = |what: &str, value: Option<String>| lines.extend(value.map(|value| (what.to_owned(), value)));
        add("Test fold", self.test.as_ref().map(interval));
        add("Test fold, covariates alone", self.test_covariates_alone.map(number));
        add("Added by genotypes", self.test_increment.map(number));
        add("Validation fold (chosen by)", self.validation.map(number));
        add("Training fold", self.train.map(number));
        for of in &self.baselines {
            let setting = format!(" ({} = {}, {} variants)", of.parameter, of.value, of.variants);
            add(&format!("Test fold, {} instead", of.method), of.test.as_ref().map(|test| interval(test) + &setting));
            add(&format!("Score above {}", of.method), of.score_above.as_ref().map(interval));
        }
        for (group, accuracy) in &self.test_by_group {
            add(&format!("Test fold, {group}"), Some(interval(accuracy)));
        }
        if let Some(within) = &self.within_families {
            add("Slope within families", Some(format!("{:.4} ({} families)", within.slope_within, within.families)));
            add("Slope between families", within.slope_between.map(number));
            add(
                "Higher score is higher",
                within.higher_score_is_higher.map(|share| format!("{share:.3} of {} pairs of siblings", within.pairs)),
            );
        }
        add("Terms of use", Some(self.licence.clone()));
        lines
    }

    /// What is to be known of its use.
    pub fn limits(&self) -> &[&'static str] {
        &self.limits
    }

    /// What was found on the way.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}
