//! Gives Fisher's theorem for one haploid locus: how fast selection moves mean fitness.

/// Change of mean fitness in a generation of a haploid locus, V/w̄, with fitness of either allele and the second's frequency.
///
/// It equals the mean after selection less that before it. None where mean fitness is not positive.
pub fn fitness_gain(fitness: [f64; 2], frequency: f64) -> Option<f64> {
    let [first, second] = fitness;
    let mean = (1.0 - frequency) * first + frequency * second;
    let variance = frequency * (1.0 - frequency) * (second - first).powi(2);
    (mean > 0.0).then(|| variance / mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_fitness_grows_by_its_variance() {
        let gain = fitness_gain([1.0, 1.1], 0.5).expect("positive");
        assert!((gain - 0.002_380_95).abs() < 5e-9);
        // The frequency after selection is p·w/w̄.
        let after = 0.5 * 1.1 / 1.05;
        assert!((gain - ((1.0 - after) + after * 1.1 - 1.05)).abs() < 1e-12);
        assert!(fitness_gain([0.0, 0.0], 0.5).is_none());
    }
}
