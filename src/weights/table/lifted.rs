//! Carries a score's places to another build and keeps them beside the author's.

use super::ScoreTable;
use crate::genome::liftover::lift_along;
use crate::genome::{Build, Liftover, Site};

/// A score's places on another build.
#[derive(Debug)]
pub struct Lifted {
    /// The build of the column they were carried from.
    pub from: Build,
    /// One for each row; [`Site::NONE`] where a row could not be carried.
    pub sites: Vec<Site>,
    /// Rows with a place that no aligned stretch holds.
    pub lost: u64,
    /// Rows in stretches that run the other way, whose alleles do not tell the strand: left out.
    pub turned: u64,
}

impl ScoreTable {
    /// Carries the rows' places along `ways`, one after the other, from the harmonised column or else the author's; once for
    /// each build. Nothing is carried along no ways.
    ///
    /// Where a stretch is turned the alleles are on the other strand too. Matching reads flipped alleles by itself, but not
    /// where both strands read the same or the other allele is unknown, and an indel's first base is another one there: such
    /// rows are not carried.
    pub fn lift(&self, ways: &[&Liftover]) -> Option<&Lifted> {
        let (from, to) = (ways.first()?.from, ways.last()?.to);
        let lifted = self.lifted[to as usize].get_or_init(|| {
            let is_harmonised = self.header.harmonised_build == Some(from) && !self.harmonised_sites.is_empty();
            let mut lifted = Lifted { from, sites: Vec::with_capacity(self.len()), lost: 0, turned: 0 };
            for row in 0..self.len() {
                let site = if is_harmonised { self.harmonised_site(row) } else { self.author_site(row) };
                let carried = match lift_along(ways, site) {
                    Some((_, true)) if !self.tells_strand(row) => {
                        lifted.turned += 1;
                        Site::NONE
                    }
                    Some((carried, _)) => carried,
                    None => {
                        lifted.lost += u64::from(site.is_some());
                        Site::NONE
                    }
                };
                lifted.sites.push(carried);
            }
            lifted
        });
        Some(lifted)
    }

    /// Where a row lies on `build`, once [`Self::lift`] has carried it there.
    #[inline]
    pub fn lifted_site(&self, row: usize, build: Build) -> Site {
        let lifted = self.lifted[build as usize].get();
        lifted.and_then(|lifted| lifted.sites.get(row)).copied().unwrap_or(Site::NONE)
    }

    /// What became of the places on their way to `build`, once [`Self::lift`] has carried them there.
    pub fn lifted(&self, build: Build) -> Option<&Lifted> {
        self.lifted[build as usize].get()
    }

    /// Two single bases, of which one is not the other's complement.
    fn tells_strand(&self, row: usize) -> bool {
        self.bases(row).is_some_and(|(effect, other)| effect + other != 3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::liftover::Stretch;
    use crate::genome::{Chromosome, RsId};
    use crate::weights::{EffectModel, Header, NewRow};

    #[test]
    fn rows_are_carried_unless_their_strand_is_unsure() {
        let stretch = |start, lands, is_turned| Stretch {
            from: Chromosome::X,
            start,
            length: 10,
            to: Chromosome::X,
            lands,
            is_turned,
        };
        let way = Liftover::new(Build::Grch37, Build::Grch38, vec![stretch(99, 199, false), stretch(299, 500, true)]);
        let header = Header { genome_build: Some(Build::Grch37), ..Header::default() };
        let mut table = ScoreTable::new(header);
        let rows: [(u32, &[u8], &[u8], u32); 7] = [
            (100, b"A", b"T", 200),
            (105, b"ACC", b"A", 205),
            (200, b"A", b"G", 0),
            (300, b"A", b"G", 501),
            (301, b"A", b"T", 0),
            (302, b"A", b"", 0),
            (303, b"AC", b"A", 0),
        ];
        for (position, effect, other, _) in rows {
            assert!(table.push(&NewRow {
                author_site: Site::new(Chromosome::X, position),
                harmonised_site: Site::NONE,
                id: RsId::NONE,
                name: b"",
                effect,
                other,
                weight: 1.0,
                weight_text: b"1",
                frequency: None,
                model: EffectModel::Additive,
                unsupported: None,
            }));
        }
        assert_eq!(table.lifted_site(0, Build::Grch38), Site::NONE, "not carried yet");
        let lifted = table.lift(&[&way]).expect("a way");
        let expected: Vec<Site> = rows.iter().map(|(.., to)| Site::new(Chromosome::X, *to)).collect();
        assert_eq!((lifted.sites.as_slice(), lifted.lost, lifted.turned), (expected.as_slice(), 1, 3));
        assert_eq!(table.lifted_site(1, Build::Grch38), Site::new(Chromosome::X, 205));
    }
}
