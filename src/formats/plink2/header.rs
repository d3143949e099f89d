//! Reads a `.pgen` file's header: its dimensions, and block by block where each record lies and how it is stored (PGEN 2.2).

use super::cursor::{bit, little_endian};
use super::main_track::{PLINK1, needs_base};
use super::window::Window;
use crate::error::{Error, ErrorKind, Result};

/// Variants in one block of the header.
const BLOCK: u32 = 1 << 16;

/// Bytes before the blocks: magic number, mode, variants, samples, control.
const FIXED_BYTES: u64 = 12;

/// One variant's record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) index: u32,
    pub(super) offset: u64,
    pub(super) length: usize,
    pub(super) kind: u16,
    /// Whether the header says that REF is provisional; `None` where it says nothing.
    pub(super) is_provisional: Option<bool>,
    /// Alleles or ALTs as the header counts them; `None` where it does not.
    pub(super) alleles: Option<u32>,
}

/// How the records are stored.
enum Mode {
    /// All of one type and length, from `start` on.
    Fixed { start: u64, length: usize, kind: u16 },
    /// Each of its own type and length.
    Variable { kind_bits: u64, length_bytes: u64 },
}

/// The records of a file, in order.
pub(super) struct Records {
    mode: Mode,
    variants: u32,
    samples: usize,
    /// Bytes of each allele count.
    count_bytes: u64,
    /// 0 not said, 1 none, 2 all, 3 a bit each.
    provisional: u8,
    /// Index of the next record, and where it begins.
    next: u32,
    offset: u64,
    /// The header's block at hand, and what it says of each record.
    kinds: Vec<u8>,
    lengths: Vec<u32>,
    counts: Vec<u32>,
    flags: Vec<u8>,
}

impl Records {
    /// Reads the header of a file with as many samples as its list says.
    ///
    /// Errors: `header-corrupt`, `storage-unsupported`, `file-truncated`, `set-disagrees`, those of the source.
    pub(super) fn new(window: &mut Window, samples: usize) -> Result<Self> {
        let file_bytes = window.file_bytes();
        let &[a, b, mode] = window.get(0, 3)? else { return Err(internal()) };
        if [a, b] != [0x6c, 0x1b] {
            return Err(header("it does not begin with PLINK's magic number", 0));
        }
        if mode == 1 {
            return Self::plink1(file_bytes, samples);
        }
        check_mode(mode)?;
        let fixed = window.get(0, 12)?;
        let variants = little_endian(fixed.get(3..7).unwrap_or_default());
        let found = little_endian(fixed.get(7..11).unwrap_or_default());
        let control = fixed.get(11).copied().unwrap_or_default();
        if found as usize != samples {
            let kind = ErrorKind::SetDisagrees { what: "samples", expected: samples as u64, found: u64::from(found) };
            return Err(Error::new(kind).at_byte(7));
        }
        if variants == 0 {
            return Err(header("it says that there are no variants", 3));
        }
        let main = samples.div_ceil(4);
        let fixed = |length, kind| Mode::Fixed { start: 0, length, kind };
        let mode = match mode {
            2 => fixed(main, 0),
            3 => fixed(main + 2 * samples, 0x40),
            4 => fixed(main + 4 * samples, 0xc0),
            _ if control & 8 != 0 => {
                let what = "a pgen file with a reserved kind of record lengths";
                return Err(Error::new(ErrorKind::StorageUnsupported { what }).at_byte(11));
            }
            _ => Mode::Variable {
                kind_bits: if control & 4 == 0 { 4 } else { 8 },
                length_bytes: u64::from(control & 3) + 1,
            },
        };
        let is_fixed = matches!(mode, Mode::Fixed { .. });
        if is_fixed && control & 0x3f != 0 {
            return Err(header("its control byte does not fit its mode", 11));
        }
        let mut records = Self::empty(mode, variants, samples);
        records.count_bytes = u64::from(control >> 4 & 3);
        records.provisional = control >> 6;
        records.check_size(window)?;
        Ok(records)
    }

