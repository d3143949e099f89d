//! Measures a score within families, where neither stratification nor what parents do can help it.

/// What siblings say of a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WithinFamilies {
    /// Families with two siblings or more.
    pub families: usize,
    /// Pairs of siblings whose phenotypes and scores differ.
    pub pairs: usize,
    /// Slope of the phenotype on the score within families, both taken from their family's mean.
    pub slope: f64,
    /// The slope between the families' means, where they differ.
    pub slope_between: Option<f64>,
    /// Share of the pairs in which who has the higher score has the higher phenotype, or is the case.
    pub higher_is_higher: Option<f64>,
}

/// Of siblings of the same families, each family with its people's phenotypes and scores. `None` where the score is the same for
/// the siblings of every family.
pub fn within_families(families: &[Vec<(f64, f64)>]) -> Option<WithinFamilies> {
    let (mut product, mut square, mut pairs, mut agreeing, mut count) = (0.0, 0.0, 0, 0, 0);
    let mut means = Vec::new();
    for family in families.iter().filter(|family| family.len() > 1) {
        let n = family.len() as f64;
        let (y_mean, s_mean) =
            (family.iter().map(|of| of.0).sum::<f64>() / n, family.iter().map(|of| of.1).sum::<f64>() / n);
        count += 1;
        means.push((y_mean, s_mean));
        for (at, (y, s)) in family.iter().enumerate() {
            product += (y - y_mean) * (s - s_mean);
            square += (s - s_mean) * (s - s_mean);
            for (y_other, s_other) in &family[at + 1..] {
                let agreement = (y - y_other) * (s - s_other);
                pairs += usize::from(agreement != 0.0);
                agreeing += usize::from(agreement > 0.0);
            }
        }
    }
    (square > 0.0).then(|| WithinFamilies {
        families: count,
        pairs,
        slope: product / square,
        slope_between: slope(&means),
        higher_is_higher: (pairs > 0).then(|| agreeing as f64 / pairs as f64),
    })
}

fn slope(points: &[(f64, f64)]) -> Option<f64> {
    let n = points.len() as f64;
    let (y_mean, s_mean) =
        (points.iter().map(|of| of.0).sum::<f64>() / n, points.iter().map(|of| of.1).sum::<f64>() / n);
    let product: f64 = points.iter().map(|(y, s)| (y - y_mean) * (s - s_mean)).sum();
    let square: f64 = points.iter().map(|(_, s)| (s - s_mean) * (s - s_mean)).sum();
    (square > 0.0).then(|| product / square)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_within_and_between_families_worked_out_by_hand() {
        let families = [vec![(1.0, 0.0), (2.0, 2.0)], vec![(7.0, 3.0), (7.5, 2.0), (9.0, 4.0)], vec![(5.0, 9.0)]];
        let found = within_families(&families).expect("scores differ");
        assert_eq!((found.families, found.pairs), (2, 4));
        // Within: 1·… = 0.5·1·2 = 1 of 2; the second family's deviations are (−5/6, 0), (−1/3, −1), (7/6, 1): 1.5 of 2.
        assert!((found.slope - 2.5 / 4.0).abs() < 1e-12);
        // Between: (1.5, 1) and (47/6, 3).
        assert!((found.slope_between.expect("two") - (47.0 / 6.0 - 1.5) / 2.0).abs() < 1e-12);
        assert_eq!(found.higher_is_higher, Some(0.75));
        assert!(within_families(&[vec![(1.0, 2.0), (3.0, 2.0)]]).is_none());
    }
}
