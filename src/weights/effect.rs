//! Turns a dosage into a contribution: additive, dominant, recessive, or a weight for each dosage.

/// How a row's dosage becomes its contribution.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum EffectModel {
    /// `w·d`.
    Additive,
    /// `w·min(d, 1)`: `is_dominant`.
    Dominant,
    /// `w·max(d − 1, 0)`: `is_recessive`.
    Recessive,
    /// The weight of dosage 0, 1 or 2: `dosage_0_weight`, `dosage_1_weight`, `dosage_2_weight`.
    /// Between whole dosages the weights are joined by straight lines.
    ByDosage([f64; 3]),
}

impl EffectModel {
    /// Contribution of `dosage` copies (0–2) of the effect allele with this weight.
    #[inline]
    pub fn contribution(self, weight: f64, dosage: f64) -> f64 {
        match self {
            Self::Additive => weight * dosage,
            Self::Dominant => weight * dosage.min(1.0),
            Self::Recessive => weight * (dosage - 1.0).max(0.0),
            Self::ByDosage([zero, one, two]) => {
                if dosage <= 1.0 {
                    zero + (one - zero) * dosage
                } else {
                    one + (two - one) * (dosage - 1.0)
                }
            }
        }
    }

    /// Mean and variance of the contribution in a population with this effect-allele frequency, in Hardy–Weinberg
    /// proportions, for a person with `copies` (1 or 2) of the place.
    ///
    /// Source: μ = Σ f(d)·P(d), σ² = Σ f(d)²·P(d) − μ², with P(d) binomial; for the additive model 2pβ and 2p(1−p)β².
    pub fn moments(self, weight: f64, frequency: f64, copies: u8) -> (f64, f64) {
        let (p, q) = (frequency, 1.0 - frequency);
        if self == Self::Additive {
            let copies = f64::from(copies);
            return (copies * p * weight, copies * p * q * weight * weight);
        }
        let at = |dosage: f64| self.contribution(weight, dosage);
        let outcomes: [(f64, f64); 3] = if copies == 1 {
            [(q, at(0.0)), (p, at(1.0)), (0.0, 0.0)]
        } else {
            [(q * q, at(0.0)), (2.0 * p * q, at(1.0)), (p * p, at(2.0))]
        };
        let mean: f64 = outcomes.iter().map(|(probability, value)| probability * value).sum();
        let variance: f64 =
            outcomes.iter().map(|(probability, value)| probability * (value - mean) * (value - mean)).sum();
        (mean, variance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contributions() {
        let rows = [
            (EffectModel::Additive, [0.0, 0.5, 1.0]),
            (EffectModel::Dominant, [0.0, 0.5, 0.5]),
            (EffectModel::Recessive, [0.0, 0.0, 0.5]),
            (EffectModel::ByDosage([-0.1, 0.2, 0.9]), [-0.1, 0.2, 0.9]),
        ];
        for (model, expected) in rows {
            for (dosage, expected) in [0.0, 1.0, 2.0].into_iter().zip(expected) {
                assert!((model.contribution(0.5, dosage) - expected).abs() < 1e-15, "{model:?} {dosage}");
            }
        }
    }

    /// Asserted values: μ = 0.56 and σ² = 0.034 for β = (.1, −.2, .3), p = (.5, .2, .9).
    #[test]
    fn moments_of_the_additive_model() {
        let rows = [(0.1, 0.5), (-0.2, 0.2), (0.3, 0.9)];
        let (mean, variance) = rows.iter().fold((0.0, 0.0), |(mean, variance), (weight, frequency)| {
            let (m, v) = EffectModel::Additive.moments(*weight, *frequency, 2);
            (mean + m, variance + v)
        });
        assert!((mean - 0.56_f64).abs() < 1e-12 && (variance - 0.034_f64).abs() < 1e-12);
    }

    #[test]
    fn moments_of_the_other_models() {
        let (mean, variance) = EffectModel::Dominant.moments(2.0, 0.5, 2);
        assert!((mean - 1.5).abs() < 1e-12 && (variance - 0.75).abs() < 1e-12);
        let (mean, _) = EffectModel::Recessive.moments(2.0, 0.5, 2);
        assert!((mean - 0.5).abs() < 1e-12);
        let (mean, _) = EffectModel::ByDosage([1.0, 2.0, 4.0]).moments(0.0, 0.25, 1);
        assert!((mean - 1.25).abs() < 1e-12);
    }
}
