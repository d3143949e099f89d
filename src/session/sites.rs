//! Reads the genotypes of everybody who is open at a list of sites, in steps: people from their genomes, samples from their
//! files again.

use super::cohort::Cohort;
use super::run::{Kind, Session};
use super::set_stream::{SetStream, bytes_of};
use crate::error::Result;
use crate::formats::records::{OpenedRecords, RecordSet, Wanted};
use crate::genome::build::longest_end;
use crate::genome::{Build, Calls, Chromosome, Record, RecordStream, Site};
use crate::scoring::Absent;
use crate::variants::at_sites::{CallsAt, MISSING, MetCounts, SoughtSites, calls_of_genome};
use std::rc::Rc;

/// Genotypes of one person or sample at the sought sites.
pub struct CallsOf {
    /// The sample's name.
    pub id: String,
    /// The file's.
    pub input: String,
    /// Copies at each site, [`MISSING`] where they are not known.
    pub copies: Vec<u8>,
    /// What was met in the file, for all of its samples.
    pub met: MetCounts,
}

impl CallsOf {
    /// Those of the first `sites` that have a genotype.
    pub fn called(&self, sites: usize) -> impl Iterator<Item = (usize, u8)> {
        self.copies.iter().copied().take(sites).enumerate().filter(|(_, copies)| *copies != MISSING)
    }
}

/// Genotypes of a file's samples that are held at once, a byte each; a file of more samples is read several times.
const GENOTYPES_AT_ONCE: usize = 100_000_000;

/// A file that lists fewer variants than one in so many bases of a chromosome is not of that whole chromosome: a genome has
/// one in about 1,000, an exome or the variants of a chip one in 10,000 or fewer.
const BASES_OF_A_VARIANT: u64 = 3000;

/// Everybody's genotypes on their way, in the order of opening.
pub(super) struct CallsRun {
    sought: Rc<SoughtSites>,
    /// What is read next, and how many people and cohorts came before it.
    next: usize,
    people: usize,
    cohorts: usize,
    /// The first sample of the cohort at hand that was not read yet.
    first: usize,
    reading: Option<CohortCalls>,
    /// Bytes of the files that were read to their end.
    done: u64,
}

/// Some samples of a cohort on their way.
struct CohortCalls {
    places: Vec<usize>,
    is_whole: bool,
    /// Where a record may matter; everywhere where it is `None`.
    wanted: Option<Vec<Site>>,
    at: CallsAt,
    calls: Calls,
    stream: SetStream,
}

impl CallsRun {
    /// Before anybody is read.
    pub fn new(sought: Rc<SoughtSites>) -> Self {
        Self { sought, next: 0, people: 0, cohorts: 0, first: 0, reading: None, done: 0 }
    }

    /// Samples of a cohort that are read at once.
    fn at_once(&self) -> usize {
        (GENOTYPES_AT_ONCE / self.sought.list().len().max(1)).max(1)
    }

    /// Bytes of files of records read so far, and in all.
    pub fn progress(&self, session: &Session) -> (u64, u64) {
        let of = |cohort: &Cohort| bytes_of(cohort) * cohort.samples.len().div_ceil(self.at_once()) as u64;
        let total = session.cohorts.iter().map(of).sum();
        let done = self.done + self.reading.as_ref().map_or(0, |reading| reading.stream.bytes_done());
        (done.min(total), total)
    }

    /// Reads on for about `budget` bytes, or one person; `None` at the end. Hands on who was read to the end, perhaps nobody.
    ///
    /// Errors: those of reading the files.
    pub fn step(&mut self, session: &Session, budget: u64) -> Result<Option<Vec<CallsOf>>> {
        match session.order.get(self.next) {
            None => Ok(None),
            Some(Kind::Person) => {
                let person = session.people.get(self.people);
                (self.next, self.people) = (self.next + 1, self.people + 1);
                let read = person.map(|person| {
                    let (copies, met) = calls_of_genome(&person.genome, &self.sought);
                    CallsOf { id: person.file.sample.clone(), input: person.file.name.clone(), copies, met }
                });
                Ok(Some(read.into_iter().collect()))
            }
            Some(Kind::Cohort) => match session.cohorts.get(self.cohorts) {
                Some(cohort) if self.first < cohort.samples.len() => self.step_cohort(session, cohort, budget),
                _ => {
                    (self.next, self.cohorts, self.first) = (self.next + 1, self.cohorts + 1, 0);
                    Ok(Some(Vec::new()))
                }
            },
        }
    }

