//! Carries places from one build to another by aligned stretches, as a chain file lists them.

use super::{Build, Chromosome, Site};

/// A stretch of one build that is aligned with one of another, base by base. Places count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Chromosome on the build that places are carried from.
    pub from: Chromosome,
    /// First base there.
    pub start: u32,
    /// Bases.
    pub length: u32,
    /// Chromosome on the build that places are carried to.
    pub to: Chromosome,
    /// Where the first base lands.
    pub lands: u32,
    /// Whether the stretch runs the other way there, on the other strand.
    pub is_turned: bool,
}

impl Stretch {
    fn end(&self) -> u32 {
        self.start.saturating_add(self.length)
    }

    /// The same stretch, seen from the other build.
    fn inverse(self) -> Self {
        let last = self.length.saturating_sub(1);
        let (start, lands) = match self.is_turned {
            true => (self.lands.saturating_sub(last), self.start.saturating_add(last)),
            false => (self.lands, self.start),
        };
        Self { from: self.to, start, length: self.length, to: self.from, lands, is_turned: self.is_turned }
    }
}

/// A way from one build to another.
#[derive(Debug, PartialEq, Eq)]
pub struct Liftover {
    /// The build of the places that are carried.
    pub from: Build,
    /// The build they are carried to.
    pub to: Build,
    /// By chromosome and start.
    stretches: Vec<Stretch>,
    /// The furthest end of a stretch and all before it on its chromosome.
    reaches: Vec<u32>,
}

impl Liftover {
    /// A way along these stretches, in any order.
    pub fn new(from: Build, to: Build, mut stretches: Vec<Stretch>) -> Self {
        stretches.sort_unstable_by_key(|stretch| (stretch.from, stretch.start, stretch.length));
        let mut reaches = Vec::with_capacity(stretches.len());
        let mut last: Option<(Chromosome, u32)> = None;
        for stretch in &stretches {
            let before = last.filter(|(chromosome, _)| *chromosome == stretch.from).map_or(0, |(_, reach)| reach);
            let reach = before.max(stretch.end());
            reaches.push(reach);
            last = Some((stretch.from, reach));
        }
        Self { from, to, stretches, reaches }
    }

    /// The way back along the same stretches.
    pub fn inverse(&self) -> Self {
        Self::new(self.to, self.from, self.stretches.iter().map(|stretch| stretch.inverse()).collect())
    }

    /// Where a place lies on the other build, and whether it is on the other strand there. `None` where no stretch holds the
    /// place, or more than one.
    pub fn lift(&self, site: Site) -> Option<(Site, bool)> {
        let chromosome = site.chromosome()?;
        let position = site.position().checked_sub(1)?;
        let behind = self.stretches.partition_point(|stretch| (stretch.from, stretch.start) <= (chromosome, position));
        let mut found = None;
        for at in (0..behind).rev() {
            let (stretch, reach) = (self.stretches.get(at)?, *self.reaches.get(at)?);
            if stretch.from != chromosome || reach <= position {
                break;
            }
            if position < stretch.end() {
                if found.is_some() {
                    return None;
                }
                let offset = position - stretch.start;
                let lands = if stretch.is_turned {
                    stretch.lands.checked_sub(offset)?
                } else {
                    stretch.lands.checked_add(offset)?
                };
                found = Some((Site::new(stretch.to, lands.checked_add(1)?), stretch.is_turned));
            }
        }
        found
    }
}

/// The ways that lead from one build to another: one, or two by way of the third; none where there is no such way.
pub fn ways_between(ways: &[Liftover], from: Build, to: Build) -> Vec<&Liftover> {
    let direct = |from: Build, to: Build| ways.iter().find(|way| way.from == from && way.to == to);
    if let Some(way) = direct(from, to) {
        return vec![way];
    }
    let between = Build::ALL.into_iter().find_map(|middle| Some(vec![direct(from, middle)?, direct(middle, to)?]));
    between.unwrap_or_default()
}

/// Carries a place along several ways, one after the other.
pub fn lift_along(ways: &[&Liftover], site: Site) -> Option<(Site, bool)> {
    ways.iter().try_fold((site, false), |(site, is_turned), way| {
        let (site, turns) = way.lift(site)?;
        Some((site, is_turned != turns))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(start: u32, length: u32, lands: u32, is_turned: bool) -> Stretch {
        let one = Chromosome::autosome(1).expect("one");
        Stretch { from: one, start, length, to: Chromosome::X, lands, is_turned }
    }

    fn on_one(position: u32) -> Site {
        Site::new(Chromosome::autosome(1).expect("one"), position)
    }

    #[test]
    fn there_and_back() {
        let stretches = vec![stretch(50, 10, 205, true), stretch(10, 5, 100, false), stretch(20, 5, 90, false)];
        let way = Liftover::new(Build::Grch37, Build::Grch38, stretches);
        let rows = [
            (10, None),
            (11, Some((101, false))),
            (15, Some((105, false))),
            (16, None),
            (21, Some((91, false))),
            (51, Some((206, true))),
            (60, Some((197, true))),
            (61, None),
        ];
        let back = way.inverse();
        for (position, expected) in rows {
            let lifted = way.lift(on_one(position));
            assert_eq!(lifted, expected.map(|(to, turned)| (Site::new(Chromosome::X, to), turned)), "{position}");
            if let Some((site, turned)) = lifted {
                assert_eq!(back.lift(site), Some((on_one(position), turned)));
            }
        }
        assert_eq!((back.from, back.to), (Build::Grch38, Build::Grch37));
        assert_eq!(way.lift(Site::new(Chromosome::X, 11)), None);
        assert_eq!(way.lift(Site::NONE), None);
    }

    #[test]
    fn by_way_of_a_third_build() {
        let ways = [
            Liftover::new(Build::Grch36, Build::Grch37, vec![stretch(10, 5, 100, true)]),
            Liftover::new(
                Build::Grch37,
                Build::Grch38,
                vec![Stretch { from: Chromosome::X, ..stretch(90, 20, 27, true) }],
            ),
        ];
        let way = ways_between(&ways, Build::Grch36, Build::Grch38);
        assert_eq!(way.len(), 2);
        assert_eq!(lift_along(&way, on_one(12)), Some((Site::new(Chromosome::X, 19), false)));
        assert_eq!(lift_along(&way, on_one(16)), None);
        assert!(ways_between(&ways, Build::Grch38, Build::Grch36).is_empty());
        assert_eq!(ways_between(&ways, Build::Grch36, Build::Grch37).len(), 1);
    }

    #[test]
    fn places_that_two_stretches_hold_are_not_carried() {
        let stretches = vec![stretch(10, 90, 500, false), stretch(20, 5, 100, false), stretch(40, 5, 700, true)];
        let way = Liftover::new(Build::Grch37, Build::Grch38, stretches);
        let carried: Vec<bool> = [15, 21, 25, 26, 41, 45, 46, 100, 101].map(|at| way.lift(on_one(at)).is_some()).into();
        assert_eq!(carried, [true, false, false, true, false, false, true, true, false]);
    }
}
