//! Holds one exact sum for each of many samples: sixteen bytes each, as the values are of about one size.

use super::exact_sum::{ExactSum, SumParts};
use super::superaccumulator::Superaccumulator;
use super::window::Window;
use std::collections::BTreeMap;

/// Exact running sums side by side.
#[derive(Clone, Default)]
pub struct ExactSums {
    window: Option<Window>,
    /// What fits the window, in its units.
    near: Vec<i128>,
    /// The rest.
    far: BTreeMap<usize, Box<Superaccumulator>>,
}

/// A value made ready to be added to any of the sums.
#[derive(Clone, Copy, Debug)]
pub enum Term {
    /// In units of the sums' window.
    Near(i128),
    /// Does not fit.
    Far(f64),
}

impl ExactSums {
    /// This many sums of nothing.
    pub fn new(count: usize) -> Self {
        Self { window: None, near: vec![0; count], far: BTreeMap::new() }
    }

    /// How many sums there are.
    pub fn len(&self) -> usize {
        self.near.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.near.is_empty()
    }

    /// Makes a value ready.
    #[inline]
    pub fn term(&mut self, value: f64) -> Term {
        if self.window.is_none() {
            self.window = Window::around(value);
        }
        match self.window.and_then(|window| window.units(value)) {
            Some(units) => Term::Near(units),
            None if value == 0.0 => Term::Near(0),
            None => Term::Far(value),
        }
    }

    /// The same in units, where there are fewer than 2¹⁰⁵ of them, so that a million values can be added up as whole numbers.
    pub fn units(&mut self, value: f64) -> Option<i128> {
        match self.term(value) {
            Term::Near(units) => (units.unsigned_abs() >> 105 == 0).then_some(units),
            Term::Far(_) => None,
        }
    }

    /// A sum of so many units.
    pub fn sum_of(&self, units: i128) -> ExactSum {
        let scale = self.window.map(Window::scale);
        ExactSum::from_parts(SumParts { near: units, scale, far: None }).unwrap_or_default()
    }

    /// Adds a value that [`Self::term`] made ready to one of the sums, exactly.
    #[inline]
    pub fn add(&mut self, sum: usize, term: Term) {
        let Some(near) = self.near.get_mut(sum) else { return };
        match term {
            Term::Near(units) => match near.checked_add(units) {
                Some(more) if more != i128::MIN => *near = more,
                _ => {
                    let full = std::mem::replace(near, units);
                    self.add_far(sum, full);
                }
            },
            Term::Far(value) => self.far.entry(sum).or_default().add(value),
        }
    }

    /// What fits the window of each sum, in its units.
    pub(super) fn near_mut(&mut self) -> &mut [i128] {
        &mut self.near
    }

    /// Adds units of the window to one of the sums, beside what fits it.
    pub(super) fn add_far(&mut self, sum: usize, units: i128) {
        let scale = self.window.map_or(0, Window::scale);
        self.far.entry(sum).or_default().add_units(units, scale);
    }

    /// Adds the sums of `other` one by one, exactly; it has as many.
    pub fn merge(&mut self, other: &Self) {
        if let Some(theirs) = other.window {
            let window = *self.window.get_or_insert(theirs);
            for (sum, &units) in other.near.iter().enumerate().filter(|(_, units)| **units != 0) {
                match window.convert(units, theirs) {
                    Some(units) => self.add(sum, Term::Near(units)),
                    None => self.far.entry(sum).or_default().add_units(units, theirs.scale()),
                }
            }
        }
        for (sum, far) in &other.far {
            self.far.entry(*sum).or_default().merge(far);
        }
    }

    /// One of the sums.
    pub fn sum(&self, sum: usize) -> ExactSum {
        let scale = self.window.map(Window::scale);
        let near = self.near.get(sum).copied().unwrap_or(0);
        let far = self.far.get(&sum).map(|far| Box::new(far.clone().parts()));
        ExactSum::from_parts(SumParts { near, scale, far }).unwrap_or_default()
    }