    fn step_cohort(&mut self, session: &Session, cohort: &Cohort, budget: u64) -> Result<Option<Vec<CallsOf>>> {
        let mut reading = match self.reading.take() {
            Some(reading) => reading,
            None => self.begin(cohort),
        };
        if !reading.step(session, cohort, budget)? {
            self.reading = Some(reading);
            return Ok(Some(Vec::new()));
        }
        self.done += bytes_of(cohort);
        let first = self.first;
        self.first += reading.places.len();
        take_absent(cohort, &mut reading.at);
        let met = reading.at.counts();
        let named = cohort.samples.iter().skip(first).take(reading.places.len()).enumerate();
        let calls_of = |(sample, of): (usize, &crate::genome::Sample)| CallsOf {
            id: of.id.clone(),
            input: cohort.file.name.clone(),
            copies: reading.at.of(sample),
            met,
        };
        Ok(Some(named.map(calls_of).collect()))
    }

    /// The samples of the cohort that come next.
    fn begin(&self, cohort: &Cohort) -> CohortCalls {
        let until = cohort.samples.len().min(self.first + self.at_once());
        let places: Vec<usize> = match &cohort.selected {
            Some(selected) => selected.get(self.first..until).unwrap_or_default().to_vec(),
            None => (self.first..until).collect(),
        };
        CohortCalls {
            is_whole: cohort.selected.is_none() && places.len() == cohort.samples.len(),
            wanted: cohort.file.build.filter(|build| *build != Build::Grch36).map(|build| self.sought.places(build)),
            at: CallsAt::new(self.sought.clone(), cohort.file.build.or(Some(Build::Grch37)), places.len()),
            calls: Calls::default(),
            stream: SetStream::default(),
            places,
        }
    }
}

impl CohortCalls {
    fn step(&mut self, session: &Session, cohort: &Cohort, budget: u64) -> Result<bool> {
        let Self { places, is_whole, wanted, at, calls, stream } = self;
        let reading = session.options.reading;
        let open = |set: &RecordSet| match &*wanted {
            Some(places) => set.open_parts(reading, &Wanted::Places(places)),
            None => {
                let (stream, build) = set.open(reading)?;
                Ok(OpenedRecords { stream, build, bytes: set.main.len(), partly: None })
            }
        };
        let take = |record: &Record, stream: &mut dyn RecordStream| {
            if !at.wants(record) {
                return Ok(());
            }
            stream.read_calls(calls)?;
            if !*is_whole {
                calls.select(places, record.alleles().saturating_sub(1));
            }
            if session.options.pass_only && !record.passes {
                calls.alleles.fill(Calls::MISSING);
                calls.dosages.clear();
            }
            at.take(record, calls);
            Ok(())
        };
        stream.step(cohort, budget, open, take)
    }
}

/// Sites that a file of variants alone has no record of: as was said of it, else REF on the chromosomes that it has as many
/// variants of as a whole genome.
fn take_absent(cohort: &Cohort, at: &mut CallsAt) {
    let read = cohort.file.partly.map_or((1, 1), |partly| (partly.records.max(1), partly.of.unwrap_or(partly.records)));
    let mut covered = [false; Chromosome::COUNT];
    for summary in &cohort.file.chromosomes {
        let Some(chromosome) = Chromosome::parse(summary.chromosome.as_bytes()) else { continue };
        let variants = u128::from(summary.markers) * u128::from(read.1) / u128::from(read.0);
        let enough = u128::from(u64::from(longest_end(chromosome)) / BASES_OF_A_VARIANT);
        let is_covered = match cohort.file.absent {
            Some(Absent::HomRef) => variants > 0,
            Some(Absent::Missing) => false,
            None => cohort.file.variants_only == Some(true) && variants >= enough,
        };
        if let Some(of) = covered.get_mut(usize::from(chromosome.index())) {
            *of = is_covered;
        }
    }
    let is_covered = |site: Site| {
        let of = site.chromosome().and_then(|chromosome| covered.get(usize::from(chromosome.index())).copied());
        of.unwrap_or(false)
    };
    at.take_absent_as_reference(is_covered);
}
