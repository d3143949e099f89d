//! Measures how well a linear predictor tells a phenotype, and how sure that is.

use super::family::Family;
use crate::stats::Random;

/// Phenotypes of a fold and what is predicted of them.
#[derive(Clone, Debug, Default)]
pub struct Predicted {
    /// Phenotypes.
    pub y: Vec<f64>,
    /// Linear predictors.
    pub eta: Vec<f64>,
}

/// What measures a fit: a number that is better when larger, and the mean loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metrics {
    /// Gaussian: R². Binomial: AUC. `None` where the phenotype is the same for all of the fold.
    pub accuracy: Option<f64>,
    /// Gaussian: mean squared error. Binomial: mean deviance.
    pub loss: f64,
}

impl Predicted {
    /// Of the samples with these numbers.
    pub fn of(samples: &[usize], y: &[f64], eta: &[f64]) -> Self {
        Self { y: samples.iter().map(|at| y[*at]).collect(), eta: samples.iter().map(|at| eta[*at]).collect() }
    }

    /// Samples.
    pub fn len(&self) -> usize {
        self.y.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.y.is_empty()
    }

    /// Accuracy and loss; `None` without samples.
    pub fn metrics(&self, family: Family) -> Option<Metrics> {
        let n = self.len() as f64;
        let loss: f64 = self.y.iter().zip(&self.eta).map(|(y, eta)| 2.0 * family.loss(*y, *eta)).sum::<f64>() / n;
        let accuracy = match family {
            Family::Gaussian => self.r2(),
            Family::Binomial => self.auc(),
        };
        (!self.is_empty()).then_some(Metrics { accuracy, loss })
    }

    /// R² = 1 − Σ(y − η)² ÷ Σ(y − ȳ)², ȳ being the fold's own mean: below 0 where the mean predicts better. `None` where the
    /// phenotype is the same for all.
    pub fn r2(&self) -> Option<f64> {
        let mean = self.y.iter().sum::<f64>() / self.len() as f64;
        let rest: f64 = self.y.iter().zip(&self.eta).map(|(y, eta)| (y - eta) * (y - eta)).sum();
        let total: f64 = self.y.iter().map(|y| (y - mean) * (y - mean)).sum();
        (total > 0.0).then(|| 1.0 - rest / total)
    }

    /// Squared correlation; `None` where either is the same for all.
    pub fn correlation2(&self) -> Option<f64> {
        let n = self.len() as f64;
        let (my, me) = (self.y.iter().sum::<f64>() / n, self.eta.iter().sum::<f64>() / n);
        let (mut both, mut of_y, mut of_eta) = (0.0, 0.0, 0.0);
        for (y, eta) in self.y.iter().zip(&self.eta) {
            both += (y - my) * (eta - me);
            of_y += (y - my) * (y - my);
            of_eta += (eta - me) * (eta - me);
        }
        (of_y > 0.0 && of_eta > 0.0).then(|| both * both / (of_y * of_eta))
    }

    /// The probability that a case has a larger predictor than a control, ties counting half. `None` without cases or controls.
    ///
    /// Source: Mann and Whitney 1947.
    pub fn auc(&self) -> Option<f64> {
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_by(|one, other| self.eta[*one].total_cmp(&self.eta[*other]));
        let (mut cases, mut controls, mut won) = (0.0, 0.0, 0.0);
        for tied in order.chunk_by(|one, other| self.eta[*one] == self.eta[*other]) {
            let cases_here = tied.iter().filter(|at| self.y[**at] > 0.5).count() as f64;
            let controls_here = tied.len() as f64 - cases_here;
            won += cases_here * (controls + controls_here / 2.0);
            cases += cases_here;
            controls += controls_here;
        }
        (cases > 0.0 && controls > 0.0).then(|| won / (cases * controls))
    }

    /// An interval that holds 95 % of what `measure` gives over samples drawn anew with replacement (the percentile bootstrap);
    /// `None` where too few draws have one.
    pub fn bootstrap(&self, draws: usize, seed: u64, measure: impl Fn(&Self) -> Option<f64>) -> Option<[f64; 2]> {
        let mut again = Self::default();
        interval(self.len(), draws, seed, |drawn| {
            again.draw(self, drawn);
            measure(&again)
        })
    }

    /// The same for what `measure` gives of this prediction above what it gives of another of the same samples, both drawn
    /// together.
    pub fn bootstrap_above(
        &self,
        other: &Self,
        draws: usize,
        seed: u64,
        measure: impl Fn(&Self) -> Option<f64>,
    ) -> Option<[f64; 2]> {
        let (mut of_self, mut of_other) = (Self::default(), Self::default());
        interval(self.len().min(other.len()), draws, seed, |drawn| {
            of_self.draw(self, drawn);
            of_other.draw(other, drawn);
            Some(measure(&of_self)? - measure(&of_other)?)
        })
    }

