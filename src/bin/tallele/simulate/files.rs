//! Writes a cohort as PLINK 1 files, its trait as a table, and the trait's causes as a scoring file.

use crate::printed::{name_of, unwritable_at};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tallele::error::{Error, Result};
use tallele::genome::{Chromosome, Sex};
use tallele::simulation::{BED_START, CausalVariant, CohortPerson, CohortVariant, TraitValues};

/// How PLINK 1 writes 0, 1 and 2 copies of the first allele, and no call.
const BED_CODES: [u8; 4] = [0b11, 0b10, 0b00, 0b01];

/// The files of a cohort that is being drawn.
pub struct CohortFiles {
    prefix: PathBuf,
    bed: BufWriter<File>,
    bim: BufWriter<File>,
    row: Vec<u8>,
    written: Vec<String>,
}

impl CohortFiles {
    /// Creates the files and writes who is in them. Errors: `unwritable`.
    pub fn create(prefix: &Path, people: &[CohortPerson]) -> Result<Self> {
        let mut written = Vec::new();
        let mut create = |ending| {
            let path = with_ending(prefix, ending);
            let file = File::create(&path).map_err(|error| unwritable_at(&path, error))?;
            written.push(name_of(&path));
            Ok::<_, Error>(BufWriter::new(file))
        };
        let (mut bed, bim) = (create(".bed")?, create(".bim")?);
        bed.write_all(&BED_START).map_err(|error| unwritable_at(prefix, error))?;
        let mut files = Self { prefix: prefix.to_owned(), bed, bim, row: Vec::new(), written };
        let line = |(at, person): (usize, &CohortPerson)| {
            let parent = |of: usize| person.parents.map_or_else(|| "0".to_owned(), |parents| id(parents[of]));
            let sex = if person.sex == Sex::Male { 1 } else { 2 };
            format!("{}\t{}\t{}\t{}\t{sex}\t-9\n", family(people, at), id(at), parent(0), parent(1))
        };
        let fam: String = people.iter().enumerate().map(line).collect();
        files.write(".fam", &fam)?;
        Ok(files)
    }

    /// Adds a variant with everybody's copies of its alternate allele, 3 for no call. Errors: `unwritable`.
    pub fn write_variant(&mut self, variant: &CohortVariant, copies: &[u8]) -> Result<()> {
        self.row.clear();
        let code = |(nth, count): (usize, &u8)| BED_CODES.get(usize::from(*count)).map_or(0, |code| code << (2 * nth));
        self.row.extend(copies.chunks(4).map(|four| four.iter().enumerate().map(code).sum::<u8>()));
        let CohortVariant { cm, reference, alternate, .. } = variant;
        let (name, position) = place_of(variant);
        let id = id_of(variant);
        let listed = writeln!(self.bim, "{name}\t{id}\t{cm:.6}\t{position}\t{alternate}\t{reference}");
        listed.and_then(|()| self.bed.write_all(&self.row)).map_err(|error| unwritable_at(&self.prefix, error))
    }

    /// Writes trait, causes and groups, and answers with the names of all files. Errors: `unwritable`.
    pub fn finish(
        mut self,
        people: &[CohortPerson],
        values: &TraitValues,
        trait_name: &str,
        has_groups: bool,
    ) -> Result<Vec<String>> {
        for file in [&mut self.bed, &mut self.bim] {
            file.flush().map_err(|error| unwritable_at(&self.prefix, error))?;
        }
        self.write(".phenotype.tsv", &phenotype_table(people, values, trait_name))?;
        self.write(".truth.txt", &truth(&values.causal, trait_name))?;
        if has_groups {
            let line = |(at, person): (usize, &CohortPerson)| {
                format!("{}\t{}\tG{}\n", family(people, at), id(at), person.group + 1)
            };
            let lines: String = people.iter().enumerate().map(line).collect();
            self.write(".groups.tsv", &format!("FID\tIID\tgroup\n{lines}"))?;
        }
        Ok(self.written)
    }

    fn write(&mut self, ending: &str, text: &str) -> Result<()> {
        let path = with_ending(&self.prefix, ending);
        std::fs::write(&path, text).map_err(|error| unwritable_at(&path, error))?;
        self.written.push(name_of(&path));
        Ok(())
    }
}

/// The trait, or 1 and 0 for a disease with what lies under it, and the genetic value.
fn phenotype_table(people: &[CohortPerson], values: &TraitValues, name: &str) -> String {
    let mut text = match values.cases {
        Some(_) => format!("FID\tIID\t{name}\tliability\tgenetic\n"),
        None => format!("FID\tIID\t{name}\tgenetic\n"),
    };
    for (at, (value, genetic)) in values.values.iter().zip(&values.genetic).enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{}\t{}", family(people, at), id(at));
        if let Some(cases) = &values.cases {
            let _ = write!(text, "\t{}", u8::from(cases.get(at).copied().unwrap_or(false)));
        }
        let _ = writeln!(text, "\t{value}\t{genetic}");
    }
    text
}

/// A scoring file whose sums are the genetic values, but for their mean.
fn truth(causal: &[CausalVariant], trait_name: &str) -> String {
    let mut text = format!(
        "###SIMULATED by tallele simulate: the causes of a trait of people who do not exist\n\
         #format_version=2.0\n#pgs_id=truth\n#pgs_name=truth\n#trait_reported={trait_name}\n#genome_build=GRCh37\n\
         #variants_number={}\n#weight_type=beta\n#license=CC0-1.0\n\
         rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tallelefrequency_effect\n",
        causal.len()
    );
    for CausalVariant { variant, effect, .. } in causal {
        let (name, position) = place_of(variant);
        let CohortVariant { reference, alternate, frequency, .. } = variant;
        let id = id_of(variant);
        let _ = writeln!(text, "{id}\t{name}\t{position}\t{alternate}\t{reference}\t{effect}\t{frequency}");
    }
    text
}

fn place_of(variant: &CohortVariant) -> (&'static str, u32) {
    (variant.site.chromosome().map_or("0", Chromosome::name), variant.site.position())
}

fn id_of(variant: &CohortVariant) -> String {
    let (name, position) = place_of(variant);
    format!("{name}:{position}:{}:{}", variant.reference, variant.alternate)
}

/// Somebody's family: the own id for those who have none here.
fn family(people: &[CohortPerson], at: usize) -> String {
    match people.get(at).and_then(|person| person.family) {
        Some(family) => format!("F{:06}", family + 1),
        None => id(at),
    }
}

/// Somebody's id: by their place in the cohort.
fn id(at: usize) -> String {
    format!("P{:07}", at + 1)
}

fn with_ending(prefix: &Path, ending: &str) -> PathBuf {
    let mut name = prefix.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
