//! Reads the plain lines of a stretch of a VCF of one sample, wherever the stretch is unpacked; the other lines are left to the
//! reader, which knows all that a line may be.

use super::calls::{is_half, two_digits};
use super::column::{number_until_tab, until_tab_in_line};
use super::fixed::{Contig, passes, rs_id};
use super::format::Format;
use super::known_start::KnownStart;
use crate::bytes::marks::first_control;
use crate::bytes::{Prepare, Prepared};
use crate::genome::{PlainRecord, Reading, SingleBases};
use crate::stats::widest::with_widest;
use memchr::{memchr, memrchr};
use std::ops::Range;

/// Text that a line of a genome takes at least, nearly always.
const LINE_BYTES: usize = 160;

/// Where this many lines at the start of a stretch are not plain, the stretch is left to the reader.
const OTHERS_MAX: usize = 200;

/// Who reads plain lines of a file.
pub(super) struct PlainReader {
    pub reading: Reading,
}

/// Plain lines that stand behind each other.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    /// Where they lie in the text.
    pub text: Range<usize>,
    /// Which of the records they are.
    pub records: Range<usize>,
}

/// The plain lines of a stretch.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PlainLines {
    pub records: Vec<PlainRecord>,
    pub runs: Vec<Run>,
}

impl Prepare for PlainReader {
    fn prepare(&self, text: &[u8]) -> Prepared {
        // What is in front of the first line end began before the stretch; the reader of lines takes the last byte with what
        // comes next.
        let end = text.len().checked_sub(1).and_then(|last| memrchr(b'\n', text.get(..last)?));
        let lines = match (memchr(b'\n', text), end) {
            (Some(first), Some(last)) => self.read(text, first + 1..last + 1),
            _ => PlainLines::default(),
        };
        let without_nul = lines.runs.iter().map(|run| run.text.clone()).collect();
        Prepared { made: Box::new(lines), without_nul }
    }
}

impl PlainReader {
    /// Reads the whole lines that are in a range of a text. No plain line has a NUL.
    pub fn read(&self, text: &[u8], range: Range<usize>) -> PlainLines {
        with_widest(
            #[inline(always)]
            || self.read_lines(text, range),
        )
    }

    #[inline(always)] // into what runs with the widest instructions of the machine
    fn read_lines(&self, text: &[u8], range: Range<usize>) -> PlainLines {
        let mut lines = PlainLines { records: Vec::with_capacity(range.len() / LINE_BYTES), runs: Vec::new() };
        let (mut contig, mut formats) = (Contig::default(), PlainFormats::default());
        let mut rest = text.get(range.clone()).unwrap_or_default();
        let mut others = 0;
        let mut run = Run { text: range.start..range.start, records: 0..0 };
        while !rest.is_empty() {
            let at = range.end - rest.len();
            match self.read_line(rest, at, &mut contig, &mut formats) {
                Some((record, behind)) => {
                    lines.records.push(record);
                    rest = behind;
                    run.text.end = range.end - rest.len();
                    run.records.end = lines.records.len();
                }
                None => {
                    others += 1;
                    if others == OTHERS_MAX && lines.records.is_empty() {
                        break;
                    }
                    rest = memchr(b'\n', rest).and_then(|end| rest.get(end + 1..)).unwrap_or_default();
                    let (next, behind) = (range.end - rest.len(), lines.records.len());
                    let done = std::mem::replace(&mut run, Run { text: next..next, records: behind..behind });
                    lines.runs.extend(Some(done).filter(|run| !run.records.is_empty()));
                }
            }
        }
        lines.runs.extend(Some(run).filter(|run| !run.records.is_empty()));
        lines
    }

    /// Reads the line that `text` begins with and the text at `at`; answers with what is behind it, too. None where it is not plain.
    #[inline(always)] // as above
    fn read_line<'a>(
        &self,
        text: &'a [u8],
        at: usize,
        contig: &mut Contig,
        formats: &mut PlainFormats,
    ) -> Option<(PlainRecord, &'a [u8])> {
        let rest = match contig.strip(text) {
            Some(rest) => rest,
            None => {
                let (name, rest) = until_tab_in_line(text)?;
                contig.learn(name);
                rest
            }
        };
        let (position, rest) = number_until_tab(rest)?;
        let site = contig.site(position)?;
        let (id, rest) = until_tab_in_line(rest)?;
        let alleles = at + (text.len() - rest.len());
        let (reference, rest) = bases_until_tab(rest)?;
        let (alternate, rest) = bases_until_tab(rest)?;
        let (_quality, rest) = until_tab_in_line(rest)?;
        let (filter, rest) = until_tab_in_line(rest)?;
        let info = first_control(rest)?;
        let behind = rest.get(info..)?.strip_prefix(b"\t")?;
        let column = match formats.strip(behind) {
            Some(column) => column,
            None => formats.learn(behind, &self.reading)?,
        };
        let (call, rest) = two_digits(column, 1)?;
        if is_half(call) != 0 {
            return None;
        }
        // No second sample stands before the line's end.
        let end = rest.get(first_control(rest)?..)?;
        let behind = match end {
            [b'\n', behind @ ..] | [b'\r', b'\n', behind @ ..] => behind,
            _ => return None,
        };
        let record = PlainRecord {
            site,
            id: rs_id(id),
            alleles: u32::try_from(alleles).ok()?,
            reference_bases: u16::try_from(reference.len()).ok()?,
            alternate_bases: u16::try_from(alternate.len()).ok()?,
            single: SingleBases::of(reference, alternate),
            call,
            passes: passes(filter),
        };
        Some((record, behind))
    }
}

/// FORMATs of which nothing is wanted but GT, which stands first, each with the tab behind it.
#[derive(Default)]
struct PlainFormats {
    known: Vec<KnownStart>,
    /// The one to replace next.
    next: usize,
}

impl PlainFormats {
    const KNOWN_MAX: usize = 16;

    /// What is behind FORMAT, where it is a known one.
    #[inline(always)] // as above
    fn strip<'a>(&self, behind: &'a [u8]) -> Option<&'a [u8]> {
        for known in &self.known {
            if let Some(column) = known.strip(behind) {
                return Some(column);
            }
        }
        None
    }

    /// The same of one that was not met before; none where more is wanted of it.
    #[cold]
    fn learn<'a>(&mut self, behind: &'a [u8], reading: &Reading) -> Option<&'a [u8]> {
        let (text, column) = until_tab_in_line(behind)?;
        let is_plain = Format::read(text, false, reading).is_ok_and(|format| format.is_hard_first);
        let known = KnownStart::of([text, b"\t"].concat());
        match self.known.get_mut(self.next).filter(|_| is_plain) {
            Some(old) => *old = known,
            None => self.known.extend(Some(known).filter(|_| is_plain)),
        }
        self.next = (self.next + usize::from(is_plain)) % Self::KNOWN_MAX;
        Some(column).filter(|_| is_plain)
    }
}

/// An allele of A, C, G and T alone in front of a tab, and what is behind it; none for any other.
#[inline]
fn bases_until_tab(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let is_base = |base: &u8| matches!(base, b'A' | b'C' | b'G' | b'T');
    let bases = match text {
        [base, b'\t', ..] if is_base(base) => 1,
        _ => text.iter().take_while(|base| is_base(base)).count(),
    };
    let (allele, behind) = text.split_at_checked(bases)?;
    Some((allele, behind.strip_prefix(b"\t")?)).filter(|_| bases > 0)
}