    /// The unit's power of 2, the sums in these units, and what did not fit, by the number of its sum.
    pub fn parts(&self) -> (Option<i16>, &[i128], impl ExactSizeIterator<Item = (usize, ExactSum)> + '_) {
        let far = self.far.iter().map(|(sum, far)| {
            let parts = SumParts { near: 0, scale: None, far: Some(Box::new(far.clone().parts())) };
            (*sum, ExactSum::from_parts(parts).unwrap_or_default())
        });
        (self.window.map(Window::scale), &self.near, far)
    }

    /// The sums put together again; `None` where no sums have such parts.
    pub fn from_parts(scale: Option<i16>, near: Vec<i128>, far: Vec<(usize, ExactSum)>) -> Option<Self> {
        let window = match scale {
            Some(scale) => Some(Window::of_scale(scale)?),
            None => None,
        };
        let is_sound =
            near.iter().all(|units| *units != i128::MIN) && (window.is_some() || near.iter().all(|units| *units == 0));
        let mut sums = Self { window, near, far: BTreeMap::new() };
        for (sum, parts) in far {
            let parts = parts.into_parts();
            let (limbs, not_finite) = *parts.far?;
            if sum >= sums.near.len() || parts.near != 0 {
                return None;
            }
            sums.far.insert(sum, Box::new(Superaccumulator::from_parts(limbs, not_finite)?));
        }
        is_sound.then_some(sums)
    }

    /// Sums of several such lists in a new order: each by the number of its list and its place there.
    pub fn gather(lists: &[&Self], order: &[(usize, usize)]) -> Self {
        let mut sums = Self::new(order.len());
        sums.window = lists.iter().find_map(|list| list.window);
        for (to, &(list, from)) in order.iter().enumerate() {
            let Some(list) = lists.get(list) else { continue };
            if let (Some(window), Some(theirs), Some(&units)) = (sums.window, list.window, list.near.get(from)) {
                match window.convert(units, theirs) {
                    Some(units) => sums.add(to, Term::Near(units)),
                    None => sums.far.entry(to).or_default().add_units(units, theirs.scale()),
                }
            }
            if let Some(far) = list.far.get(&from) {
                sums.far.entry(to).or_default().merge(far);
            }
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equal_sums_kept_alone(
            values in prop::collection::vec(
                (0_usize..3, -1.0_f64..1.0, -200_i32..200).prop_map(|(sum, m, e)| (sum, libm::scalbn(m, e))), 0..100),
            cut in 0_usize..100,
        ) {
            let mut alone = vec![ExactSum::default(); 3];
            values.iter().for_each(|(sum, value)| alone[*sum].add(*value));
            let side_by_side = |values: &[(usize, f64)]| {
                let mut sums = ExactSums::new(3);
                for (sum, value) in values {
                    let term = sums.term(*value);
                    sums.add(*sum, term);
                }
                sums
            };
            let (a, b) = values.split_at(cut.min(values.len()));
            let mut merged = side_by_side(a);
            merged.merge(&side_by_side(b));
            let (scale, near, far) = merged.parts();
            let far = far.collect();
            let again = ExactSums::from_parts(scale, near.to_vec(), far).expect("its own parts");
            let turned = ExactSums::gather(&[&again, &side_by_side(&values)], &[(0, 2), (1, 1), (0, 0)]);
            for (sum, alone) in alone.iter().enumerate() {
                prop_assert_eq!(side_by_side(&values).sum(sum).value().to_bits(), alone.value().to_bits());
                prop_assert_eq!(merged.sum(sum).value().to_bits(), alone.value().to_bits());
                prop_assert_eq!(again.sum(sum).value().to_bits(), alone.value().to_bits());
            }
            for (place, sum) in [2, 1, 0].into_iter().enumerate() {
                prop_assert_eq!(turned.sum(place).value().to_bits(), alone[sum].value().to_bits());
            }
        }
    }

    #[test]
    fn a_full_window_flows_over() {
        let mut sums = ExactSums::new(1);
        let first = sums.term(1.0);
        sums.add(0, first);
        let large = sums.term(f64::from(1_u32 << 31) * 64.0);
        for _ in 0..100 {
            sums.add(0, large);
        }
        assert_eq!(sums.sum(0).value(), f64::from(1_u32 << 31) * 6400.0 + 1.0);
        assert_eq!(sums.far.len(), 1);
    }
}
