//! Asks of one place after another whether it is among many known ones, quickly where they come in genome order.

use super::Site;

/// A walk along known places.
#[derive(Clone, Debug)]
pub struct SiteWalk {
    /// Ascending.
    sites: Vec<Site>,
    /// The first that is not before the place asked for last.
    next: usize,
}

impl SiteWalk {
    /// Steps taken one by one before halving.
    const STEPS_MAX: usize = 8;

    /// Along these places, which ascend.
    pub fn new(sites: Vec<Site>) -> Self {
        Self { sites, next: 0 }
    }

    /// Whether this place is among them.
    #[inline]
    pub fn contains(&mut self, site: Site) -> bool {
        self.first_from(site) == Some(site)
    }

    /// The first of them that is this place or lies behind it.
    #[inline]
    pub fn first_from(&mut self, site: Site) -> Option<Site> {
        let is_before = |index: usize| self.sites.get(index).is_some_and(|known| *known < site);
        let mut next = self.next;
        let until = next + Self::STEPS_MAX;
        while next < until && is_before(next) {
            next += 1;
        }
        let is_behind = next.checked_sub(1).is_none_or(is_before);
        if next == until || !is_behind {
            next = self.sites.partition_point(|known| *known < site);
        }
        self.next = next;
        self.sites.get(next).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::Chromosome;

    #[test]
    fn places_in_any_order() {
        let at = |position| Site::new(Chromosome::X, position);
        let known: Vec<u32> = (1..400).filter(|position| position % 7 == 0 || position % 31 < 3).collect();
        let mut walk = SiteWalk::new(known.iter().map(|position| at(*position)).collect());
        for stride in [1, 2, 5, 40, 131, 399] {
            let mut position = 0;
            for _ in 0..800 {
                position = (position + stride) % 401;
                let expected = known.contains(&position);
                assert_eq!(walk.contains(at(position)), expected, "{position} in strides of {stride}");
                let next = known.iter().copied().find(|known| *known >= position);
                assert_eq!(walk.first_from(at(position)), next.map(at), "{position} in strides of {stride}");
            }
        }
        assert!(!SiteWalk::new(Vec::new()).contains(at(1)));
    }
}
