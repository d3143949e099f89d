//! Says where a person stands by sums that others published of reference people, without their genotypes.
//!
//! Nothing tells then what a variant adds on average, so nothing can be taken off the reference where a file lacks one: only
//! who has every variant of the sums is compared, by Z_norm2. What is left to be unsure of is the reference's own size.

use super::percentile::{Accuracy, Background, Basis, LEVEL, Method, Placed, Standing, genetic_interval};
use super::uncertainty::estimated_z_interval;
use super::withheld::Withheld;

/// What is known of one person and one score of which sums were published.
#[derive(Clone, Copy, Debug)]
pub struct WholeQuestion<'a> {
    /// Sum over the variants of the published sums.
    pub sum: f64,
    /// Σβ² of those of them that the file has, ÷ Σβ² of them all; 1 only where none is missing.
    pub covered: f64,
    /// Who the person is like.
    pub background: Background<'a>,
    /// Coefficients, and the person's place; `None` where too few sites tell the place.
    pub placed: Option<Placed<'a>>,
    /// People whom the coefficients were fitted to.
    pub people: f64,
    /// Accuracy, where it was measured.
    pub accuracy: Option<Accuracy>,
}

/// The person's standing, or why it is withheld.
pub fn stand_whole(question: &WholeQuestion<'_>) -> Result<Standing, Withheld> {
    let groups = match question.background {
        Background::Known(groups) => groups,
        Background::Outside => return Err(Withheld::OutsideReference),
        Background::Unknown => return Err(Withheld::BackgroundUnknown),
    };
    let nearest = groups.iter().max_by(|a, b| a.share.total_cmp(&b.share)).ok_or(Withheld::NoBasis)?;
    // Written so that what is no number keeps the gate shut.
    let is_whole = question.covered >= 1.0;
    if !is_whole {
        return Err(Withheld::LowCoverage { covered: question.covered, needed: 1.0 });
    }
    let placed = question.placed.ok_or(Withheld::BackgroundUnknown)?;
    let z = placed.adjustment.z_norm2(placed.components, question.sum).ok_or(Withheld::NotANumber)?;
    // Of a regression on standardised components: the mean there has the error (1 + |x|²) ÷ n, the spread half of z² ÷ n.
    let place = placed.adjustment.squared_distance(placed.components).ok_or(Withheld::NotANumber)?;
    let variance = (1.0 + place) / question.people + 0.5 * z * z / question.people;
    let degrees = question.people - placed.adjustment.width() as f64 - 1.0;
    let z_interval = estimated_z_interval(z, variance, degrees, LEVEL).map_err(|_| Withheld::NotANumber)?;
    let basis = Basis {
        method: Method::Components,
        group: nearest.group.clone(),
        share: nearest.share,
        covered: 1.0,
        correlation: 1.0,
    };
    let genetic = question.accuracy.and_then(|accuracy| genetic_interval(z, variance, accuracy));
    Standing::new(z, z_interval, genetic, basis)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::Adjustment;
    use crate::calibration::expected::GroupShare;
    use crate::stats::Random;

    fn share(group: &str, share: f64) -> GroupShare {
        GroupShare { group: group.to_owned(), share, share_errors: vec![0.0], ld_factor: 1.0, people: 500.0 }
    }

    /// 500 people whose score runs along one component: mean 3 + 2·PC, standard deviation 1.5.
    fn adjustment() -> Adjustment {
        let mut random = Random::new(11);
        let people: Vec<[f64; 1]> = (0..500).map(|_| [random.normal()]).collect();
        let sums: Vec<f64> = people.iter().map(|[pc]| 3.0 + 2.0 * pc + 1.5 * random.normal()).collect();
        let rows: Vec<&[f64]> = people.iter().map(|row| &row[..]).collect();
        Adjustment::fit(&rows, &sums).expect("enough people").expect("the score varies")
    }

    #[test]
    fn who_has_everything_stands_by_the_components() {
        let (adjustment, groups) = (adjustment(), [share("EUR", 1.0)]);
        let question = WholeQuestion {
            sum: 3.0 + 2.0 * 0.5 + 1.5,
            covered: 1.0,
            background: Background::Known(&groups),
            placed: Some(Placed { adjustment: &adjustment, components: &[0.5] }),
            people: 500.0,
            accuracy: None,
        };
        let standing = stand_whole(&question).expect("told");
        // One standard deviation above the mean there, but for what 500 people leave unsure.
        assert!((standing.z() - 1.0).abs() < 0.15, "{}", standing.z());
        let interval = standing.z_interval();
        let reach = (interval.high - interval.low) / 2.0;
        let expected = 1.648 * ((1.0 + 0.25 + 0.5 * standing.z().powi(2)) / 500.0).sqrt();
        assert!((reach - expected).abs() < 0.01 * expected, "{reach} {expected}");
        assert_eq!(standing.percentile.basis().method, Method::Components);
        let refused = |change: &dyn Fn(&mut WholeQuestion<'_>)| {
            let mut other = question;
            change(&mut other);
            stand_whole(&other).expect_err("withheld").code()
        };
        assert_eq!(refused(&|of| of.covered = 0.9999), "low-coverage");
        assert_eq!(refused(&|of| of.covered = f64::NAN), "low-coverage");
        assert_eq!(refused(&|of| of.background = Background::Outside), "outside-reference");
        assert_eq!(refused(&|of| of.background = Background::Unknown), "background-unknown");
        assert_eq!(refused(&|of| of.placed = None), "background-unknown");
        assert_eq!(refused(&|of| of.sum = f64::NAN), "not-a-number");
    }
}
