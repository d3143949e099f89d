//! Solves for one λ over a batch of columns: adds columns that violate the conditions of a minimum until none does.

use super::columns::PackedColumns;
use super::covariates::{Basis, Covariates, add_scaled, dot};
use super::descent::descend;
use super::family::Family;
use super::gram::{GRAM_COLUMNS_MAX, Gram, GramQuadratic, kept_of};
use super::moments::SampleMask;
use super::penalty::Penalty;
use super::products::{Scaling, add_columns, products};
use super::residual::ResidualQuadratic;
use crate::error::{Result, TrainingKind};

/// The largest violation of a condition that is left, as a share of λα.
pub(super) const TOLERANCE: f64 = 1e-9;
/// Violations below this share of the phenotype's root mean square are rounding.
const ROUNDING: f64 = 1e-13;
/// Rounds of adding columns, or Newton's steps, after which nothing more is hoped for.
const ROUNDS_MAX: usize = 500;
/// Columns that a round may always add.
const ADDED_MIN: usize = 256;
/// Halvings of a step that does not lower the objective.
const HALVINGS_MAX: usize = 40;

/// What is the same for all λ.
pub(super) struct Model {
    pub(super) family: Family,
    /// Phenotypes. Shape: padded samples, as all vectors here; 0 for those that are not trained on.
    pub(super) response: Vec<f64>,
    /// 1/n for samples that are trained on, and 0.
    pub(super) weights: Vec<f64>,
    pub(super) mask: SampleMask,
    pub(super) covariates: Covariates,
    /// The covariates' basis under `weights`.
    pub(super) basis: Basis,
    /// The phenotype's root mean square.
    pub(super) size: f64,
}

/// Columns that λ may use, in rising order, and their coefficients.
pub(super) struct Batch {
    pub(super) numbers: Vec<u32>,
    pub(super) columns: PackedColumns,
    pub(super) scalings: Vec<Scaling>,
    pub(super) theta: Vec<f64>,
    pub(super) gamma: Vec<f64>,
}

/// A fit seen from its residuals.
#[derive(Clone)]
pub(super) struct Point {
    /// (y − μ)/n.
    pub(super) residual: Vec<f64>,
    pub(super) eta: Vec<f64>,
}

/// Where a batch stands.
#[derive(Clone)]
pub(super) struct Reached {
    pub(super) point: Point,
    /// ⟨x̂ⱼ, r⟩/n of the batch's columns.
    gradient: Vec<f64>,
}

impl Model {
    /// How large a violation is left at this λ.
    pub(super) fn tolerance(&self, lambda: f64, alpha: f64) -> f64 {
        (TOLERANCE * lambda * alpha.max(super::penalty::ALPHA_FOR_MAX)).max(ROUNDING * self.size)
    }

    /// Residuals of coefficients, anew. A Gaussian fit's covariates follow from the rest.
    pub(super) fn point(&self, batch: &mut Batch) -> Point {
        let mut eta = vec![0.0; self.response.len()];
        if self.family == Family::Binomial {
            self.covariates.add_to(&batch.gamma, &mut eta);
        }
        add_columns(&batch.terms(), &mut eta);
        let mut residual = self.residual(&eta);
        if self.family == Family::Gaussian {
            let a: Vec<f64> = self.basis.q.iter().map(|q| dot(q, &residual)).collect();
            self.basis.q.iter().zip(&a).for_each(|(q, a)| add_scaled(&mut eta, *a, q));
            batch.gamma = self.basis.solve(&a);
            residual = self.residual(&eta);
        }
        Point { residual, eta }
    }

    fn residual(&self, eta: &[f64]) -> Vec<f64> {
        let fields = self.response.iter().zip(eta).zip(&self.weights);
        fields.map(|((y, eta), weight)| weight * (y - self.family.mean(*eta))).collect()
    }

    /// The likelihood's part of the objective.
    fn loss(&self, eta: &[f64]) -> f64 {
        let fields = self.response.iter().zip(eta).zip(&self.weights);
        fields.map(|((y, eta), weight)| if *weight > 0.0 { weight * self.family.loss(*y, *eta) } else { 0.0 }).sum()
    }
}

impl Batch {
    /// The columns that are not 0, as [`add_columns`] takes them.
    fn terms(&self) -> Vec<(&[u64], Scaling, f64)> {
        let used = self.theta.iter().enumerate().filter(|(_, theta)| **theta != 0.0);
        used.map(|(at, theta)| (self.columns.column(at), self.scalings[at], *theta)).collect()
    }

