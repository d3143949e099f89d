//! People of a group that the reference has not: they are said to lie outside once it has drifted far enough from every mixture of
//! the reference's groups, and not before.

use super::sources::core;
use tallele::calibration::Surroundings;
use tallele::calibration::ancestry::SITES_MIN;
use tallele::reference::Panel;
use tallele::stats::Random;

const PEOPLE: usize = 12;

/// A group between two of the reference's, drifted from there by F: normal drift that ends at loss and fixation.
///
/// Source: G. Nicholson et al., J. R. Stat. Soc. B 64, 2002.
fn drifted(panel: &Panel, f: f64, random: &mut Random) -> Vec<f64> {
    let [first, second] = ["EAS", "SAS"].map(|code| panel.groups.iter().position(|of| of == code).expect("there"));
    let (first, second) = (panel.frequencies_in(first), panel.frequencies_in(second));
    let drift = |(a, b): (&f64, &f64)| {
        let p = 0.5 * (a + b);
        (p + (f * p * (1.0 - p)).sqrt() * random.normal()).clamp(0.0, 1.0)
    };
    first.iter().zip(second).map(drift).collect()
}

/// How many of the group's people are said to lie outside, from about so many sites.
fn outside(panel: &Panel, f: f64, sites: usize) -> usize {
    let mut random = Random::new(31);
    let frequencies = drifted(panel, f, &mut random);
    let around = Surroundings::new(panel);
    let every = panel.sites.len() / sites;
    let person = |random: &mut Random| -> Vec<(usize, f64)> {
        let copies = |p: f64, random: &mut Random| f64::from(u8::from(random.chance(p)) + u8::from(random.chance(p)));
        (0..panel.sites.len()).step_by(every).map(|site| (site, copies(frequencies[site], random))).collect()
    };
    (0..PEOPLE).filter(|_| around.place(&person(&mut random)).place.expect("enough sites").outside).count()
}

#[test]
fn a_group_that_the_reference_lacks_is_outside() {
    let panel = core();
    assert_eq!(outside(&panel, 0.4, panel.sites.len()), PEOPLE, "far from all");
    // Fewer sites tell fewer strangers, and nobody is called one lightly.
    let from_few = outside(&panel, 0.4, 3000);
    assert!(from_few >= PEOPLE - 2, "{from_few} from 3,000 sites");
    // As far as populations of one continent are from each other.
    assert_eq!(outside(&panel, 0.02, panel.sites.len()), 0);
}

/// From as few sites as are allowed people of the reference's groups are not called strangers.
#[test]
fn few_sites_make_no_strangers() {
    let panel = core();
    assert_eq!(outside(&panel, 0.0, SITES_MIN), 0);
    let around = Surroundings::new(&panel);
    let too_few: Vec<(usize, f64)> = (0..SITES_MIN - 1).map(|site| (site, 1.0)).collect();
    assert_eq!(around.place(&too_few).place.expect_err("withheld").code(), "too-few-sites");
}
