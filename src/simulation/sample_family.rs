//! Draws a family: a mother and a father of different backgrounds, and their two children, each from one gamete of either.
//!
//! A gamete follows one of the parent's two copies of a chromosome and changes to the other where it crosses over, once in a
//! hundred megabases on average and independently of other crossovers (Haldane's model at 1 cM a megabase).

use super::backgrounds::Backgrounds;
use super::meiosis::Gamete;
use super::sample_person::{NO_CALLS, SamplePerson, SampleSite};
use crate::genome::{Build, Chromosome, Ploidy, Sex};
use crate::stats::Random;

/// Streams of the seed that the family is drawn from.
const STREAM: u64 = 4_000;
/// Bases from one crossover to the next, on average.
pub(super) const BASES_PER_MORGAN: f64 = 1e8;

/// Who somebody is in the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Of the first group.
    Mother,
    /// Of the second group.
    Father,
    /// Child of both.
    Daughter,
    /// Child of both.
    Son,
}

impl Role {
    /// Everybody, in the family's order.
    pub const ALL: [Self; 4] = [Self::Mother, Self::Father, Self::Daughter, Self::Son];

    /// The sex that goes with it.
    pub fn sex(self) -> Sex {
        match self {
            Self::Mother | Self::Daughter => Sex::Female,
            Self::Father | Self::Son => Sex::Male,
        }
    }

    /// In one word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mother => "mother",
            Self::Father => "father",
            Self::Daughter => "daughter",
            Self::Son => "son",
        }
    }
}

/// Both copies of a genome, of the alternate allele at each marker; the father's is Y's and the mother's MT's.
struct Genome {
    from_mother: Vec<bool>,
    from_father: Vec<bool>,
}

/// Draws the family at these markers, whose ids, alleles and frequencies it shares. `groups`: those of the mother and the
/// father, by their places among the panel's.
pub fn sample_family(
    backgrounds: &Backgrounds<'_>,
    markers: &[SampleSite],
    groups: [usize; 2],
    seed: u64,
) -> Vec<(Role, SamplePerson)> {
    let [mother, father] = [(1, groups[0]), (2, groups[1])].map(|(stream, group)| {
        let mut random = Random::stream(seed, STREAM + stream);
        let chances = chances(backgrounds, markers, &backgrounds.point_near(group, &mut random));
        let mut copy = || chances.iter().map(|chance| random.chance(*chance)).collect();
        Genome { from_mother: copy(), from_father: copy() }
    });
    let child = |stream, sex| {
        let mut random = Random::stream(seed, STREAM + stream);
        let from_mother = gamete(&mother, Sex::Female, sex, markers, &mut random);
        Genome { from_mother, from_father: gamete(&father, Sex::Male, sex, markers, &mut random) }
    };
    let (daughter, son) = (child(3, Sex::Female), child(4, Sex::Male));
    let read = |((role, genome), stream): ((Role, &Genome), u64)| {
        (role, read_out(genome, role.sex(), markers, &mut Random::stream(seed, STREAM + stream)))
    };
    Role::ALL.into_iter().zip([&mother, &father, &daughter, &son]).zip(11..).map(read).collect()
}

/// The chance of the alternate allele at each marker: at the panel's sites that of the point, elsewhere the marker's own.
fn chances(backgrounds: &Backgrounds<'_>, markers: &[SampleSite], point: &[f64]) -> Vec<f64> {
    let sites = &backgrounds.panel().sites;
    let chance = |marker: &SampleSite| {
        let found = sites.binary_search_by_key(&marker.site, |site| site.site37).ok();
        match found.filter(|at| sites.get(*at).is_some_and(|site| site.id == marker.id)) {
            Some(at) => backgrounds.chance(at, point),
            None => f64::from(marker.frequency) / 1e4,
        }
    };
    markers.iter().map(chance).collect()
}

/// What a parent hands on to a child of this sex.
fn gamete(parent: &Genome, parent_sex: Sex, child_sex: Sex, markers: &[SampleSite], random: &mut Random) -> Vec<bool> {
    let (mut chromosome, mut gamete) = (None, Gamete::whole(false));
    let hand_on = |(marker, (mothers, fathers)): (&SampleSite, (&bool, &bool))| {
        if chromosome != marker.site.chromosome() {
            chromosome = marker.site.chromosome();
            gamete = match (chromosome, parent_sex) {
                // A father's X goes to daughters and his Y to sons, whole; MT is the mother's.
                (Some(Chromosome::X), Sex::Male) => Gamete::whole(child_sex == Sex::Male),
                (Some(Chromosome::Y), _) => Gamete::whole(true),
                (Some(Chromosome::MT), _) => Gamete::whole(false),
                _ => Gamete::start(random),
            };
        }
        let is_fathers = gamete.is_second_at(f64::from(marker.site.position()) / BASES_PER_MORGAN, random);
        if is_fathers { *fathers } else { *mothers }
    };
    markers.iter().zip(parent.from_mother.iter().zip(&parent.from_father)).map(hand_on).collect()
}

