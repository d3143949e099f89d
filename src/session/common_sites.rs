//! Gathers the sites that people who are open can be compared at: a panel's, those of files of records, and those of
//! consumer files where no more than two letters were called.

use super::run::Session;
use super::set_stream::{SetStream, bytes_of};
use crate::error::Result;
use crate::formats::records::{OpenedRecords, RecordSet};
use crate::genome::{Build, Genome, Record, RecordStream, RsId, SeenAllele, Site, allele::complement};
use crate::variants::at_sites::SoughtSite;
use std::collections::{BTreeMap, HashMap};

/// Most sites besides the panel's; with more of them every second, third, … is taken.
const SITES_MAX: usize = 100_000;

/// The sites to compare everybody at, on their way.
pub(super) struct SitesRun {
    gathered: Gathered,
    /// Those that are taken in any case.
    first: usize,
    cohort: usize,
    stream: SetStream,
    /// Bytes of the cohorts that were read to their end.
    done: u64,
}

impl SitesRun {
    /// Before any file is read; `first` are taken in any case, and keep their places.
    pub fn new(first: Vec<SoughtSite>) -> Self {
        let mut gathered = Gathered::default();
        let count = first.len();
        first.into_iter().for_each(|site| gathered.push(site));
        Self { gathered, first: count, cohort: 0, stream: SetStream::default(), done: 0 }
    }

    /// Bytes of files of records read so far, and in all.
    pub fn progress(&self, session: &Session) -> (u64, u64) {
        (self.done + self.stream.bytes_done(), session.cohorts.iter().map(bytes_of).sum())
    }

    /// Reads on for about `budget` bytes; `true` at the end.
    ///
    /// Errors: those of reading the files.
    pub fn step(&mut self, session: &Session, budget: u64) -> Result<bool> {
        let Some(cohort) = session.cohorts.get(self.cohort) else { return Ok(true) };
        let Self { gathered, stream, .. } = self;
        let build = cohort.build();
        let is_reference_known = cohort.sets.iter().all(RecordSet::can_leave_out_reference);
        let open = |set: &RecordSet| {
            let (stream, build) = set.open(session.options.reading)?;
            Ok(OpenedRecords { stream, build, bytes: set.main.len(), partly: None })
        };
        let take = |record: &Record, _: &mut dyn RecordStream| {
            if let Some(site) = of_record(record, build, is_reference_known) {
                gathered.add(site);
            }
            Ok(())
        };
        if stream.step(cohort, budget, open, take)? {
            self.done += bytes_of(cohort);
            self.cohort += 1;
            self.stream = SetStream::default();
        }
        Ok(false)
    }

    /// The sites, those taken in any case first; `step` has come to its end.
    pub fn finish(self, session: &Session) -> Vec<SoughtSite> {
        let Self { mut gathered, first, .. } = self;
        if session.people.len() > 1 {
            let genomes: Vec<&Genome> = session.people.iter().map(|person| &person.genome).collect();
            of_genomes(&genomes).into_iter().for_each(|site| gathered.add(site));
        }
        let Gathered { list, .. } = gathered;
        let further = list.len().saturating_sub(first);
        let each = further.div_ceil(SITES_MAX).max(1);
        let is_kept = |at: usize| at < first || (at - first).is_multiple_of(each);
        list.into_iter().enumerate().filter(|(at, _)| is_kept(*at)).map(|(_, site)| site).collect()
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
    /// Adds a site, or what it tells of one that is there.
    fn add(&mut self, site: SoughtSite) {
        let mut places = on_builds(&site);
        let by_place = places.find_map(|place| self.by_place.get(&place).copied());
        let known = by_place.or_else(|| self.by_id.get(&site.id).copied().filter(|_| site.id.is_some()));
        let Some(at) = known else { return self.push(site) };
        let Some(here) = self.list.get_mut(at) else { return };
        for (build, place) in on_builds(&site) {
            if let Some(mine) = here.sites.get_mut(build).filter(|mine| !mine.is_some()) {
                *mine = place;
            }
        }
        self.remember(&site, at);
    }

    /// Adds a site, whatever is there.
    fn push(&mut self, site: SoughtSite) {
        let at = self.list.len();
        self.list.push(site);
        self.remember(&site, at);
    }

    fn remember(&mut self, site: &SoughtSite, at: usize) {
        for place in on_builds(site) {
            self.by_place.entry(place).or_insert(at);
        }
        if site.id.is_some() {
            self.by_id.entry(site.id).or_insert(at);
        }
    }
}

/// The site's places, with the build of each.
fn on_builds(site: &SoughtSite) -> impl Iterator<Item = (usize, Site)> {
    site.sites.into_iter().enumerate().filter(|(_, place)| place.is_some())
}

fn on_build(build: Build, site: Site) -> [Site; 3] {
    Build::ALL.map(|of| if of == build { site } else { Site::NONE })
}

/// A record of one base or another on an autosome, whose alleles tell the strand.
fn of_record(record: &Record, build: Build, is_reference_known: bool) -> Option<SoughtSite> {
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
        is_reference_known,
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
            is_reference_known: false,
        })
    };
    letters.into_iter().filter_map(two).collect()
}
