//! Opens a genotype file step by step.

use super::error_place::at_byte_of_line;
use super::person::{Person, StoredFile, describe_file};
use crate::bytes::SharedSource;
use crate::bytes::open::Wrapping;
use crate::error::{Result, Role};
use crate::finding::{Finding, Severity};
use crate::formats::detect::{OpenedGenotypes, open_genotypes};
use crate::genome::{Build, VariantBatch, VariantStream};
use crate::variants::assemble_genome;
use crate::variants::merge_people::Contradicted;

/// A genotype file on its way in.
pub struct GenotypeTask {
    source: SharedSource,
    opened: OpenedGenotypes,
    batch: VariantBatch,
    stated_build: Option<Build>,
}

impl GenotypeTask {
    /// Recognises the file; nothing but its beginning is read yet.
    ///
    /// Errors: those of [`open_genotypes`].
    pub fn new(source: SharedSource, stated_build: Option<Build>) -> Result<Self> {
        let opened = open_genotypes(&source)?;
        Ok(Self { source, opened, batch: VariantBatch::default(), stated_build })
    }

    /// Bytes of the stored file used so far.
    pub fn bytes_done(&self) -> u64 {
        self.opened.reader.bytes_done()
    }

    /// Length of the stored file.
    pub fn bytes_total(&self) -> u64 {
        self.source.len()
    }

    /// Reads on for about `budget_bytes`; `true` at the end of the file.
    ///
    /// Errors: what is wrong with the file, with its place.
    pub fn step(&mut self, budget_bytes: u64) -> Result<bool> {
        let until = self.bytes_done().saturating_add(budget_bytes.max(1));
        loop {
            let has_more =
                self.opened.reader.next_batch(&mut self.batch).map_err(|error| {
                    at_byte_of_line(error, &self.source).in_input(Role::Genotypes, &self.opened.input)
                })?;
            if !has_more {
                return Ok(true);
            }
            if self.bytes_done() >= until {
                return Ok(false);
            }
        }
    }

    /// The person, when the file is at its end.
    pub fn finish(self) -> Person {
        let layout = self.opened.reader.layout().clone();
        let counts = self.opened.reader.counts().clone();
        let mut assembled = assemble_genome(self.batch, self.stated_build, layout.header_build);
        if self.opened.other_members > 0 {
            let text = "The zip holds more than one genotype file; the largest was read. Unpack it to choose another.";
            assembled.findings.push(Finding::new(
                "zip-other-members",
                Severity::Fix,
                self.opened.other_members as u64,
                text,
            ));
        }
        let mut wrapping: Vec<&'static str> = self
            .opened
            .wrapping
            .iter()
            .map(|wrapping| match wrapping {
                Wrapping::Gzip => "gzip",
                Wrapping::Zip => "zip",
                Wrapping::Zstd => "zstd",
            })
            .collect();
        if wrapping.is_empty() {
            wrapping.push("plain");
        }
        let file = describe_file(&self.source, wrapping, self.opened.member, &layout, &counts, &assembled);
        let stored = StoredFile { source: self.source, sha256: None, format: file.format, build: file.build };
        Person {
            file,
            genome: assembled.genome,
            stored: vec![stored],
            contradicted: Contradicted::default(),
            appearance: None,
        }
    }
}
