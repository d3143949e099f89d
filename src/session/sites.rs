//! Reads the genotypes of everybody who is open at a list of sites: people from their genomes, samples from their files again.

use super::cohort::Cohort;
use super::run::{Kind, Session};
use crate::error::{Error, Result, Role};
use crate::formats::records::{OpenedRecords, Wanted};
use crate::genome::build::longest_end;
use crate::genome::{Build, Calls, Chromosome, Record, Site};
use crate::scoring::Absent;
use crate::variants::at_sites::{CallsAt, MISSING, MetCounts, SoughtSites, calls_of_genome};

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
    /// Sites with a genotype.
    pub fn called(&self) -> impl Iterator<Item = (usize, u8)> {
        self.copies.iter().copied().enumerate().filter(|(_, copies)| *copies != MISSING)
    }
}

/// Genotypes of a file's samples that are held at once, a byte each; a file of more samples is read several times.
const GENOTYPES_AT_ONCE: usize = 100_000_000;

/// A file that lists fewer variants than one in so many bases of a chromosome is not of that whole chromosome: a genome has
/// one in about 1,000, an exome or the variants of a chip one in 10,000 or fewer.
const BASES_OF_A_VARIANT: u64 = 3000;

impl Session {
    /// Hands on the genotypes of everybody who is open, in the order of opening, some at a time.
    ///
    /// Errors: those of reading the files, and those that `take` gives.
    pub fn calls_at(&self, sought: &SoughtSites, mut take: impl FnMut(Vec<CallsOf>) -> Result<()>) -> Result<()> {
        let (mut people, mut cohorts) = (self.people.iter(), self.cohorts.iter());
        for kind in &self.order {
            match kind {
                Kind::Person => {
                    let Some(person) = people.next() else { continue };
                    let (copies, met) = calls_of_genome(&person.genome, sought);
                    let (id, input) = (person.file.sample.clone(), person.file.name.clone());
                    take(vec![CallsOf { id, input, copies, met }])?;
                }
                Kind::Cohort => {
                    let Some(cohort) = cohorts.next() else { continue };
                    let all: Vec<usize> = match &cohort.selected {
                        Some(selected) => selected.clone(),
                        None => (0..cohort.samples.len()).collect(),
                    };
                    let at_once = (GENOTYPES_AT_ONCE / sought.list().len().max(1)).max(1);
                    for (part, places) in all.chunks(at_once).enumerate() {
                        take(self.calls_of_cohort(cohort, part * at_once, places, sought)?)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The samples from `first` on, which stand at these places in the files.
    fn calls_of_cohort(
        &self,
        cohort: &Cohort,
        first: usize,
        places: &[usize],
        sought: &SoughtSites,
    ) -> Result<Vec<CallsOf>> {
        let mut at = CallsAt::new(sought, cohort.file.build.or(Some(Build::Grch37)), places.len());
        let wanted = cohort.file.build.filter(|build| *build != Build::Grch36).map(|build| sought.places(build));
        let (mut record, mut calls) = (Record::default(), Calls::default());
        for set in &cohort.sets {
            let in_file = |error: Error| error.in_input(Role::Genotypes, set.main.name());
            let OpenedRecords { mut stream, .. } = match &wanted {
                Some(places) => set.open_parts(self.options.reading, &Wanted::Places(places))?,
                None => {
                    let (stream, build) = set.open(self.options.reading)?;
                    OpenedRecords { stream, build, bytes: set.main.len(), partly: None }
                }
            };
            let is_whole = places.len() == stream.samples().len();
            while stream.next_record(&mut record).map_err(in_file)? {
                if !at.wants(&record) {
                    continue;
                }
                stream.read_calls(&mut calls).map_err(in_file)?;
                if !is_whole {
                    calls.select(places, record.alleles().saturating_sub(1));
                }
                if self.options.pass_only && !record.passes {
                    calls.alleles.fill(Calls::MISSING);
                    calls.dosages.clear();
                }
                at.take(&record, &calls);
            }
        }
        take_absent(cohort, &mut at);
        let met = at.counts();
        let named = cohort.samples.iter().skip(first).take(places.len()).enumerate();
        let calls_of = |(sample, of): (usize, &crate::genome::Sample)| CallsOf {
            id: of.id.clone(),
            input: cohort.file.name.clone(),
            copies: at.of(sample),
            met,
        };
        Ok(named.map(calls_of).collect())
    }
}

/// Sites that a file of variants alone has no record of: as was said of it, else REF on the chromosomes that it has as many
/// variants of as a whole genome.
fn take_absent(cohort: &Cohort, at: &mut CallsAt<'_>) {
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
