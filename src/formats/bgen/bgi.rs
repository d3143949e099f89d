//! Finds variants of a BGEN file by their place in the index beside it (`.bgi`), which bgenix writes as an SQLite file.
//!
//! Source: the wiki page "The bgenix index file format" of the BGEN reference implementation.

use super::row::Row;
use super::sqlite::{Database, Visitor};
use super::variant::read_chromosome;
use crate::bytes::SharedSource;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::genome::Chromosome;

/// Most names of chromosomes that an index may have; assemblies have some thousands of contigs.
const CHROMOSOMES_MAX: usize = 100_000;

/// Columns of a row, in the order of the table's primary key: chromosome, position, rsid, allele1, allele2, file_start_position;
/// then number_of_alleles and size_in_bytes, where the rows stand in the tree of the key themselves.
const CHROMOSOME: usize = 0;
const POSITION: usize = 1;
const START: usize = 5;
const BYTES: usize = 7;

/// A variant as the index has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Indexed {
    /// Position, from 1.
    pub position: u32,
    /// Offset in the BGEN file of its first byte, for [`BgenReader::read_at`](super::BgenReader::read_at).
    pub offset: u64,
    /// Bytes that it has there; `None` in an index made with `bgenix -with-rowid`.
    pub bytes: Option<u64>,
}

/// An index beside a BGEN file.
pub struct BgenIndex {
    database: Database,
    root: u32,
    has_bytes: bool,
    /// The names of chromosomes in the index that we know.
    names: Vec<(Chromosome, Vec<u8>)>,
}

impl BgenIndex {
    /// Opens an index and checks that it was made of this BGEN file, by its length and its first bytes.
    ///
    /// Errors: `header-corrupt` where it is not an index, `index-disagrees` where it is of another file, `storage-unsupported`, `record-corrupt`,
    /// `file-truncated`.
    pub fn open(index: SharedSource, bgen: &SharedSource) -> Result<Self> {
        let name = index.name().to_owned();
        let mut database = Database::open(index).map_err(|error| error.in_input(Role::Genotypes, &name))?;
        Self::over(&mut database, bgen).map_err(|error| database.in_file(error)).map(|(root, has_bytes, names)| Self {
            database,
            root,
            has_bytes,
            names,
        })
    }

    /// The root of the tree by place, whether its rows have lengths, and the names of the chromosomes.
    fn over(database: &mut Database, bgen: &SharedSource) -> Result<(u32, bool, Vec<(Chromosome, Vec<u8>)>)> {
        let mut tables = Tables::default();
        database.search(1, &mut tables)?;
        if let Some(root) = tables.metadata {
            let mut metadata = Metadata::default();
            database.search(root, &mut metadata)?;
            metadata.check(bgen)?;
        }
        let (root, has_bytes) = match (tables.variants, tables.key) {
            (Some((root, true)), _) => (root, true),
            (Some((_, false)), Some(root)) => (root, false),
            _ => return Err(ErrorKind::HeaderCorrupt { what: "the index has no table of variants" }.into()),
        };
        let mut names = Vec::new();
        let mut last = Vec::new();
        for _ in 0..CHROMOSOMES_MAX {
            let mut next = Next { behind: &last, found: None };
            database.search(root, &mut next)?;
            let Some(name) = next.found else { return Ok((root, has_bytes, names)) };
            if name <= last {
                return Err(corrupt());
            }
            names.extend(read_chromosome(&name).map(|chromosome| (chromosome, name.clone())));
            last = name;
        }
        Err(corrupt())
    }

    /// All variants from `first` to `last` on a chromosome, in the order of the file.
    ///
    /// Errors: `record-corrupt`, `file-truncated`, with the byte of the page.
    pub fn within(&mut self, chromosome: Chromosome, first: u32, last: u32) -> Result<Vec<Indexed>> {
        let mut found = Vec::new();
        for (_, name) in self.names.iter().filter(|(of, _)| *of == chromosome) {
            let mut range = Range { name, first, last, has_bytes: self.has_bytes, found: &mut found };
            self.database.search(self.root, &mut range).map_err(|error| self.database.in_file(error))?;
        }
        found.sort_unstable_by_key(|one: &Indexed| one.offset);
        Ok(found)
    }
}

fn corrupt() -> Error {
    ErrorKind::RecordCorrupt { what: "a row of its index" }.into()
}

