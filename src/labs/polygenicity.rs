//! Measures how many variants a score rests on: how few hold half of its variance, and how many equal ones would be as many.

use serde::Serialize;

/// How a score's variance is spread over its variants.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// Variants that vary and have an effect.
    pub variants: usize,
    /// The least number of variants that hold 50, 90 and 99 % of the variance.
    pub holding: [usize; 3],
    /// Variants of equal variance that would be as many: (Σv)² / Σv².
    pub effective: f64,
}

/// Shares that [`Spread::holding`] is of.
pub const SHARES: [f64; 3] = [0.5, 0.9, 0.99];

/// The spread of these variances, 2p(1 − p)β² of each variant; none where all are zero. Linkage does not count.
pub fn spread(variances: &[f64]) -> Option<Spread> {
    let mut sorted: Vec<f64> = variances.iter().copied().filter(|variance| *variance > 0.0).collect();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let total: f64 = sorted.iter().sum();
    if !(total > 0.0 && total.is_finite()) {
        return None;
    }
    let holding = SHARES.map(|share| {
        let mut sum = 0.0;
        let before = sorted.iter().take_while(|variance| {
            let is_before = sum < share * total;
            sum += **variance;
            is_before
        });
        before.count()
    });
    let squares: f64 = sorted.iter().map(|variance| variance * variance).sum();
    Some(Spread { variants: sorted.len(), holding, effective: total * total / squares })
}

/// Share of the variance that the largest 1, 2, … of `points` evenly spaced counts of variants hold, rising to 1.
pub fn cumulative(variances: &[f64], points: usize) -> Vec<(usize, f64)> {
    let mut sorted: Vec<f64> = variances.iter().copied().filter(|variance| *variance > 0.0).collect();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let total: f64 = sorted.iter().sum();
    let mut sum = 0.0;
    let sums: Vec<f64> = sorted
        .iter()
        .map(|variance| {
            sum += variance;
            sum / total
        })
        .collect();
    let count = |nth: usize| (nth * sums.len()).div_ceil(points.max(1));
    let mut counts: Vec<usize> = (1..=points).map(count).filter(|count| *count > 0).collect();
    counts.dedup();
    counts.into_iter().filter_map(|count| Some((count, *sums.get(count - 1)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_variants_count_as_many_as_they_are() {
        let found = spread(&[0.25; 200]).expect("variance");
        assert_eq!((found.variants, found.holding), (200, [100, 180, 198]));
        assert!((found.effective - 200.0).abs() < 1e-9);
    }

    #[test]
    fn one_large_variant_counts_as_one() {
        let variances: Vec<f64> = std::iter::once(1e6).chain(std::iter::repeat_n(1.0, 100)).collect();
        let found = spread(&variances).expect("variance");
        assert_eq!((found.variants, found.holding), (101, [1, 1, 1]));
        assert!((found.effective - 1.0002).abs() < 1e-4, "{}", found.effective);
    }

    #[test]
    fn the_curve_rises_to_one() {
        let variances: Vec<f64> = (1..=1_000).map(f64::from).collect();
        let curve = cumulative(&variances, 4);
        assert_eq!(curve.iter().map(|(count, _)| *count).collect::<Vec<_>>(), [250, 500, 750, 1_000]);
        // The largest quarter: (751 + … + 1000) of 500,500.
        assert!((curve[0].1 - 218_875.0 / 500_500.0).abs() < 1e-12);
        assert!((curve[3].1 - 1.0).abs() < 1e-12);
        assert!(cumulative(&[], 4).is_empty() && spread(&[0.0, 0.0]).is_none());
    }
}