/// What an array reads of a genome.
fn read_out(genome: &Genome, sex: Sex, markers: &[SampleSite], random: &mut Random) -> SamplePerson {
    let read = |(marker, (mothers, fathers)): (&SampleSite, (&bool, &bool))| {
        let copies = Ploidy::of(marker.site, sex, Build::Grch37).copies();
        let chromosome = marker.site.chromosome();
        let alternates = match (copies, chromosome) {
            (1, Some(Chromosome::Y)) => u8::from(*fathers),
            (1, _) => u8::from(*mothers),
            _ => u8::from(*mothers) + u8::from(*fathers),
        };
        let is_there = chromosome != Some(Chromosome::Y) || sex == Sex::Male;
        SampleSite { copies, alternates, called: !random.chance(NO_CALLS) && is_there, ..*marker }
    };
    let sites = markers.iter().zip(genome.from_mother.iter().zip(&genome.from_father)).map(read).collect();
    SamplePerson { sites, sex }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::{RsId, SeenAllele, Site};
    use crate::reference::Panel;

    fn marker(chromosome: Chromosome, position: u32) -> SampleSite {
        SampleSite {
            site: Site::new(chromosome, position),
            id: RsId::NONE,
            internal: 1,
            reference: SeenAllele::A,
            alternate: SeenAllele::G,
            frequency: 5_000,
            copies: 2,
            alternates: 0,
            called: true,
        }
    }

    /// Crossovers of a chromosome of 200 megabases: two on average, spread as Poisson's; X, Y and MT as they are inherited.
    #[test]
    fn gametes_cross_over_once_in_a_hundred_megabases() {
        let mut markers: Vec<SampleSite> =
            (1..=2_000).map(|at| marker(Chromosome::parse(b"1").expect("1"), at * 100_000)).collect();
        markers.extend([Chromosome::X, Chromosome::Y, Chromosome::MT].map(|of| marker(of, 5_000_000)));
        let parent = Genome { from_mother: vec![false; markers.len()], from_father: vec![true; markers.len()] };
        let mut random = Random::new(12);
        let crossed: Vec<f64> = (0..2_000)
            .map(|_| {
                let handed = gamete(&parent, Sex::Male, Sex::Female, &markers, &mut random);
                assert_eq!(handed[2_000..], [false, true, false]);
                handed[..2_000].windows(2).filter(|pair| pair[0] != pair[1]).count() as f64
            })
            .collect();
        let mean = crossed.iter().sum::<f64>() / 2_000.0;
        let variance = crossed.iter().map(|count| (count - mean).powi(2)).sum::<f64>() / 2_000.0;
        assert!((mean - 2.0).abs() < 0.1 && (variance - 2.0).abs() < 0.25, "{mean} {variance}");
        let to_son = gamete(&parent, Sex::Male, Sex::Male, &markers, &mut random);
        assert!(to_son[2_000], "a son has his father's Y");
        let from_mother = |_| gamete(&parent, Sex::Female, Sex::Male, &markers, &mut random)[2_000];
        let half = (0..1_000).map(from_mother).filter(|is_fathers| *is_fathers).count();
        assert!((430..570).contains(&half), "{half}");
    }

    #[test]
    fn children_have_one_allele_of_each_parent() {
        let panel = Panel::default();
        let markers: Vec<SampleSite> = [b"7".as_slice(), b"X", b"Y", b"MT"]
            .iter()
            .flat_map(|name| (1..500).map(|at| marker(Chromosome::parse(name).expect("known"), 5_000_000 + at * 1_000)))
            .collect();
        let family = sample_family(&Backgrounds::new(&panel), &markers, [0, 1], 5);
        let [mother, father, daughter, son] = &family[..] else { panic!("four people") };
        let mut compared = 0;
        for at in 0..markers.len() {
            let [m, f, d, s] = [mother, father, daughter, son].map(|(_, person)| person.sites[at]);
            let of = |site: &SampleSite| (site.copies, site.alternates);
            match m.site.chromosome().expect("known") {
                Chromosome::X => {
                    assert_eq!((m.copies, f.copies, d.copies, s.copies), (2, 1, 2, 1));
                    assert!(d.alternates >= f.alternates && d.alternates - f.alternates <= 1);
                    assert!(m.alternates == 1 || s.alternates * 2 == m.alternates);
                }
                Chromosome::Y => assert!(!m.called && !d.called && of(&f) == of(&s)),
                Chromosome::MT => assert!(of(&d) == of(&m) && of(&s) == of(&m)),
                _ => {
                    for child in [d, s] {
                        for parent in [m, f] {
                            assert!(child.alternates.abs_diff(parent.alternates) < 2, "no allele of a parent");
                        }
                        compared += usize::from(child.alternates != m.alternates);
                    }
                }
            }
        }
        assert!(compared > 100, "children are not their mother: {compared}");
    }
}