    /// Takes these samples of another.
    fn draw(&mut self, from: &Self, drawn: &[usize]) {
        self.y.clear();
        self.eta.clear();
        self.y.extend(drawn.iter().map(|at| from.y[*at]));
        self.eta.extend(drawn.iter().map(|at| from.eta[*at]));
    }
}

/// What 95 % of the values lie in that `measure` gives of `count` numbers below `count`, drawn with replacement.
fn interval(
    count: usize,
    draws: usize,
    seed: u64,
    mut measure: impl FnMut(&[usize]) -> Option<f64>,
) -> Option<[f64; 2]> {
    let mut random = Random::new(seed);
    let (mut drawn, mut measured) = (vec![0; count], Vec::with_capacity(draws));
    for _ in 0..draws {
        drawn.iter_mut().for_each(|at| *at = random.below(count as u32) as usize);
        measured.extend(measure(&drawn));
    }
    measured.sort_by(f64::total_cmp);
    let at = |share: f64| measured.get((share * (measured.len().max(1) - 1) as f64) as usize).copied();
    if 2 * measured.len() < draws { None } else { Some([at(0.025)?, at(0.975)?]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(y: &[f64], eta: &[f64]) -> Predicted {
        Predicted { y: y.to_vec(), eta: eta.to_vec() }
    }

    #[test]
    fn accuracies_worked_out_by_hand() {
        let predicted = of(&[1.0, 2.0, 3.0, 6.0], &[1.0, 3.0, 3.0, 4.0]);
        // Squared errors 0 + 1 + 0 + 4, around the mean of 3: 4 + 1 + 0 + 9.
        assert!((predicted.r2().expect("varies") - (1.0 - 5.0 / 14.0)).abs() < 1e-15);
        assert_eq!(predicted.metrics(Family::Gaussian).expect("four").loss, 1.25);
        // Covariances 3.5 + 0.25·… : Σ(y−3)(η−2.75) = 3.5 − 0.25 + 0 + 3.75 = 7; Σ(η−2.75)² = 4.75.
        assert!((predicted.correlation2().expect("varies") - 49.0 / (14.0 * 4.75)).abs() < 1e-15);
        let cases = of(&[0.0, 1.0, 0.0, 1.0, 1.0], &[0.1, 0.4, 0.4, 0.9, 0.0]);
        // Of six pairs: 0.4 wins one and ties one, 0.9 wins two, 0.0 none.
        assert_eq!(cases.auc(), Some(3.5 / 6.0));
        assert_eq!((of(&[1.0, 1.0], &[0.0, 1.0]).auc(), of(&[1.0, 1.0], &[0.0, 1.0]).r2()), (None, None));
        assert!(Predicted::default().metrics(Family::Binomial).is_none());
        let half = of(&[0.0, 1.0], &[0.0, 0.0]).metrics(Family::Binomial).expect("two");
        assert!((half.loss - 2.0 * std::f64::consts::LN_2).abs() < 1e-15);
    }

    #[test]
    fn the_bootstrap_has_the_width_that_theory_gives() {
        let mut random = Random::new(3);
        let mut predicted = Predicted::default();
        for _ in 0..2000 {
            let eta = random.normal();
            predicted.eta.push(eta);
            predicted.y.push(eta + 2.0 * random.normal());
        }
        let [low, high] = predicted.bootstrap(500, 1, Predicted::correlation2).expect("varies");
        // Var(r²) ≈ 4ρ²(1 − ρ²)²/n, Olkin and Finn 1995.
        let error = (4.0 * 0.2 * 0.8 * 0.8 / 2000.0_f64).sqrt();
        let width = (high - low) / (2.0 * 1.96 * error);
        assert!((0.8..1.25).contains(&width) && low < 0.2 + 4.0 * error && high > 0.2 - 4.0 * error, "{low} {high}");
        assert_eq!(predicted.bootstrap(50, 1, Predicted::r2), predicted.bootstrap(50, 1, Predicted::r2));
        // Against itself nothing differs in any draw; against noise everything does.
        assert_eq!(predicted.bootstrap_above(&predicted, 50, 1, Predicted::r2), Some([0.0; 2]));
        let noise = Predicted { y: predicted.y.clone(), eta: predicted.eta.iter().rev().copied().collect() };
        let [low, high] = predicted.bootstrap_above(&noise, 500, 1, Predicted::correlation2).expect("varies");
        assert!(low > 0.1 && high < 0.3, "{low} {high}");
    }
}