    /// Where the columns that are not 0 stand.
    pub(super) fn support(&self) -> Vec<usize> {
        (0..self.theta.len()).filter(|at| self.theta[*at] != 0.0).collect()
    }
}

/// One fit after the other over the same samples.
pub(super) struct Fitter<'a> {
    pub(super) model: &'a Model,
    pub(super) gram: &'a mut Gram,
}

impl Fitter<'_> {
    /// Moves a batch to the minimum at this penalty, as far as its own columns go, and says where it then stands; `from` is where
    /// it stands now, if that is known.
    ///
    /// Errors: `training-no-convergence`.
    pub(super) fn solve(
        &mut self,
        batch: &mut Batch,
        from: Option<&Reached>,
        penalty: Penalty,
        tolerance: f64,
    ) -> Result<Reached> {
        let mut working = batch.support();
        let mut known = from.cloned();
        for _ in 0..ROUNDS_MAX {
            let Reached { point, gradient } = match known.take() {
                Some(known) => known,
                None => {
                    let point = self.model.point(batch);
                    let gradient = products(&batch.columns, &batch.scalings, &[&point.residual])?.remove(0);
                    Reached { point, gradient }
                }
            };
            let violation = |at: usize| penalty.violation(batch.theta[at], gradient[at]);
            let of_covariates = self.model.basis.q.iter().map(|q| dot(q, &point.residual).abs());
            let worst = (0..gradient.len()).map(violation).chain(of_covariates).fold(0.0, f64::max);
            if worst.is_nan() {
                break;
            }
            if worst <= tolerance {
                return Ok(Reached { point, gradient });
            }
            let added = self.added(batch, &working, &gradient, penalty, tolerance);
            if working.len() + added.len() > GRAM_COLUMNS_MAX {
                // Each round lowers the objective, so that what is dropped here does not come and go for ever.
                working.retain(|at| batch.theta[*at] != 0.0);
            }
            working.extend(added);
            working.sort_unstable();
            match self.model.family {
                Family::Gaussian => self.move_gaussian(batch, &working, &gradient, point, penalty, tolerance / 4.0)?,
                // Newton's steps need not be taken exactly while they are large.
                Family::Binomial => {
                    self.move_binomial(batch, &working, point, penalty, (worst / 100.0).max(tolerance / 4.0))?
                }
            }
        }
        Err(TrainingKind::NoConvergence.into())
    }

    /// Columns that are to come to those that are worked on: the worst, as many as are not 0 by now, in rising order. Where columns
    /// go together most that violate the conditions now no longer do when some have been fitted.
    fn added(
        &self,
        batch: &Batch,
        working: &[usize],
        gradient: &[f64],
        penalty: Penalty,
        tolerance: f64,
    ) -> Vec<usize> {
        let violation = |at: usize| penalty.violation(0.0, gradient[at]);
        let is_added =
            |at: &usize| batch.theta[*at] == 0.0 && violation(*at) > tolerance && working.binary_search(at).is_err();
        let mut added: Vec<usize> = (0..gradient.len()).filter(is_added).collect();
        let most = ADDED_MIN.max(working.iter().filter(|at| batch.theta[**at] != 0.0).count());
        if added.len() > most {
            added.sort_unstable_by(|one, other| violation(*other).total_cmp(&violation(*one)).then(one.cmp(other)));
            added.truncate(most);
            added.sort_unstable();
        }
        added
    }

    fn move_gaussian(
        &mut self,
        batch: &mut Batch,
        working: &[usize],
        gradient: &[f64],
        point: Point,
        penalty: Penalty,
        tolerance: f64,
    ) -> Result<()> {
        let is_new = |gram: &Gram, at: &usize| gram.slot(batch.numbers[*at]).is_none();
        let new: Vec<usize> = working.iter().copied().filter(|at| is_new(self.gram, at)).collect();
        if self.gram.len() + new.len() > GRAM_COLUMNS_MAX {
            self.gram.retain(&working.iter().map(|at| batch.numbers[*at]).collect::<Vec<_>>());
        }
        if self.gram.len() + new.len() > GRAM_COLUMNS_MAX {
            let mut theta: Vec<f64> = working.iter().map(|at| batch.theta[*at]).collect();
            let columns = working.iter().map(|at| (batch.columns.column(*at), batch.scalings[*at])).collect();
            let (basis, weights) = (&self.model.basis, &self.model.weights);
            let mut quadratic = ResidualQuadratic::new(columns, basis, weights, point.residual);
            let order: Vec<usize> = (0..working.len()).collect();
            descend(&mut quadratic, &mut theta, &order, penalty, tolerance)?;
            working.iter().zip(theta).for_each(|(at, theta)| batch.theta[*at] = theta);
            return Ok(());
        }
        self.keep_products(batch, &new)?;
        let order: Vec<usize> = working.iter().filter_map(|at| self.gram.slot(batch.numbers[*at])).collect();
        let (mut theta, mut of_slots) = (vec![0.0; self.gram.len()], vec![0.0; self.gram.len()]);
        for (&at, &slot) in working.iter().zip(&order) {
            (theta[slot], of_slots[slot]) = (batch.theta[at], gradient[at]);
        }
        let mut quadratic = GramQuadratic::new(self.gram, of_slots);
        descend(&mut quadratic, &mut theta, &order, penalty, tolerance)?;
        working.iter().zip(&order).for_each(|(at, slot)| batch.theta[*at] = theta[*slot]);
        Ok(())
    }

    /// Counts the products of these columns of the batch with all that are kept.
    fn keep_products(&mut self, batch: &Batch, new: &[usize]) -> Result<()> {
        let places: Vec<u32> = new.iter().map(|at| *at as u32).collect();
        let gathered = PackedColumns::gather(&batch.columns, &places)?;
        let scalings: Vec<Scaling> = new.iter().map(|at| batch.scalings[*at]).collect();
        let numbers: Vec<u32> = new.iter().map(|at| batch.numbers[*at]).collect();
        // The intercept's column is the first; columns are centred, so that it takes nothing away.
        let model = self.model;
        let weighted = model.basis.q.iter().skip(1).map(|q| q.iter().zip(&model.weights).map(|(q, w)| q * w).collect());
        let weighted: Vec<Vec<f64>> = weighted.collect();
        let vectors: Vec<&[f64]> = weighted.iter().map(Vec::as_slice).collect();
        let z = products(&gathered, &scalings, &vectors)?;
        self.gram.add(kept_of(&gathered, &numbers, &scalings, &z), &model.mask);
        Ok(())
    }

    /// A step of Newton's, or as much of it as lowers the objective.
    fn move_binomial(
        &self,
        batch: &mut Batch,
        working: &[usize],
        point: Point,
        penalty: Penalty,
        tolerance: f64,
    ) -> Result<()> {
        let model = self.model;
        let weights: Vec<f64> =
            point.eta.iter().zip(&model.weights).map(|(eta, weight)| weight * model.family.slope(*eta)).collect();
        let Ok(basis) = model.covariates.orthonormal(&weights) else { return Err(TrainingKind::NoConvergence.into()) };
        let before: Vec<f64> = working.iter().map(|at| batch.theta[*at]).collect();
        let mut theta = before.clone();
        let columns = working.iter().map(|at| (batch.columns.column(*at), batch.scalings[*at])).collect();
        let mut quadratic = ResidualQuadratic::new(columns, &basis, &weights, point.residual);
        let order: Vec<usize> = (0..working.len()).collect();
        descend(&mut quadratic, &mut theta, &order, penalty, tolerance)?;
        let gamma_step = basis.solve(&quadratic.moved_basis());
        let theta_step: Vec<f64> = theta.iter().zip(&before).map(|(after, before)| after - before).collect();
        let mut eta_step = vec![0.0; point.eta.len()];
        model.covariates.add_to(&gamma_step, &mut eta_step);
        let moved = working.iter().zip(&theta_step).filter(|(_, step)| **step != 0.0);
        let moved: Vec<_> = moved.map(|(at, step)| (batch.columns.column(*at), batch.scalings[*at], *step)).collect();
        add_columns(&moved, &mut eta_step);
        let objective = |share: f64| {
            let eta: Vec<f64> = point.eta.iter().zip(&eta_step).map(|(eta, step)| eta + share * step).collect();
            let theta: Vec<f64> = before.iter().zip(&theta_step).map(|(theta, step)| theta + share * step).collect();
            model.loss(&eta) + penalty.of(&theta)
        };
        let from = objective(0.0);
        let mut share = 1.0;
        // Near the minimum a step changes the objective by less than its rounding.
        for _ in 0..HALVINGS_MAX {
            if objective(share) <= from * (1.0 + 1e-14) {
                break;
            }
            share /= 2.0;
        }
        for (&at, (theta, before)) in working.iter().zip(theta.iter().zip(&before)) {
            batch.theta[at] = if share == 1.0 { *theta } else { before + share * (theta - before) };
        }
        add_scaled(&mut batch.gamma, share, &gamma_step);
        Ok(())
    }
}
