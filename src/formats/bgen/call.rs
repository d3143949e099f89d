//! Makes a call, and where it is uncertain dosages, of one sample's genotype probabilities.

use crate::genome::Calls;

/// Probabilities of one sample, added up; reused from sample to sample. All are whole parts of `total`.
#[derive(Default)]
pub(super) struct Weights {
    /// What certainty is.
    total: u64,
    /// For each allele, the sum of copies × probability.
    expected: Vec<u64>,
    /// The likeliest genotype, and its probability.
    best: Vec<u8>,
    best_weight: u64,
}

impl Weights {
    /// Begins a sample, where `total` is certainty.
    pub fn begin(&mut self, alleles: usize, total: u64) {
        self.total = total;
        self.expected.clear();
        self.expected.resize(alleles, 0);
        self.best.clear();
        self.best_weight = 0;
    }

    /// Adds a genotype whose phase is not known.
    pub fn add_genotype(&mut self, genotype: &[u8], weight: u64) {
        if weight == 0 {
            return;
        }
        for allele in genotype {
            if let Some(expected) = self.expected.get_mut(usize::from(*allele)) {
                *expected += weight;
            }
        }
        if weight > self.best_weight {
            self.best_weight = weight;
            self.best.clear();
            self.best.extend_from_slice(genotype);
        }
    }

    /// Adds one haplotype, by the probability of each allele.
    pub fn add_haplotype(&mut self, weights: &[u64]) {
        let (mut best, mut best_weight) = (0, 0);
        for ((allele, expected), weight) in (0..=u8::MAX).zip(&mut self.expected).zip(weights) {
            *expected += weight;
            if *weight > best_weight {
                (best, best_weight) = (allele, *weight);
            }
        }
        // Certain only where every haplotype is.
        self.best_weight = if self.best.is_empty() { best_weight } else { self.best_weight.min(best_weight) };
        self.best.push(best);
    }

    /// Writes the call of a sample, and its dosages where the call is not certain.
    ///
    /// Where it is not, there is a call if the expected copies of each allele are within 0.1 of a whole number, as PLINK 2 has it
    /// (`--hard-call-threshold 0.1`).
    pub fn write(&mut self, sample: usize, calls: &mut Calls) {
        let is_certain = self.best_weight == self.total;
        if !is_certain {
            self.write_dosages(sample, calls);
            self.round();
        }
        write_call(sample, &self.best, calls);
    }

    /// Puts the call that the expected copies are near to into `best`, or as many missing alleles where they are near to none.
    fn round(&mut self) {
        let (copies, mut is_near) = (self.best.len(), true);
        self.best.clear();
        for (allele, expected) in (0..=u8::MAX).zip(&self.expected) {
            let whole = (expected + self.total / 2) / self.total;
            is_near &= expected.abs_diff(whole * self.total) * 10 <= self.total;
            (0..whole).for_each(|_| self.best.push(allele));
        }
        if !is_near || self.best.len() != copies {
            self.best.clear();
            self.best.resize(copies, Calls::MISSING);
        }
    }

    fn write_dosages(&self, sample: usize, calls: &mut Calls) {
        let alts = self.expected.len().saturating_sub(1);
        if calls.dosages.is_empty() {
            let samples = calls.alleles.len() / calls.width.max(1);
            calls.dosages.resize(samples * alts, f64::NAN);
        }
        let out = calls.dosages.get_mut(sample * alts..(sample + 1) * alts).unwrap_or_default();
        for (dosage, expected) in out.iter_mut().zip(self.expected.iter().skip(1)) {
            *dosage = *expected as f64 / self.total as f64;
        }
    }
}

/// Writes a call; what is left of the sample's room is absent.
pub(super) fn write_call(sample: usize, genotype: &[u8], calls: &mut Calls) {
    let slots = calls.alleles.get_mut(sample * calls.width..(sample + 1) * calls.width).unwrap_or_default();
    for (index, slot) in slots.iter_mut().enumerate() {
        *slot = genotype.get(index).copied().unwrap_or(Calls::ABSENT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MISSING: u8 = Calls::MISSING;
    const ABSENT: u8 = Calls::ABSENT;

    fn call(alleles: usize, total: u64, genotypes: &[(&[u8], u64)]) -> (Vec<u8>, Vec<f64>) {
        let (mut weights, mut calls) = (Weights::default(), Calls::default());
        calls.begin(1, 2);
        weights.begin(alleles, total);
        genotypes.iter().for_each(|(genotype, weight)| weights.add_genotype(genotype, *weight));
        weights.write(0, &mut calls);
        (calls.alleles, calls.dosages)
    }

    #[test]
    fn calls_and_dosages_of_genotypes() {
        let rows: &[(&str, usize, &[(&[u8], u64)], [u8; 2], &[f64])] = &[
            ("certain", 2, &[(&[0, 0], 0), (&[0, 1], 100), (&[1, 1], 0)], [0, 1], &[]),
            ("within 0.1", 2, &[(&[0, 0], 90), (&[0, 1], 10)], [0, 0], &[0.1]),
            ("farther", 2, &[(&[0, 0], 89), (&[0, 1], 11)], [MISSING; 2], &[0.11]),
            ("near one by two extremes", 2, &[(&[0, 0], 50), (&[1, 1], 50)], [0, 1], &[1.0]),
            ("one copy", 2, &[(&[0], 5), (&[1], 95)], [1, ABSENT], &[0.95]),
            ("one copy, uncertain", 2, &[(&[0], 40), (&[1], 60)], [MISSING, ABSENT], &[0.6]),
            ("three alleles", 3, &[(&[1, 2], 95), (&[0, 2], 5)], [1, 2], &[0.95, 1.0]),
            (
                "three alleles, of which one is not near",
                3,
                &[(&[0, 1], 80), (&[0, 2], 10), (&[1, 2], 10)],
                [MISSING; 2],
                &[0.9, 0.2],
            ),
            ("three alleles, uncertain", 3, &[(&[1, 2], 80), (&[0, 2], 20)], [MISSING; 2], &[0.8, 1.0]),
        ];
        for (name, alleles, genotypes, expected, dosages) in rows {
            assert_eq!(call(*alleles, 100, genotypes), (expected.to_vec(), dosages.to_vec()), "{name}");
        }
    }

    #[test]
    fn calls_and_dosages_of_haplotypes() {
        let call = |haplotypes: &[[u64; 2]]| {
            let (mut weights, mut calls) = (Weights::default(), Calls::default());
            calls.begin(1, 2);
            weights.begin(2, 10);
            haplotypes.iter().for_each(|haplotype| weights.add_haplotype(haplotype));
            weights.write(0, &mut calls);
            (calls.alleles, calls.dosages)
        };
        assert_eq!(call(&[[0, 10], [10, 0]]), (vec![1, 0], vec![]));
        assert_eq!(call(&[[0, 10], [9, 1]]), (vec![0, 1], vec![1.1]));
        assert_eq!(call(&[[4, 6], [10, 0]]), (vec![MISSING, MISSING], vec![0.6]));
        assert_eq!(call(&[[4, 6]]), (vec![MISSING, ABSENT], vec![0.6]));
    }
}
