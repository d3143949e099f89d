//! Reads b-trees of an SQLite file, as far as an index of BGEN needs them; every page, offset and length is checked.
//!
//! Source: Database File Format (sqlite.org/fileformat2.html), cited as SQLITE with its section.

use super::row::{Row, take_varint};
use crate::bytes::SharedSource;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::formats::plink2::window::Window;

/// Most bytes of one row: two alleles of a million letters.
const ROW_BYTES_MAX: u64 = 4 << 20;

/// Deepest tree: with two rows a page it would hold a million million rows.
const DEPTH_MAX: u32 = 40;

/// A database in a stored file.
pub(super) struct Database {
    window: Window,
    page_bytes: usize,
    /// Bytes of a page that hold data.
    usable: usize,
}

/// What tells the search whether a row comes before the range, and takes those from there on; `false` ends it.
pub(super) trait Visitor {
    /// Whether this row lies before the first that is wanted.
    fn is_before(&self, row: &Row) -> Result<bool>;
    /// Takes a row.
    fn visit(&mut self, row: &Row) -> Result<bool>;
}

/// A page of a tree.
struct Page {
    number: u32,
    bytes: Vec<u8>,
    /// Offset in the page of its header: 100 on the first, behind the file's.
    header: usize,
    kind: Kind,
    cells: usize,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Kind {
    IndexInner,
    TableInner,
    IndexLeaf,
    TableLeaf,
}

impl Database {
    /// Reads the file's header.
    ///
    /// Errors: `header-corrupt`, `storage-unsupported`, `file-truncated`.
    pub fn open(source: SharedSource) -> Result<Self> {
        let mut window = Window::new(source);
        let header = window.get(0, 100)?;
        let header: [u8; 100] = header.first_chunk().copied().unwrap_or([0; 100]);
        let byte = |at: usize| header.get(at).copied().unwrap_or_default();
        if !header.starts_with(b"SQLite format 3\0") {
            return Err(corrupt("it is not an SQLite file", 0));
        }
        // SQLITE 1.3.2: 1 stands for 65,536.
        let page_bytes = match usize::from(u16::from_be_bytes([byte(16), byte(17)])) {
            1 => 65_536,
            size if size.is_power_of_two() && size >= 512 => size,
            _ => return Err(corrupt("the size of a page", 16)),
        };
        let usable = page_bytes - usize::from(byte(20));
        if usable < 480 {
            return Err(corrupt("the bytes left of a page", 20));
        }
        if byte(19) > 2 || byte(59) > 1 {
            return Err(ErrorKind::StorageUnsupported { what: "an SQLite file of a later version or in UTF-16" }.into());
        }
        // SQLITE 1.3.7: the count of pages holds where it is as old as the last change.
        let number = |at: usize| u32::from_be_bytes([byte(at), byte(at + 1), byte(at + 2), byte(at + 3)]);
        let pages = if number(24) == number(92) { number(28) } else { 0 };
        if window.file_bytes() < u64::from(pages) * page_bytes as u64 {
            return Err(Error::new(ErrorKind::FileTruncated).at_byte(window.file_bytes()));
        }
        Ok(Self { window, page_bytes, usable })
    }

    /// The file's name, for messages.
    pub fn name(&self) -> &str {
        self.window.name()
    }

    /// Names the file in an error.
    pub fn in_file(&self, error: Error) -> Error {
        error.in_input(Role::Genotypes, self.name())
    }

    /// Gives rows in the tree's order, from the first that is not before the range, until the visitor has enough.
    ///
    /// Errors: `record-corrupt` with the byte of the page, `file-truncated`.
    pub fn search(&mut self, root: u32, visitor: &mut dyn Visitor) -> Result<()> {
        // A page stands in a tree once: more visits than pages, and one that was cut off, are a circle.
        let mut visits = self.window.file_bytes() / self.page_bytes as u64 + 2;
        self.search_page(root, DEPTH_MAX, &mut visits, visitor).map(drop)
    }

    fn search_page(&mut self, number: u32, depth: u32, visits: &mut u64, visitor: &mut dyn Visitor) -> Result<bool> {
        let start = u64::from(number.saturating_sub(1)) * self.page_bytes as u64;
        if depth == 0 || *visits == 0 {
            return Err(damaged("a tree of its index that has no end", start));
        }
        *visits -= 1;
        let page = self.page(number)?;
        let first = match page.kind {
            // Rows of a table have no order of their own here.
            Kind::TableLeaf | Kind::TableInner => 0,
            Kind::IndexLeaf | Kind::IndexInner => self.first_wanted(&page, visitor)?,
        };
        for cell in first..page.cells {
            if let Some(child) = page.child(cell)?
                && !self.search_page(child, depth - 1, visits, visitor)?
            {
                return Ok(false);
            }
            if page.kind != Kind::TableInner && !visitor.visit(&self.row(&page, cell)?)? {
                return Ok(false);
            }
        }
        match page.last_child()? {
            Some(child) => self.search_page(child, depth - 1, visits, visitor),
            None => Ok(true),
        }
    }

