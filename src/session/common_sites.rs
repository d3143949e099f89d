//! Gathers the sites that people who are open can be compared at: a panel's, those of files of records, and those of
//! consumer files where no more than two letters were called.

use super::run::Session;
use crate::error::{Error, Result, Role};
use crate::genome::{Build, Genome, Record, RsId, SeenAllele, Site, allele::complement};
use crate::variants::at_sites::{SoughtSite, SoughtSites};
use std::collections::{BTreeMap, HashMap};

/// Most sites besides the panel's; with more of them every second, third, … is taken.
const SITES_MAX: usize = 100_000;

impl Session {
    /// The sites to compare everybody at; `first` are taken in any case.
    ///
    /// Errors: those of reading the files.
    pub(super) fn common_sites(&self, first: Vec<SoughtSite>) -> Result<SoughtSites> {
        let mut gathered = Gathered::default();
        first.into_iter().for_each(|site| gathered.add(site));
        let kept = gathered.list.len();
        for cohort in &self.cohorts {
            let build = cohort.build();
            let mut record = Record::default();
            for set in &cohort.sets {
                let in_file = |error: Error| error.in_input(Role::Genotypes, set.main.name());
                let (mut stream, _) = set.open(self.options.reading)?;
                while stream.next_record(&mut record).map_err(in_file)? {
                    if let Some(site) = of_record(&record, build) {
                        gathered.add(site);
                    }
                }
            }
        }
        if self.people.len() > 1 {
            let genomes: Vec<&Genome> = self.people.iter().map(|person| &person.genome).collect();
            of_genomes(&genomes).into_iter().for_each(|site| gathered.add(site));
        }
        let Gathered { list, .. } = gathered;
        let further = list.len().saturating_sub(kept);
        let each = further.div_ceil(SITES_MAX).max(1);
        let is_kept = |at: usize| at < kept || (at - kept).is_multiple_of(each);
        Ok(SoughtSites::new(
            list.into_iter().enumerate().filter(|(at, _)| is_kept(*at)).map(|(_, site)| site).collect(),
        ))
    }
}

/// Sites so far, each once: told by place on a build, and by rsID across builds.
#[derive(Default)]
struct Gathered {
    list: Vec<SoughtSite>,
    by_place: HashMap<(usize, Site), usize>,
    by_id: HashMap<RsId, usize>,
}

impl Gathered {
    fn add(&mut self, site: SoughtSite) {
        let places = || site.sites.into_iter().enumerate().filter(|(_, place)| place.is_some());
        let by_place = places().find_map(|place| self.by_place.get(&place).copied());
        let known = by_place.or_else(|| self.by_id.get(&site.id).copied().filter(|_| site.id.is_some()));
        let at = known.unwrap_or(self.list.len());
        if known.is_none() {
            self.list.push(site);
        }
        let Some(here) = self.list.get_mut(at) else { return };
        for (build, place) in places() {
            if let Some(mine) = here.sites.get_mut(build).filter(|mine| !mine.is_some()) {
                *mine = place;
            }
            self.by_place.entry((build, place)).or_insert(at);
        }
        if site.id.is_some() {
            self.by_id.entry(site.id).or_insert(at);
        }
    }
}

fn on_build(build: Build, site: Site) -> [Site; 3] {
    Build::ALL.map(|of| if of == build { site } else { Site::NONE })
}

/// A record of one base or another on an autosome, whose alleles tell the strand.
fn of_record(record: &Record, build: Build) -> Option<SoughtSite> {
    let (&[reference], &[alternate]) = (record.allele(0), record.allele(1)) else { return None };
    let is_autosomal = record.site.chromosome().is_some_and(|chromosome| chromosome.index() <= 22);
    let turned = complement(reference)?;
    complement(alternate)?;
    let tells_strand = turned != alternate && reference != alternate && record.alleles() == 2;
    (is_autosomal && tells_strand).then(|| SoughtSite {
        sites: on_build(build, record.site),
        id: record.id,
        reference,
        alternate,
    })
}

/// Sites where consumer files have no more than two letters among them, whose strand they tell. Sites are told by place within a build.
fn of_genomes(genomes: &[&Genome]) -> Vec<SoughtSite> {
    let mut letters: BTreeMap<(Build, Site), (RsId, u8)> = BTreeMap::new();
    for genome in genomes {
        let build = genome.build.unwrap_or(Build::Grch37);
        for (entry, (&site, call)) in genome.sites().iter().zip(genome.calls()).enumerate() {
            let is_autosomal = site.chromosome().is_some_and(|chromosome| chromosome.index() <= 22);
            let (Some(a), Some(b)) = call.alleles() else { continue };
            if is_autosomal && a.is_base() && b.is_base() {
                let of = letters.entry((build, site)).or_insert((genome.id(entry), 0));
                of.1 |= 1 << a as u8 | 1 << b as u8;
            }
        }
    }
    let two = |((build, site), (id, seen)): ((Build, Site), (RsId, u8))| {
        let mut bases = (0..4).filter(|code| seen >> code & 1 == 1).filter_map(SeenAllele::from_base_code);
        let (a, second, None) = (bases.next()?, bases.next(), bases.next()) else { return None };
        // Where all have one letter, any that it is not paired with stands for what nobody has.
        let b =
            second.unwrap_or(if matches!(a, SeenAllele::A | SeenAllele::T) { SeenAllele::C } else { SeenAllele::A });
        let letter = |allele: SeenAllele| u8::try_from(allele.letter()).ok();
        (a.complement() != b).then_some(SoughtSite {
            sites: on_build(build, site),
            id,
            reference: letter(a)?,
            alternate: letter(b)?,
        })
    };
    letters.into_iter().filter_map(two).collect()
}
