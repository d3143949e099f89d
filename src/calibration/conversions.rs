//! Converts between the ways in which papers state how good a score is.

use super::{Liability, open_unit, within};
use crate::error::Result;
use crate::stats::normal::{cumulative, density, quantile, upper_quantile};
use std::f64::consts::SQRT_2;

/// T, and the mean liability of those with and without the disease, i and v.
fn means(prevalence: f64) -> Result<(f64, f64, f64)> {
    let model = Liability::new(prevalence, 0.0)?;
    let i = model.mean_of_affected();
    Ok((model.threshold(), i, -i * prevalence / (1.0 - prevalence)))
}

/// AUC of a score that explains `r2` of the liability. Within 0.0006 of the exact integral.
///
/// Errors: `calibration-out-of-range`.
/// Source: Wray et al., PLoS Genet. 6, e1000864, 2010, equation 3.
pub fn auc_from_r2(r2: f64, prevalence: f64) -> Result<f64> {
    let r2 = within(r2, (0.0..1.0).contains(&r2), "R²", "from 0 to below 1")?;
    let (t, i, v) = means(prevalence)?;
    let spread = (1.0 - r2 * i * (i - t)) + (1.0 - r2 * v * (v - t));
    if r2 == 0.0 {
        return Ok(0.5);
    }
    Ok(cumulative((i - v) * r2 / libm::sqrt(r2 * spread)))
}

/// R² on the scale of liability of a score with this AUC.
///
/// Errors: `calibration-out-of-range` unless 0.5 ≤ AUC < 1.
/// Source: Wray et al. 2010, equation 4.
pub fn r2_from_auc(auc: f64, prevalence: f64) -> Result<f64> {
    let (t, i, v) = means(prevalence)?;
    let square = normal_of_auc(auc)?.powi(2);
    let below = (v - i).powi(2) + square * i * (i - t) + square * v * (v - t);
    Ok(2.0 * square / below)
}

/// Odds ratio for one standard deviation of a score with this AUC: exp(√2 Φ⁻¹(AUC)), where the score is normal with one
/// variance in both people with and without the disease.
///
/// Errors: `calibration-out-of-range` unless 0.5 ≤ AUC < 1.
pub fn odds_ratio_from_auc(auc: f64) -> Result<f64> {
    Ok(libm::exp(SQRT_2 * normal_of_auc(auc)?))
}

/// AUC of a score with this odds ratio for one standard deviation, under the same assumption.
///
/// Errors: `calibration-out-of-range` unless the ratio is 1 or above.
pub fn auc_from_odds_ratio(ratio: f64) -> Result<f64> {
    let ratio = within(ratio, ratio >= 1.0, "An odds ratio for one standard deviation", "1 or above")?;
    Ok(cumulative(libm::log(ratio) / SQRT_2))
}

fn normal_of_auc(auc: f64) -> Result<f64> {
    let auc = within(auc, (0.5..1.0).contains(&auc), "An AUC", "from 0.5 to below 1")?;
    Ok(quantile(auc).unwrap_or(0.0))
}

/// R² on the scale of liability, from R² of a linear model of 0/1 in a study where a fraction `sampled` had the disease.
///
/// Errors: `calibration-out-of-range`.
/// Source: Lee et al., Genet. Epidemiol. 36, 214, 2012.
pub fn liability_r2_from_observed(observed: f64, prevalence: f64, sampled: f64) -> Result<f64> {
    let observed = within(observed, (0.0..1.0).contains(&observed), "R²", "from 0 to below 1")?;
    let k = open_unit(prevalence, "A prevalence")?;
    let p = open_unit(sampled, "The fraction of people with the disease")?;
    let t = upper_quantile(k).unwrap_or(f64::INFINITY);
    let z = density(t);
    let m = z / k;
    let shift = m * (p - k) / (1.0 - k);
    let theta = shift * (shift - t);
    let c = k * k * (1.0 - k) * (1.0 - k) / (z * z * p * (1.0 - p));
    let r2 = observed * c / (1.0 + observed * theta * c);
    within(r2, (0.0..1.0).contains(&r2), "R² on the scale of liability", "from 0 to below 1")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// science §3.4.
    #[test]
    fn auc_of_r2() {
        let rows = [
            (0.01, [(0.02, 0.60662), (0.05, 0.66673), (0.1, 0.73141), (0.2, 0.81480)]),
            (0.05, [(0.02, 0.58639), (0.05, 0.63605), (0.1, 0.69104), (0.2, 0.76604)]),
            (0.10, [(0.02, 0.57773), (0.05, 0.62275), (0.1, 0.67320), (0.2, 0.74355)]),
        ];
        for (prevalence, pairs) in rows {
            for (r2, expected) in pairs {
                let found = auc_from_r2(r2, prevalence).expect("in range");
                assert!((found - expected).abs() <= 5.1e-6, "K {prevalence}, R² {r2}: {found}");
                let back = r2_from_auc(found, prevalence).expect("in range");
                assert!((back - r2).abs() < 1e-12, "{back}");
            }
        }
        assert_eq!(auc_from_r2(0.0, 0.1).expect("in range"), 0.5);
    }

    /// science §3.4.
    #[test]
    fn r2_of_auc() {
        for (auc, expected) in [(0.58, 0.01714), (0.63, 0.0456), (0.71, 0.1216)] {
            let found = r2_from_auc(auc, 0.05).expect("in range");
            assert!((found - expected).abs() <= 5.1e-5, "{auc}: {found}");
        }
        assert!((r2_from_auc(0.58, 0.05).expect("in range") - 0.01714).abs() <= 5.1e-6);
    }

    /// science §3.4: K = 0.05, R² = 0.1.
    #[test]
    fn odds_ratio_of_auc() {
        let auc = auc_from_r2(0.1, 0.05).expect("in range");
        let ratio = odds_ratio_from_auc(auc).expect("in range");
        assert!((libm::log(ratio) - 0.7054).abs() < 5.1e-5 && (ratio - 2.0247).abs() < 5.1e-5, "{ratio}");
        assert!((auc_from_odds_ratio(ratio).expect("in range") - auc).abs() < 1e-14);
    }

    /// science §3.4.
    #[test]
    fn observed_to_liability() {
        for (observed, prevalence, sampled, expected) in [(0.05, 0.01, 0.5, 0.028_645_6), (0.05, 0.05, 0.05, 0.223_278)]
        {
            let found = liability_r2_from_observed(observed, prevalence, sampled).expect("in range");
            assert!((found - expected).abs() < 1e-6, "{prevalence}: {found}");
        }
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert!(
            auc_from_r2(1.0, 0.1).is_err() && auc_from_r2(0.1, 0.0).is_err() && auc_from_r2(f64::NAN, 0.1).is_err()
        );
        assert!(r2_from_auc(0.49, 0.1).is_err() && r2_from_auc(1.0, 0.1).is_err());
        assert!(odds_ratio_from_auc(f64::NAN).is_err() && auc_from_odds_ratio(0.9).is_err());
        assert!(liability_r2_from_observed(0.1, 0.1, 1.0).is_err());
        assert!(liability_r2_from_observed(0.9, 0.5, 0.001).is_err(), "more than all of the liability");
    }
}
