//! Holds how rows of a score that lie near each other go together among reference people: what the spread of a part of the rows
//! needs beside their frequencies.

/// Correlations are kept as whole parts of this.
const PARTS: f64 = 127.0;

/// Pairs of rows of one score at most, eight bytes and one a group each.
pub const PAIRS_MAX: usize = 500_000;

/// Correlations between the dosages of rows, of pairs that are worth keeping. Pairs that are not here count among what is left
/// of the score's variance, which is shared out as if variants were missing at random.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linkage {
    /// Places of two rows, the smaller first; ascending, each once.
    pairs: Vec<[u32; 2]>,
    /// Shape: pairs × groups; 0 in groups too small to tell.
    correlations: Vec<i8>,
}

impl Linkage {
    /// Of pairs in any order, each with a correlation for every one of `groups` groups; `None` where a pair is no pair, stands
    /// there twice or has another number of groups, or there are too many.
    pub fn new(mut rows: Vec<([u32; 2], Vec<f64>)>, groups: usize) -> Option<Self> {
        rows.sort_by_key(|(pair, _)| *pair);
        let correlations = rows.iter().flat_map(|(_, of)| of).map(|r| (r * PARTS).round() as i8).collect();
        let is_whole = rows.iter().all(|(_, of)| of.len() == groups && of.iter().all(|r| r.abs() <= 1.0));
        let stored = Self::from_stored(rows.into_iter().map(|(pair, _)| pair).collect(), correlations, groups);
        stored.filter(|_| is_whole)
    }

    /// Of what is stored; `None` where it cannot be.
    pub fn from_stored(pairs: Vec<[u32; 2]>, correlations: Vec<i8>, groups: usize) -> Option<Self> {
        let is_ascending = pairs.is_sorted_by(|first, second| first < second);
        let are_pairs = pairs.iter().all(|[first, second]| first < second);
        let fits = pairs.len().checked_mul(groups) == Some(correlations.len()) && pairs.len() <= PAIRS_MAX;
        let are_correlations = !correlations.contains(&i8::MIN);
        (is_ascending && are_pairs && fits && are_correlations).then_some(Self { pairs, correlations })
    }

    /// The pairs.
    pub fn pairs(&self) -> &[[u32; 2]] {
        &self.pairs
    }

    /// The correlations as they are stored. Shape: pairs × groups.
    pub fn stored(&self) -> &[i8] {
        &self.correlations
    }

    /// A stored correlation as a number from −1 to 1.
    pub fn correlation(stored: i8) -> f64 {
        f64::from(stored) / PARTS
    }

    /// Whether it fits a score of so many rows and groups.
    pub fn fits(&self, rows: usize, groups: usize) -> bool {
        let is_row = |row: &u32| usize::try_from(*row).is_ok_and(|row| row < rows);
        self.pairs.iter().flatten().all(is_row) && self.pairs.len().checked_mul(groups) == Some(self.correlations.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_come_back_in_order() {
        let rows = vec![([3, 9], vec![0.5, -1.0]), ([0, 2], vec![0.25, 0.0])];
        let linkage = Linkage::new(rows, 2).expect("sound");
        assert_eq!(linkage.pairs(), [[0, 2], [3, 9]]);
        let back: Vec<f64> = linkage.stored().iter().map(|stored| Linkage::correlation(*stored)).collect();
        for (found, expected) in back.iter().zip([0.25, 0.0, 0.5, -1.0]) {
            assert!((found - expected).abs() < 0.004, "{found} {expected}");
        }
        assert!(linkage.fits(10, 2) && !linkage.fits(9, 2) && !linkage.fits(10, 3));
        let again = Linkage::from_stored(linkage.pairs().to_vec(), linkage.stored().to_vec(), 2);
        assert_eq!(again, Some(linkage));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for rows in [
            vec![([1, 1], vec![0.5])],
            vec![([2, 1], vec![0.5])],
            vec![([0, 1], vec![0.5]), ([0, 1], vec![0.4])],
            vec![([0, 1], vec![0.5, 0.5])],
            vec![([0, 1], vec![1.5])],
            vec![([0, 1], vec![f64::NAN])],
        ] {
            assert_eq!(Linkage::new(rows.clone(), 1), None, "{rows:?}");
        }
        assert_eq!(Linkage::from_stored(vec![[0, 1]], vec![i8::MIN], 1), None);
    }
}
