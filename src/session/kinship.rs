//! Says of every two people who are open how closely they are related.

use super::ancestry::{WithheldShown, sought_list};
use super::common_sites::SitesRun;
use super::run::Session;
use super::sites::{CallsOf, CallsRun};
use crate::error::{Error, ErrorKind, Result, Role};
use crate::family::kinship::{Kin, PairCounts, Relation, SITES_MIN, THIRD_DEGREE, compare};
use crate::reference::Panel;
use crate::variants::at_sites::SoughtSites;
use serde::Serialize;
use std::rc::Rc;

/// Most people that are compared with each other: 50 million pairs.
const PEOPLE_MAX: usize = 10_000;
/// With more pairs than this only related ones are listed.
const PAIRS_LISTED_MAX: usize = 10_000;

/// Every two people who are open.
#[derive(Clone, Debug, Serialize)]
pub struct KinshipReport {
    /// Sites that people were compared at, where both have a genotype.
    pub sites: usize,
    /// People compared.
    pub people: usize,
    /// Pairs compared.
    pub pairs_compared: usize,
    /// Which of them are listed: `all`, or `related` where there are too many.
    pub listed: &'static str,
    /// The pairs, in the order of opening.
    pub pairs: Vec<PairShown>,
}

/// One of two people.
#[derive(Clone, Debug, Serialize)]
pub struct Party {
    /// The sample's name.
    pub id: String,
    /// The file's.
    pub input: String,
}

/// Two people.
#[derive(Clone, Debug, Serialize)]
pub struct PairShown {
    /// The one who was opened first.
    pub a: Party,
    /// The other.
    pub b: Party,
    /// Sites where both have a genotype.
    pub sites: u64,
    /// Share of them where both are heterozygous.
    pub het_het: f64,
    /// Share of them where they have no allele in common.
    pub ibs0: f64,
    /// Kinship (KING-robust, between families); none where somebody has no heterozygous site.
    pub phi: Option<f64>,
    /// What that means; none with too few sites.
    pub relation: Option<Relation>,
    /// The same in words.
    pub text: Option<&'static str>,
    /// Why no relation is told.
    pub withheld: Option<WithheldShown>,
}

impl Session {
    /// Compares every two people who are open, at the sites that their files have and those of `panel`, which links builds.
    ///
    /// Errors: those of reading the files; `bad-option` with more than 10,000 people.
    pub fn kinship(&self, panel: &Panel) -> Result<KinshipReport> {
        let people: usize = self.people.len() + self.cohorts.iter().map(|cohort| cohort.samples.len()).sum::<usize>();
        if people > PEOPLE_MAX {
            let kind = ErrorKind::BadOption { option: "samples".to_owned(), allowed: "10,000 people or fewer at once" };
            return Err(Error::new(kind).in_input(Role::Options, "options").at_field("samples"));
        }
        let mut places = SitesRun::new(sought_list(panel));
        while !places.step(self, u64::MAX)? {}
        let sought = places.finish(self);
        let mut kin = Relatives::new(sought.len());
        let mut run = CallsRun::new(Rc::new(SoughtSites::new(sought)));
        while let Some(people) = run.step(self, u64::MAX)? {
            people.iter().for_each(|of| kin.add(of));
        }
        Ok(kin.relate())
    }
}

/// People who are compared with each other.
pub(super) struct Relatives {
    /// Of those that genotypes were read at, the first so many tell relations.
    sites: usize,
    parties: Vec<Party>,
    kin: Vec<Kin>,
}

impl Relatives {
    /// Nobody yet.
    pub fn new(sites: usize) -> Self {
        Self { sites, parties: Vec::new(), kin: Vec::new() }
    }

    /// Adds somebody.
    pub fn add(&mut self, of: &CallsOf) {
        self.kin.push(Kin::new(of.copies.get(..self.sites).unwrap_or_default()));
        self.parties.push(Party { id: of.id.clone(), input: of.input.clone() });
    }

    /// Compares every two of them.
    pub fn relate(&self) -> KinshipReport {
        let Self { sites, parties, kin } = self;
        let pairs_compared = kin.len() * kin.len().saturating_sub(1) / 2;
        let lists_all = pairs_compared <= PAIRS_LISTED_MAX;
        let with_later = |a: usize| -> Vec<(usize, usize, PairCounts)> {
            let Some(one) = kin.get(a) else { return Vec::new() };
            let later = kin.iter().enumerate().skip(a + 1).map(|(b, other)| (a, b, compare(one, other)));
            later.filter(|(_, _, counts)| lists_all || counts.phi().is_some_and(|phi| phi > THIRD_DEGREE)).collect()
        };
        let pairs = by_person(kin.len(), with_later).into_iter().flatten();
        let pairs = pairs.filter_map(|(a, b, counts)| Some(show(parties.get(a)?, parties.get(b)?, counts))).collect();
        let listed = if lists_all { "all" } else { "related" };
        KinshipReport { sites: *sites, people: kin.len(), pairs_compared, listed, pairs }
    }
}

/// In the order of people, whatever threads there are.
fn by_person<T: Send>(people: usize, of: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        (0..people).into_par_iter().map(of).collect()
    }
    #[cfg(not(feature = "parallel"))]
    (0..people).map(of).collect()
}

fn show(a: &Party, b: &Party, counts: PairCounts) -> PairShown {
    let relation = counts.relation();
    let withheld = relation.is_none().then(|| WithheldShown {
        code: "too-few-sites",
        text: format!("Both have a genotype at {} sites, and {SITES_MIN} are needed to tell a relation.", counts.sites),
    });
    PairShown {
        a: a.clone(),
        b: b.clone(),
        sites: counts.sites,
        het_het: counts.het_het as f64 / counts.sites.max(1) as f64,
        ibs0: counts.ibs0_rate(),
        phi: counts.phi(),
        relation,
        text: relation.map(Relation::text),
        withheld,
    }
}