    /// The first cell of a page that is not before the range; rows stand in order.
    fn first_wanted(&mut self, page: &Page, visitor: &dyn Visitor) -> Result<usize> {
        let (mut low, mut high) = (0, page.cells);
        while low < high {
            let middle = low + (high - low) / 2;
            match visitor.is_before(&self.row(page, middle)?)? {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        Ok(low)
    }

    fn page(&mut self, number: u32) -> Result<Page> {
        let start = u64::from(number.saturating_sub(1)) * self.page_bytes as u64;
        if number == 0 {
            return Err(damaged("the number of a page of its index", 0));
        }
        let bytes = self.window.get(start, self.page_bytes)?.to_vec();
        let header = if number == 1 { 100 } else { 0 };
        let kind = match bytes.get(header) {
            Some(2) => Kind::IndexInner,
            Some(5) => Kind::TableInner,
            Some(10) => Kind::IndexLeaf,
            Some(13) => Kind::TableLeaf,
            _ => return Err(damaged("the kind of a page of its index", start)),
        };
        let cells = usize::from(number_at(&bytes, header + 3).ok_or_else(|| damaged("a page of its index", start))?);
        Ok(Page { number, bytes, header, kind, cells })
    }

    /// The row of a cell, with what of it stands on further pages (SQLITE 1.6).
    fn row(&mut self, page: &Page, cell: usize) -> Result<Row> {
        let start = u64::from(page.number - 1) * self.page_bytes as u64;
        let wrong = || damaged("a row of its index", start);
        let mut rest = page.cell(cell).ok_or_else(wrong)?;
        if page.kind == Kind::IndexInner {
            rest = rest.get(4..).ok_or_else(wrong)?;
        }
        let length = take_varint(&mut rest).and_then(|length| u64::try_from(length).ok()).ok_or_else(wrong)?;
        if length > ROW_BYTES_MAX {
            return Err(wrong());
        }
        if page.kind == Kind::TableLeaf {
            take_varint(&mut rest).ok_or_else(wrong)?;
        }
        let length = usize::try_from(length).map_err(|_| wrong())?;
        let (local, is_whole) = self.local_bytes(length, page.kind);
        let mut bytes = rest.get(..local).ok_or_else(wrong)?.to_vec();
        if !is_whole {
            let next = rest.get(local..).and_then(<[u8]>::first_chunk).ok_or_else(wrong)?;
            self.read_overflow(u32::from_be_bytes(*next), length, &mut bytes).map_err(|error| error.at_byte(start))?;
        }
        Ok(Row::new(bytes))
    }

    /// Bytes of a row that stand on its own page, and whether that is all.
    fn local_bytes(&self, length: usize, kind: Kind) -> (usize, bool) {
        let usable = self.usable;
        let most = if kind == Kind::TableLeaf { usable - 35 } else { (usable - 12) * 64 / 255 - 23 };
        if length <= most {
            return (length, true);
        }
        let least = (usable - 12) * 32 / 255 - 23;
        let fitting = least + (length - least) % (usable - 4);
        (if fitting <= most { fitting } else { least }, false)
    }

    fn read_overflow(&mut self, mut page: u32, length: usize, bytes: &mut Vec<u8>) -> Result<()> {
        while bytes.len() < length {
            if page == 0 {
                return Err(ErrorKind::RecordCorrupt { what: "a row of its index" }.into());
            }
            let start = u64::from(page - 1) * self.page_bytes as u64;
            let wanted = (length - bytes.len()).min(self.usable - 4);
            let part = self.window.get(start, wanted + 4)?;
            page = part.first_chunk().map_or(0, |next| u32::from_be_bytes(*next));
            bytes.extend_from_slice(part.get(4..).unwrap_or_default());
        }
        Ok(())
    }
}

impl Page {
    fn is_inner(&self) -> bool {
        matches!(self.kind, Kind::IndexInner | Kind::TableInner)
    }

    /// The bytes of a cell and what is behind it.
    fn cell(&self, index: usize) -> Option<&[u8]> {
        let behind_header = self.header + if self.is_inner() { 12 } else { 8 };
        let at = number_at(&self.bytes, behind_header + 2 * index)?;
        self.bytes.get(usize::from(at)..)
    }

    fn wrong(&self) -> Error {
        let start = u64::from(self.number - 1) * self.bytes.len() as u64;
        damaged("a page of its index", start)
    }

    /// The page of the rows before a cell.
    fn child(&self, cell: usize) -> Result<Option<u32>> {
        if !self.is_inner() {
            return Ok(None);
        }
        let first = self.cell(cell).and_then(<[u8]>::first_chunk).ok_or_else(|| self.wrong())?;
        Ok(Some(u32::from_be_bytes(*first)))
    }

    /// The page of the rows behind all cells.
    fn last_child(&self) -> Result<Option<u32>> {
        if !self.is_inner() {
            return Ok(None);
        }
        let last = self.bytes.get(self.header + 8..).and_then(<[u8]>::first_chunk).ok_or_else(|| self.wrong())?;
        Ok(Some(u32::from_be_bytes(*last)))
    }
}

fn number_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|two| u16::from_be_bytes(*two))
}

fn corrupt(what: &'static str, byte: u64) -> Error {
    Error::new(ErrorKind::HeaderCorrupt { what }).at_byte(byte)
}

fn damaged(what: &'static str, byte: u64) -> Error {
    Error::new(ErrorKind::RecordCorrupt { what }).at_byte(byte)
}
