//! `tallele pack --validation`: reads what was published of a score's accuracy, and a population's rates by age.

use crate::file_source::open_file;
use clap::Args;
use std::path::{Path, PathBuf};
use tallele::bytes::digest::sha256_hex;
use tallele::calibration::tables::read_rates;
use tallele::error::{Error, ErrorKind, Result, Role};
use tallele::reference::{PublishedValidation, RatesByAge, SourceFile};

/// Where a score's published accuracy stands.
#[derive(Args, Debug)]
pub struct ValidationOptions {
    /// What was published of the score's accuracy, as JSON; with it a pack can name a risk beside a percentile. One score
    #[arg(long, value_name = "FILE")]
    validation: Option<PathBuf>,
    /// Rates of the disease by age: a table with age and rate, a line for each year
    #[arg(long, value_name = "FILE", requires_all = ["validation", "mortality", "rates_source"])]
    incidence: Option<PathBuf>,
    /// Rates of death by other causes by age, from the same age on
    #[arg(long, value_name = "FILE", requires = "incidence")]
    mortality: Option<PathBuf>,
    /// Whose rates these are, and of which years
    #[arg(long, value_name = "TEXT", requires = "incidence")]
    rates_source: Option<String>,
}

impl ValidationOptions {
    /// Reads and checks them, where they are named.
    pub fn read(&self) -> Result<Option<PublishedValidation>> {
        let Some(path) = &self.validation else { return Ok(None) };
        let name = path.display().to_string();
        let text = std::fs::read(path)
            .map_err(|error| Error::new(ErrorKind::Unreadable).with_source(error).in_input(Role::Options, &name))?;
        let mut published: PublishedValidation = serde_json::from_slice(&text).map_err(|error| {
            let line = error.line() as u64;
            wrong("JSON with the keys that the documentation lists").with_source(error).at_line(line)
        })?;
        published.sources.push(named(path, "published accuracy")?);
        if let (Some(incidence), Some(mortality)) = (&self.incidence, &self.mortality) {
            let table = |path: &Path| -> Result<(usize, Vec<f64>)> {
                let source = open_file(path, Role::Options)?;
                read_rates(&source).map_err(|error| error.in_input(Role::Options, source.name()))
            };
            let ((first_age, mut incidence_rates), (mortality_first, mortality_rates)) =
                (table(incidence)?, table(mortality)?);
            // From the age at which the disease is first counted.
            let skipped = first_age
                .checked_sub(mortality_first)
                .ok_or_else(|| wrong("rates of death from the first age of the disease"))?;
            let mortality_rates = mortality_rates.get(skipped..).unwrap_or_default();
            // To the last age that both have.
            incidence_rates.truncate(mortality_rates.len());
            published.rates = Some(RatesByAge {
                first_age,
                mortality: mortality_rates.iter().copied().take(incidence_rates.len()).collect(),
                incidence: incidence_rates,
                source: self.rates_source.clone().unwrap_or_default(),
            });
            published.sources.push(named(incidence, "rates of the disease")?);
            published.sources.push(named(mortality, "rates of death by other causes")?);
        }
        match published.fault() {
            Some(fault) => Err(wrong(fault)),
            None => Ok(Some(published)),
        }
    }
}

fn named(path: &Path, what: &str) -> Result<SourceFile> {
    let source = open_file(path, Role::Options)?;
    let name = source.name().to_owned();
    Ok(SourceFile { name, what: what.to_owned(), sha256: sha256_hex(source)? })
}

fn wrong(allowed: &'static str) -> Error {
    let kind = ErrorKind::BadOption { option: "--validation".to_owned(), allowed };
    Error::new(kind).in_input(Role::Options, "options").at_field("validation")
}
