//! Genotypes as the trainer takes them: held in memory, or read from a file where they lie.

use crate::printed::{name_of, unwritable_at};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tallele::error::{Error, ErrorKind, Result, Role};
use tallele::genome::PackedCalls;
use tallele::training::columns::words_of;
use tallele::training::{Columns, PackedColumns};

/// How the two bits of a sample are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// As [`PackedCalls`], in words.
    Words,
    /// As PLINK 1's .bed, in bytes: 00 two copies of A1, 10 one, 11 none, 01 missing.
    Bed,
}

/// A file of columns of one length.
pub struct FileColumns {
    file: Mutex<File>,
    name: String,
    samples: usize,
    /// Where the first column begins.
    offset_bytes: u64,
    coding: Coding,
    /// The number in the file of each column that is used, rising.
    numbers: Vec<u32>,
    /// What is removed when nobody reads it any more.
    temporary: Option<PathBuf>,
}

/// Genotypes in memory or in a file.
pub enum Genotypes {
    /// In memory.
    Memory(PackedColumns),
    /// In a file.
    File(FileColumns),
}

impl FileColumns {
    /// Columns of a .bed with these numbers.
    ///
    /// Errors: `unreadable`.
    pub fn bed(path: &Path, samples: usize, numbers: Vec<u32>) -> Result<Self> {
        let name = name_of(path);
        let file = File::open(path).map_err(|error| unreadable(error, &name))?;
        // Two bytes of magic and one that names the order.
        Ok(Self {
            file: Mutex::new(file),
            name,
            samples,
            offset_bytes: 3,
            coding: Coding::Bed,
            numbers,
            temporary: None,
        })
    }

    fn column_bytes(&self) -> usize {
        match self.coding {
            Coding::Words => 8 * words_of(self.samples),
            Coding::Bed => self.samples.div_ceil(4),
        }
    }

    /// Reads columns that lie behind each other in the file.
    fn read_run(&self, from: u32, count: usize, bytes: &mut Vec<u8>) -> Result<()> {
        let width = self.column_bytes();
        bytes.resize(width * count, 0);
        let offset = self.offset_bytes + u64::from(from) * width as u64;
        let Ok(mut file) = self.file.lock() else {
            return Err(ErrorKind::Internal { what: "nothing panics while a file is read" }.into());
        };
        let mut read = || file.seek(SeekFrom::Start(offset)).and_then(|_| file.read_exact(bytes));
        read().map_err(|error| unreadable(error, &self.name).at_byte(offset))
    }
}

fn unreadable(error: std::io::Error, name: &str) -> Error {
    Error::new(ErrorKind::Unreadable).with_source(error).in_input(Role::Genotypes, name)
}

impl Drop for FileColumns {
    fn drop(&mut self) {
        if let Some(path) = &self.temporary {
            // What is left behind is found by the next run, which writes it anew.
            let _ = std::fs::remove_file(path);
        }
    }
}

/// The lower bit of every sample.
const LOWER: u64 = 0x5555_5555_5555_5555;

/// PLINK 1's code of each sample as ours.
fn of_bed(word: u64) -> u64 {
    (!word & !LOWER) | ((word ^ word >> 1) & LOWER)
}

impl Columns for FileColumns {
    fn samples(&self) -> usize {
        self.samples
    }

    fn columns(&self) -> usize {
        self.numbers.len()
    }

    fn read<'a>(&'a self, from: usize, count: usize, buffer: &'a mut Vec<u64>) -> Result<&'a [u64]> {
        let (stride, width) = (words_of(self.samples), self.column_bytes());
        buffer.clear();
        buffer.reserve_exact(stride * count);
        let mut bytes = Vec::new();
        let last = match self.samples % 32 {
            0 => u64::MAX,
            rest => (1 << (2 * rest)) - 1,
        };
        for run in self.numbers[from..from + count].chunk_by(|one, next| one + 1 == *next) {
            self.read_run(run[0], run.len(), &mut bytes)?;
            for column in bytes.chunks(width) {
                let word = |bytes: &[u8]| bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
                let (whole, rest) = column.as_chunks::<8>();
                buffer.extend(whole.iter().map(|bytes| u64::from_le_bytes(*bytes)));
                if !rest.is_empty() {
                    buffer.push(word(rest));
                }
                if self.coding == Coding::Bed {
                    let from = buffer.len() - stride;
                    buffer[from..].iter_mut().for_each(|word| *word = of_bed(*word));
                    if let Some(word) = buffer.last_mut() {
                        *word &= last;
                    }
                }
            }
        }
        Ok(buffer)
    }
}

impl Columns for Genotypes {
    fn samples(&self) -> usize {
        match self {
            Self::Memory(columns) => columns.samples(),
            Self::File(columns) => columns.samples(),
        }
    }

    fn columns(&self) -> usize {
        match self {
            Self::Memory(columns) => columns.columns(),
            Self::File(columns) => columns.columns(),
        }
    }

    fn read<'a>(&'a self, from: usize, count: usize, buffer: &'a mut Vec<u64>) -> Result<&'a [u64]> {
        match self {
            Self::Memory(columns) => columns.read(from, count, buffer),
            Self::File(columns) => columns.read(from, count, buffer),
        }
    }
}

/// Takes columns one by one: holds them in memory, and goes over to a file when they are too many.
pub struct Spool {
    samples: usize,
    count: u32,
    limit_bytes: u64,
    memory: PackedColumns,
    file: Option<std::io::BufWriter<File>>,
    path: PathBuf,
}

impl Spool {
    /// Of so many samples; the file is made at `path` if it is needed.
    pub fn new(samples: usize, limit_bytes: u64, path: PathBuf) -> Self {
        Self { samples, count: 0, limit_bytes, memory: PackedColumns::new(samples), file: None, path }
    }

    /// Adds a column.
    ///
    /// Errors: `unwritable`.
    pub fn push(&mut self, calls: &PackedCalls) -> Result<()> {
        let column_bytes = 8 * words_of(self.samples) as u64;
        self.count += 1;
        if self.file.is_none() && u64::from(self.count) * column_bytes <= self.limit_bytes {
            self.memory.push(calls);
            return Ok(());
        }
        let mut write = || -> std::io::Result<()> {
            let file = match &mut self.file {
                Some(file) => file,
                None => {
                    let mut file = std::io::BufWriter::with_capacity(1 << 20, File::create(&self.path)?);
                    for word in self.memory.words() {
                        file.write_all(&word.to_le_bytes())?;
                    }
                    self.memory = PackedColumns::new(self.samples);
                    self.file.insert(file)
                }
            };
            calls.words().try_for_each(|word| file.write_all(&word.to_le_bytes()))
        };
        write().map_err(|error| unwritable_at(&self.path, error))
    }

    /// The columns.
    ///
    /// Errors: `unwritable`, `unreadable`.
    pub fn finish(self) -> Result<Genotypes> {
        let Some(file) = self.file else { return Ok(Genotypes::Memory(self.memory)) };
        let name = name_of(&self.path);
        let unwritable = |error: std::io::Error| unwritable_at(&self.path, error);
        file.into_inner().map_err(|error| unwritable(error.into_error()))?.sync_all().map_err(unwritable)?;
        let file = File::open(&self.path).map_err(|error| unreadable(error, &name))?;
        Ok(Genotypes::File(FileColumns {
            file: Mutex::new(file),
            name,
            samples: self.samples,
            offset_bytes: 0,
            coding: Coding::Words,
            numbers: (0..self.count).collect(),
            temporary: Some(self.path),
        }))
    }
}