    /// A PLINK 1 file has no header; its length says how many variants there are.
    fn plink1(file_bytes: u64, samples: usize) -> Result<Self> {
        let length = samples.div_ceil(4);
        let records = file_bytes.saturating_sub(3);
        let variants = u32::try_from(records / (length as u64).max(1)).unwrap_or(u32::MAX);
        if u64::from(variants) * length as u64 != records {
            return Err(Error::new(ErrorKind::FileTruncated).at_byte(file_bytes));
        }
        let mut records = Self::empty(Mode::Fixed { start: 3, length, kind: PLINK1 }, variants, samples);
        records.provisional = 2;
        records.offset = 3;
        Ok(records)
    }

    fn empty(mode: Mode, variants: u32, samples: usize) -> Self {
        Self {
            mode,
            variants,
            samples,
            count_bytes: 0,
            provisional: 0,
            next: 0,
            offset: 0,
            kinds: Vec::new(),
            lengths: Vec::new(),
            counts: Vec::new(),
            flags: Vec::new(),
        }
    }

    /// Variants in the file.
    pub(super) fn variants(&self) -> u32 {
        self.variants
    }

    /// Offset behind the last record given.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Whether every record has dosages and may leave its hard calls away.
    pub(super) fn is_dosage_only(&self) -> bool {
        matches!(self.mode, Mode::Fixed { kind: 0x40 | 0xc0, .. })
    }

    /// The next record; `None` behind the last.
    ///
    /// Errors: `header-corrupt`, `record-corrupt`, `file-truncated`, those of the source.
    pub(super) fn next(&mut self, window: &mut Window) -> Result<Option<Place>> {
        if self.next >= self.variants {
            return Ok(None);
        }
        let in_block = (self.next % BLOCK) as usize;
        if in_block == 0 {
            self.load_block(window, self.next / BLOCK)?;
        }
        let (kind, length) = match self.mode {
            Mode::Fixed { length, kind, .. } => (kind, length),
            Mode::Variable { .. } => (
                u16::from(self.kinds.get(in_block).copied().unwrap_or_default()),
                self.lengths.get(in_block).copied().unwrap_or_default() as usize,
            ),
        };
        let place = Place {
            index: self.next,
            offset: self.offset,
            length,
            kind,
            is_provisional: match self.provisional {
                0 => None,
                1 => Some(false),
                2 => Some(true),
                _ => Some(bit(&self.flags, in_block)),
            },
            alleles: self.counts.get(in_block).copied(),
        };
        // No track takes more than a few bytes a sample; this keeps what is read at once in bounds.
        if length > 1024 + 32 * self.samples || (in_block == 0 && needs_base(kind)) {
            let what = "its type or length";
            return Err(Error::new(ErrorKind::RecordCorrupt { what }).at_byte(self.offset));
        }
        self.next += 1;
        self.offset += length as u64;
        Ok(Some(place))
    }

    fn blocks(&self) -> u32 {
        self.variants.div_ceil(BLOCK)
    }

    /// Variants of one block.
    fn variants_of(&self, block: u32) -> u32 {
        BLOCK.min(self.variants - block * BLOCK)
    }

    /// Bytes of the header for a block of so many variants: types, lengths, counts, flags.
    fn table_bytes(&self, variants: u32) -> [u64; 4] {
        let variants = u64::from(variants);
        let (kinds, lengths) = match self.mode {
            Mode::Fixed { .. } => (0, 0),
            Mode::Variable { kind_bits, length_bytes } => ((variants * kind_bits).div_ceil(8), variants * length_bytes),
        };
        let flags = if self.provisional == 3 { variants.div_ceil(8) } else { 0 };
        [kinds, lengths, variants * self.count_bytes, flags]
    }

    /// Where a block's table begins.
    fn table_offset(&self, block: u32) -> u64 {
        let offsets = match self.mode {
            Mode::Fixed { .. } => 0,
            Mode::Variable { .. } => 8 * u64::from(self.blocks()),
        };
        FIXED_BYTES + offsets + u64::from(block) * self.table_bytes(BLOCK).iter().sum::<u64>()
    }

    /// Where the records begin.
    fn header_end(&self) -> u64 {
        let last = self.blocks().saturating_sub(1);
        self.table_offset(last) + self.table_bytes(self.variants_of(last)).iter().sum::<u64>()
    }

