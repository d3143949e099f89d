//! Draws people of a background at an ancestry panel's sites: a point near the middle of a group, and the allele frequencies
//! that the panel's loadings imply there. The point is nobody's: no reference person's coordinates are taken.

use super::sample_person::{NO_CALLS, SampleSite};
use crate::error::{Error, ErrorKind, Result};
use crate::genome::SeenAllele;
use crate::reference::{Panel, PanelSite};
use crate::stats::Random;

/// How far people lie from their group's middle, in standard deviations of its reference people: near enough that nobody lies
/// between the groups.
const SPREAD: f64 = 0.5;
/// No allele is certain.
const LEAST_CHANCE: f64 = 0.002;

/// Where the groups of a panel lie.
pub struct Backgrounds<'a> {
    panel: &'a Panel,
    middles: Vec<Vec<f64>>,
    /// Standard deviation of each component within each group. Shape: groups × components.
    spreads: Vec<Vec<f64>>,
}

impl<'a> Backgrounds<'a> {
    /// Measures the groups of a panel.
    pub fn new(panel: &'a Panel) -> Self {
        let middles = panel.centroids();
        let mut squares = vec![vec![0.0; panel.components]; panel.groups.len()];
        let mut people = vec![0_u32; panel.groups.len()];
        for person in 0..panel.people.len() {
            let Some(group) = panel.group_of(person) else { continue };
            let of_group = (squares.get_mut(group), people.get_mut(group), middles.get(group));
            let (Some(squares), Some(people), Some(middle)) = of_group else { continue };
            for ((square, at), middle) in squares.iter_mut().zip(panel.coordinates_of(person)).zip(middle) {
                *square += (at - middle) * (at - middle);
            }
            *people += 1;
        }
        let spread = |(squares, people): (Vec<f64>, u32)| -> Vec<f64> {
            squares.into_iter().map(|square| (square / f64::from(people.max(1))).sqrt()).collect()
        };
        let spreads = squares.into_iter().zip(people).map(spread).collect();
        Self { panel, middles, spreads }
    }

    /// The panel.
    pub fn panel(&self) -> &'a Panel {
        self.panel
    }

    /// Place of a group among the panel's.
    ///
    /// Errors: `internal` where the panel has no such group.
    pub fn group(&self, code: &str) -> Result<usize> {
        let found = self.panel.groups.iter().position(|group| group == code);
        found.ok_or_else(|| {
            Error::new(ErrorKind::Internal { what: "the ancestry panel has the groups that samples are of" })
        })
    }

    /// A made-up point near the middle of a group. Shape: components.
    pub fn point_near(&self, group: usize, random: &mut Random) -> Vec<f64> {
        let (Some(middle), Some(spread)) = (self.middles.get(group), self.spreads.get(group)) else {
            return Vec::new();
        };
        middle.iter().zip(spread).map(|(middle, spread)| middle + SPREAD * spread * random.normal()).collect()
    }

    /// Chance of ALT for each copy of a site in somebody at this point: p + ½·√(2p(1 − p))·Σ loading·coordinate, since that
    /// sum is the expected standardised genotype.
    pub fn chance(&self, site: usize, point: &[f64]) -> f64 {
        let p = self.panel.frequencies.get(site).copied().unwrap_or(0.0);
        let shift: f64 = self.panel.loadings_of(site).iter().zip(point).map(|(loading, at)| loading * at).sum();
        (p + 0.5 * (2.0 * p * (1.0 - p)).sqrt() * shift).clamp(LEAST_CHANCE, 1.0 - LEAST_CHANCE)
    }

    /// The markers of somebody at this point, one for each of the panel's sites.
    pub fn markers(&self, point: &[f64], random: &mut Random) -> Vec<SampleSite> {
        // A panel has bases alone; what is none would be scored by nobody.
        let allele = |base: u8| SeenAllele::parse(base).unwrap_or(SeenAllele::Deletion);
        let draw = |(at, site): (usize, &PanelSite)| {
            let chance = self.chance(at, point);
            let alternates = u8::from(random.chance(chance)) + u8::from(random.chance(chance));
            let frequency = libm::round(self.panel.frequencies.get(at).copied().unwrap_or(0.0) * 1e4);
            SampleSite {
                site: site.site37,
                id: site.id,
                internal: 0,
                reference: allele(site.reference),
                alternate: allele(site.alternate),
                frequency: frequency as u16,
                copies: 2,
                alternates,
                called: !random.chance(NO_CALLS),
            }
        };
        self.panel.sites.iter().enumerate().map(draw).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::{Chromosome, RsId, Site};
    use crate::reference::Population;

    /// Two groups of two people at −4 ± 2 and 6 ± 0 of one component; two sites.
    fn panel() -> Panel {
        let site = |position| PanelSite {
            site37: Site::new(Chromosome::parse(b"1").expect("known"), position),
            site38: Site::NONE,
            id: RsId::from_number(position),
            reference: b'A',
            alternate: b'G',
        };
        Panel {
            sites: vec![site(100), site(200)],
            frequencies: vec![0.5, 0.02],
            groups: vec!["LOW".into(), "HIGH".into()],
            populations: vec![Population { code: "L".into(), group: 0 }, Population { code: "H".into(), group: 1 }],
            components: 1,
            loadings: vec![0.1, -0.2],
            people: vec![0, 0, 1, 1],
            coordinates: vec![-6.0, -2.0, 6.0, 6.0],
            ..Panel::default()
        }
    }

    /// By hand: ½ + ½·√½·0.1·6, and 0.02 − ½·√(2·0.02·0.98)·0.2·6 < 0 is held at the least.
    #[test]
    fn chances_and_points_by_hand() {
        let panel = panel();
        let backgrounds = Backgrounds::new(&panel);
        assert!((backgrounds.chance(0, &[6.0]) - 0.712_132_034_355_964_2).abs() < 1e-15);
        assert_eq!(backgrounds.chance(1, &[6.0]), LEAST_CHANCE);
        let mut random = Random::new(1);
        assert_eq!(backgrounds.point_near(1, &mut random), [6.0]);
        let points: Vec<f64> = (0..4_000).flat_map(|_| backgrounds.point_near(0, &mut random)).collect();
        let mean = points.iter().sum::<f64>() / 4_000.0;
        let square = points.iter().map(|at| (at + 4.0).powi(2)).sum::<f64>() / 4_000.0;
        assert!((mean + 4.0).abs() < 0.06 && (square - 1.0).abs() < 0.1, "{mean} {square}");
        assert_eq!(backgrounds.group("HIGH").ok(), Some(1));
        assert_eq!(backgrounds.group("NONE").map_err(|error| error.code()), Err("internal"));
    }

    #[test]
    fn markers_are_drawn_with_the_chances_of_the_point() {
        let panel = panel();
        let backgrounds = Backgrounds::new(&panel);
        let mut random = Random::new(2);
        let drawn: Vec<Vec<SampleSite>> = (0..4_000).map(|_| backgrounds.markers(&[6.0], &mut random)).collect();
        let copies = |at: usize| drawn.iter().map(|of| f64::from(of[at].alternates)).sum::<f64>() / 8_000.0;
        assert!((copies(0) - 0.712).abs() < 0.02 && copies(1) < 0.005, "{} {}", copies(0), copies(1));
        assert_eq!((drawn[0][0].frequency, drawn[0][1].frequency), (5_000, 200));
    }
}
