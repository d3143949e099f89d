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
            // Whole dosages give the author's weight to the bit; `a + (b − a)` need not be `b`.
            Self::ByDosage([_, one, _]) if dosage == 1.0 => one,
            Self::ByDosage([_, _, two]) if dosage == 2.0 => two,
            Self::ByDosage([zero, one, _]) if dosage < 1.0 => zero + (one - zero) * dosage,
            Self::ByDosage([_, one, two]) => one + (two - one) * (dosage - 1.0),
        }
    }

    /// Mean and variance of the contribution in a population with this effect-allele frequency, in Hardy–Weinberg
    /// proportions, for people with two copies of the place.
    ///
    /// Source: μ = Σ f(d)·P(d), σ² = Σ f(d)²·P(d) − μ², with P(d) binomial; for the additive model 2pβ and 2p(1−p)β².
    pub fn moments(self, weight: f64, frequency: f64) -> (f64, f64) {
        let (p, q) = (frequency, 1.0 - frequency);
        if self == Self::Additive {
            return (2.0 * p * weight, 2.0 * p * q * weight * weight);
        }
        let at = |dosage: f64| self.contribution(weight, dosage);
        let outcomes = [(q * q, at(0.0)), (2.0 * p * q, at(1.0)), (p * p, at(2.0))];
        let mean: f64 = outcomes.iter().map(|(probability, value)| probability * value).sum();
        let variance: f64 =
            outcomes.iter().map(|(probability, value)| probability * (value - mean) * (value - mean)).sum();
        (mean, variance)
    }

    /// Mean of the contribution for people with one copy of the place, which counts as `counted` copies (1, or 2 for a
    /// male's X under the model that doubles it): (1−p)·f(0) + p·f(counted).
    pub fn haploid_mean(self, weight: f64, frequency: f64, counted: u8) -> f64 {
        (1.0 - frequency) * self.contribution(weight, 0.0) + frequency * self.contribution(weight, f64::from(counted))
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

    #[test]
    fn whole_dosages_give_the_weights_to_the_bit() {
        let weights = [0.1, 0.7, 0.3 - 1e16];
        for (dosage, weight) in [0.0, 1.0, 2.0].into_iter().zip(weights) {
            assert_eq!(EffectModel::ByDosage(weights).contribution(0.0, dosage).to_bits(), weight.to_bits());
        }
    }

    /// Asserted values: μ = 0.56 and σ² = 0.034 for β = (.1, −.2, .3), p = (.5, .2, .9).
    #[test]
    fn moments_of_the_additive_model() {
        let rows = [(0.1, 0.5), (-0.2, 0.2), (0.3, 0.9)];
        let (mean, variance) = rows.iter().fold((0.0, 0.0), |(mean, variance), (weight, frequency)| {
            let (m, v) = EffectModel::Additive.moments(*weight, *frequency);
            (mean + m, variance + v)
        });
        assert!((mean - 0.56_f64).abs() < 1e-12 && (variance - 0.034_f64).abs() < 1e-12);
    }

    #[test]
    fn moments_of_the_other_models() {
        let (mean, variance) = EffectModel::Dominant.moments(2.0, 0.5);
        assert!((mean - 1.5).abs() < 1e-12 && (variance - 0.75).abs() < 1e-12);
        let (mean, _) = EffectModel::Recessive.moments(2.0, 0.5);
        assert!((mean - 0.5).abs() < 1e-12);
        let by_dosage = EffectModel::ByDosage([1.0, 2.0, 4.0]);
        assert!((by_dosage.haploid_mean(0.0, 0.25, 1) - 1.25).abs() < 1e-12);
        assert!((by_dosage.haploid_mean(0.0, 0.25, 2) - 1.75).abs() < 1e-12);
        assert!((EffectModel::Dominant.haploid_mean(2.0, 0.25, 2) - 0.5).abs() < 1e-12);
    }
}