    /// Compares the file's length with what its header says, so that a file cut short is known at once.
    fn check_size(&mut self, window: &mut Window) -> Result<()> {
        let (end, file_bytes) = (self.header_end(), window.file_bytes());
        if end > file_bytes {
            return Err(Error::new(ErrorKind::FileTruncated).at_byte(file_bytes));
        }
        match &mut self.mode {
            Mode::Fixed { start, length, .. } => {
                *start = end;
                let records_end = end.saturating_add(u64::from(self.variants).saturating_mul(*length as u64));
                check_end(records_end, file_bytes)
            }
            Mode::Variable { .. } => self.load_block(window, self.blocks().saturating_sub(1)),
        }
    }

    /// Reads what the header says of one block, and sets out to its first record.
    fn load_block(&mut self, window: &mut Window, block: u32) -> Result<()> {
        let sizes = self.table_bytes(self.variants_of(block));
        let total = usize::try_from(sizes.iter().sum::<u64>()).map_err(|_| internal())?;
        let mut rest = if total == 0 { b"".as_slice() } else { window.get(self.table_offset(block), total)? };
        let mut take = |bytes: u64| {
            let (part, behind) =
                rest.split_at_checked(usize::try_from(bytes).unwrap_or(usize::MAX)).unwrap_or((rest, b""));
            rest = behind;
            part
        };
        let [kinds, lengths, counts, flags] = sizes.map(&mut take);
        self.flags.clear();
        self.flags.extend_from_slice(flags);
        read_numbers(counts, self.count_bytes, &mut self.counts);
        match self.mode {
            Mode::Fixed { start, length, .. } => {
                self.offset = start + u64::from(block) * u64::from(BLOCK) * length as u64;
                Ok(())
            }
            Mode::Variable { kind_bits, length_bytes } => {
                self.kinds.clear();
                match kind_bits {
                    4 => self.kinds.extend(kinds.iter().flat_map(|byte| [byte & 15, byte >> 4])),
                    _ => self.kinds.extend_from_slice(kinds),
                }
                read_numbers(lengths, length_bytes, &mut self.lengths);
                self.find_block(window, block)
            }
        }
    }

    /// Finds a block's first record, and makes sure that its records end where the next block begins.
    fn find_block(&mut self, window: &mut Window, block: u32) -> Result<()> {
        let offset_at = FIXED_BYTES + 8 * u64::from(block);
        let start = read_offset(window, offset_at)?;
        if block == 0 && start != self.header_end() {
            return Err(header("its records do not begin where it ends", offset_at));
        }
        self.offset = start;
        let bytes: u64 = self.lengths.iter().map(|length| u64::from(*length)).sum();
        let end = start.saturating_add(bytes);
        if block + 1 == self.blocks() {
            return check_end(end, window.file_bytes());
        }
        if end != read_offset(window, offset_at + 8)? {
            return Err(header("the lengths of the records do not fit the offsets of their blocks", offset_at + 8));
        }
        Ok(())
    }
}

fn check_mode(mode: u8) -> Result<()> {
    let what = match mode {
        2..=4 | 0x10 => return Ok(()),
        0 => "a sample-major PLINK file",
        0x11 | 0x21 => "a pgen file with an extended header",
        0x20 => "a pgen file with its index in a file of its own",
        0x05..=0x7f => "a pgen file of a mode that is reserved",
        0x80.. => "a pgen file of a mode that is private",
        1 => "a PLINK 1 file",
    };
    Err(Error::new(ErrorKind::StorageUnsupported { what }).at_byte(2))
}

/// The records of the whole file must end where the file does.
fn check_end(end: u64, file_bytes: u64) -> Result<()> {
    match end.cmp(&file_bytes) {
        std::cmp::Ordering::Greater => Err(Error::new(ErrorKind::FileTruncated).at_byte(file_bytes)),
        std::cmp::Ordering::Less => Err(header("the file has more bytes than its records", end)),
        std::cmp::Ordering::Equal => Ok(()),
    }
}

fn read_offset(window: &mut Window, at: u64) -> Result<u64> {
    let bytes = window.get(at, 8)?;
    Ok(bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}

fn read_numbers(bytes: &[u8], width: u64, numbers: &mut Vec<u32>) {
    numbers.clear();
    if let Ok(width @ 1..) = usize::try_from(width) {
        numbers.extend(bytes.chunks_exact(width).map(little_endian));
    }
}

fn header(what: &'static str, byte: u64) -> Error {
    Error::new(ErrorKind::HeaderCorrupt { what }).at_byte(byte)
}

fn internal() -> Error {
    ErrorKind::Internal { what: "a window gives what was asked of it" }.into()
}