/// Roots of what the file holds; the schema's columns are type, name, tbl_name, rootpage and sql.
#[derive(Default)]
struct Tables {
    metadata: Option<u32>,
    /// And whether its rows stand in the tree of their key (`WITHOUT ROWID`).
    variants: Option<(u32, bool)>,
    /// The tree of the key, where the rows stand elsewhere.
    key: Option<u32>,
}

impl Visitor for Tables {
    fn is_before(&self, _: &Row) -> Result<bool> {
        Ok(false)
    }

    fn visit(&mut self, row: &Row) -> Result<bool> {
        let root = row.number(3).and_then(|root| u32::try_from(root).ok());
        match (row.bytes(0), row.bytes(1), row.bytes(2), root) {
            (Some(b"table"), Some(b"Metadata"), _, Some(root)) => self.metadata = Some(root),
            (Some(b"table"), Some(b"Variant"), _, Some(root)) => {
                let sql = row.bytes(4).unwrap_or_default().to_ascii_uppercase();
                self.variants = Some((root, sql.trim_ascii_end().ends_with(b"WITHOUT ROWID")));
            }
            (Some(b"index"), Some(b"sqlite_autoindex_Variant_1"), Some(b"Variant"), Some(root)) => {
                self.key = Some(root);
            }
            _ => {}
        }
        Ok(true)
    }
}

/// What the index says of its BGEN file: filename, file_size, last_write_time, first_1000_bytes.
#[derive(Default)]
struct Metadata {
    bytes: Option<u64>,
    start: Vec<u8>,
}

impl Visitor for Metadata {
    fn is_before(&self, _: &Row) -> Result<bool> {
        Ok(false)
    }

    fn visit(&mut self, row: &Row) -> Result<bool> {
        self.bytes = row.number(1);
        self.start = row.bytes(3).unwrap_or_default().to_vec();
        Ok(false)
    }
}

impl Metadata {
    fn check(&self, bgen: &SharedSource) -> Result<()> {
        let mut start = vec![0; self.start.len().min(1000)];
        let mut filled = 0;
        while filled < start.len() {
            match bgen.read_at(filled as u64, start.get_mut(filled..).unwrap_or_default())? {
                0 => break,
                count => filled += count,
            }
        }
        let is_start = start.get(..filled) == self.start.get(..start.len());
        match self.bytes.is_none_or(|bytes| bytes == bgen.len()) && is_start {
            true => Ok(()),
            false => {
                Err(ErrorKind::IndexDisagrees { what: "another length or another beginning of its BGEN file" }.into())
            }
        }
    }
}

/// The first name of a chromosome behind another.
struct Next<'a> {
    behind: &'a [u8],
    found: Option<Vec<u8>>,
}

impl Visitor for Next<'_> {
    fn is_before(&self, row: &Row) -> Result<bool> {
        Ok(row.bytes(CHROMOSOME).ok_or_else(corrupt)? <= self.behind)
    }

    fn visit(&mut self, row: &Row) -> Result<bool> {
        self.found = Some(row.bytes(CHROMOSOME).ok_or_else(corrupt)?.to_vec());
        Ok(false)
    }
}

/// Variants of one name of a chromosome from one position to another.
struct Range<'a> {
    name: &'a [u8],
    first: u32,
    last: u32,
    has_bytes: bool,
    found: &'a mut Vec<Indexed>,
}

impl Visitor for Range<'_> {
    fn is_before(&self, row: &Row) -> Result<bool> {
        let name = row.bytes(CHROMOSOME).ok_or_else(corrupt)?;
        let position = row.number(POSITION).ok_or_else(corrupt)?;
        Ok((name, position) < (self.name, u64::from(self.first)))
    }

    fn visit(&mut self, row: &Row) -> Result<bool> {
        if self.is_before(row)? {
            return Err(ErrorKind::RecordCorrupt { what: "the order of its index" }.into());
        }
        let name = row.bytes(CHROMOSOME).ok_or_else(corrupt)?;
        let position = row.number(POSITION).ok_or_else(corrupt)?;
        if (name, position) > (self.name, u64::from(self.last)) {
            return Ok(false);
        }
        let offset = row.number(START).ok_or_else(corrupt)?;
        let bytes = if self.has_bytes { Some(row.number(BYTES).ok_or_else(corrupt)?) } else { None };
        self.found.push(Indexed { position: u32::try_from(position).map_err(|_| corrupt())?, offset, bytes });
        Ok(true)
    }
}
