//! Reads a chain file: which stretches of one build are aligned with which of another, for carrying positions over.
//!
//! Source: UCSC, "Chain Format". Which builds it joins is told by the lengths of the chromosomes in its headers.

use crate::bytes::lines::{LineReader, trim_line};
use crate::bytes::{SharedSource, open_text};
use crate::error::{Error, ErrorKind, Result, Role};
use crate::genome::contig_lengths::build_of_length;
use crate::genome::liftover::Stretch;
use crate::genome::{Build, Chromosome, Liftover};

/// Most aligned stretches that are held: the largest chains between human builds have under 200,000.
const STRETCHES_MAX: usize = 4_000_000;

/// Whether a text begins as a chain file does.
pub fn is_chain(head: &[u8]) -> bool {
    let mut lines = head.split(|byte| *byte == b'\n').map(trim_line).filter(|line| !line.is_empty());
    lines.find(|line| !line.starts_with(b"#")).is_some_and(|line| line.starts_with(b"chain "))
}

/// Text looked at to recognise a chain file.
const HEAD_BYTES: usize = 4 << 10;

/// Whether a file is a chain file, packed or not; what cannot be read is none.
pub fn holds_chains(source: &SharedSource) -> bool {
    let Ok(mut opened) = open_text(source.clone()) else { return false };
    let mut head = vec![0; HEAD_BYTES];
    let mut filled = 0;
    while let Some(rest) = head.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match opened.stream.read(rest) {
            Ok(0) | Err(_) => break,
            Ok(count) => filled += count,
        }
    }
    is_chain(head.get(..filled).unwrap_or_default())
}

/// Reads a chain file between two of GRCh36, GRCh37 and GRCh38. Chains on other contigs are left out.
///
/// Errors: `record-corrupt` with the line, `other-kind` where it joins other assemblies, and those of the text.
pub fn read_chain(source: &SharedSource) -> Result<Liftover> {
    read(source).map_err(|error| error.in_input(Role::Chain, source.name()))
}

fn read(source: &SharedSource) -> Result<Liftover> {
    let mut lines = LineReader::new(open_text(source.clone())?.stream);
    let mut reader = ChainReader::default();
    while let Some(block) = lines.next_block()? {
        for (number, line) in (block.first_line..).zip(block.bytes.split(|byte| *byte == b'\n')) {
            reader.take(trim_line(line)).map_err(|kind| Error::new(kind).at_line(number))?;
        }
    }
    if reader.chain.is_some() {
        return Err(ErrorKind::FileTruncated.into());
    }
    let (Some(from), Some(to)) = (reader.from, reader.to) else {
        return Err(ErrorKind::OtherKind {
            what: "a chain file between assemblies other than GRCh36, GRCh37 and GRCh38",
        }
        .into());
    };
    Ok(Liftover::new(from, to, reader.stretches))
}

/// The chain that is being read.
struct Chain {
    /// Both chromosomes, where they are ours.
    between: Option<(Chromosome, Chromosome)>,
    /// The length of the second, from whose end turned chains count.
    to_length: u64,
    is_turned: bool,
    from_at: u64,
    from_end: u64,
    to_at: u64,
    to_end: u64,
}

#[derive(Default)]
struct ChainReader {
    from: Option<Build>,
    to: Option<Build>,
    chain: Option<Chain>,
    stretches: Vec<Stretch>,
}

impl ChainReader {
    fn take(&mut self, line: &[u8]) -> std::result::Result<(), ErrorKind> {
        if line.is_empty() || line.starts_with(b"#") {
            return Ok(());
        }
        let fields: Vec<&[u8]> = line.split(u8::is_ascii_whitespace).filter(|field| !field.is_empty()).collect();
        match (self.chain.take(), fields.as_slice()) {
            (None, [b"chain", rest @ ..]) => self.begin(rest),
            (Some(chain), [length]) => self.end(chain, whole(length)?),
            (Some(chain), [length, from_gap, to_gap]) => {
                self.go_on(chain, whole(length)?, whole(from_gap)?, whole(to_gap)?)
            }
            _ => Err(corrupt("a line that is neither a chain's header nor a stretch of it")),
        }
    }

    /// `score tName tSize tStrand tStart tEnd qName qSize qStrand qStart qEnd id`; the target is what places are carried from.
    fn begin(&mut self, fields: &[&[u8]]) -> std::result::Result<(), ErrorKind> {
        let [_, from, from_length, b"+", from_start, from_end, to, to_length, strand, to_start, to_end, ..] = fields
        else {
            return Err(corrupt("a chain's header with other fields"));
        };
        let is_turned = match *strand {
            b"+" => false,
            b"-" => true,
            _ => return Err(corrupt("a chain's strand that is neither + nor -")),
        };
        let (from_length, to_length) = (whole(from_length)?, whole(to_length)?);
        let between = Chromosome::parse(from).zip(Chromosome::parse(to));
        if let Some((from, to)) = between {
            settle(&mut self.from, build_of_length(from, from_length))?;
            settle(&mut self.to, build_of_length(to, to_length))?;
        }
        let (from_at, from_end) = (whole(from_start)?, whole(from_end)?);
        let (to_at, to_end) = (whole(to_start)?, whole(to_end)?);
        if from_at > from_end || from_end > from_length || to_at > to_end || to_end > to_length {
            return Err(corrupt("a chain that reaches beyond its chromosome"));
        }
        self.chain = Some(Chain { between, to_length, is_turned, from_at, from_end, to_at, to_end });
        Ok(())
    }

    fn go_on(
        &mut self,
        mut chain: Chain,
        length: u64,
        from_gap: u64,
        to_gap: u64,
    ) -> std::result::Result<(), ErrorKind> {
        self.push(&chain, length)?;
        chain.from_at += length + from_gap;
        chain.to_at += length + to_gap;
        self.chain = Some(chain);
        Ok(())
    }

    fn end(&mut self, chain: Chain, length: u64) -> std::result::Result<(), ErrorKind> {
        self.push(&chain, length)?;
        if chain.from_at + length != chain.from_end || chain.to_at + length != chain.to_end {
            return Err(corrupt("a chain whose stretches do not add up to its header"));
        }
        Ok(())
    }

    fn push(&mut self, chain: &Chain, length: u64) -> std::result::Result<(), ErrorKind> {
        let beyond = || corrupt("a stretch that reaches beyond its chain");
        if chain.from_at + length > chain.from_end || chain.to_at + length > chain.to_end {
            return Err(beyond());
        }
        let Some((from, to)) = chain.between.filter(|_| length > 0) else { return Ok(()) };
        if self.stretches.len() >= STRETCHES_MAX {
            return Err(corrupt("more stretches than chains between human builds have"));
        }
        let lands = if chain.is_turned { chain.to_length - 1 - chain.to_at } else { chain.to_at };
        let narrow = |number: u64| u32::try_from(number).map_err(|_| beyond());
        self.stretches.push(Stretch {
            from,
            start: narrow(chain.from_at)?,
            length: narrow(length)?,
            to,
            lands: narrow(lands)?,
            is_turned: chain.is_turned,
        });
        Ok(())
    }
}

/// Takes one chromosome's word for the build; all must agree.
fn settle(known: &mut Option<Build>, build: Option<Build>) -> std::result::Result<(), ErrorKind> {
    match (*known, build) {
        (Some(known), Some(build)) if known != build => Err(corrupt("chromosomes with the lengths of two builds")),
        (None, Some(build)) => {
            *known = Some(build);
            Ok(())
        }
        _ => Ok(()),
    }
}

fn corrupt(what: &'static str) -> ErrorKind {
    ErrorKind::RecordCorrupt { what }
}

fn whole(field: &[u8]) -> std::result::Result<u64, ErrorKind> {
    let text = std::str::from_utf8(field).ok();
    // No chromosome is longer; sums of such numbers stay far from overflow.
    let number = text.and_then(|text| text.parse::<u32>().ok()).map(u64::from);
    number.ok_or_else(|| corrupt("a field that is no whole number"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::MemorySource;
    use crate::genome::Site;
    use std::rc::Rc;

    const HEADER: &str = "chain 1 chr20 63025520 + 100 130 chr20 64444167 + 200 235 1\n";

    fn read_text(text: &str) -> Result<Liftover> {
        let source: SharedSource = Rc::new(MemorySource::new("a.chain", text.as_bytes()));
        read_chain(&source)
    }

    #[test]
    fn a_chain_and_a_turned_one() {
        let turned = "chain 1 chr20 63025520 + 500 510 chr20 64444167 - 1000 1010 2\n10\n\n";
        let other = "chain 1 chr20_alt 900 + 0 10 chr20 64444167 + 0 10 3\n10\n";
        let way = read_text(&format!("# made up\n{HEADER}10 5 10\n15\n\n{turned}{other}")).expect("a chain");
        assert_eq!((way.from, way.to), (Build::Grch37, Build::Grch38));
        let twenty = Chromosome::autosome(20).expect("20");
        let lift = |position| way.lift(Site::new(twenty, position)).map(|(site, turned)| (site.position(), turned));
        assert_eq!(lift(101), Some((201, false)));
        assert_eq!((lift(110), lift(111), lift(116)), (Some((210, false)), None, Some((221, false))));
        // The first base of the turned stretch is base 1000 from the end of a chromosome of 64,444,167.
        assert_eq!(lift(501), Some((64_444_167 - 1000, true)));
        assert_eq!(lift(510), Some((64_444_167 - 1009, true)));
    }

    #[test]
    fn what_is_no_chain() {
        let rows = [
            ("10 5 10\n", "record-corrupt", Some(1)),
            (&format!("{HEADER}10 5 10\n14\n"), "record-corrupt", Some(3)),
            (&format!("{HEADER}10 5 10\n"), "file-truncated", None),
            (&format!("{HEADER}40\n"), "record-corrupt", Some(2)),
            (&format!("{HEADER}x\n"), "record-corrupt", Some(2)),
            ("chain 1 chr20 63025520 + 100 130 chr20 64444167 + 200\n", "record-corrupt", Some(1)),
            (
                "chain 1 chr20 63025520 + 1 2 chr1 249250621 + 1 2 1\n1\nchain 1 chr1 248956422 + 1 2 chr1 249250621 + 1 2 1\n",
                "record-corrupt",
                Some(3),
            ),
            ("chain 1 chr20 5000 + 0 10 chr20 6000 + 0 10 1\n10\n", "other-kind", None),
        ];
        for (text, code, line) in rows {
            let error = read_text(text).expect_err(text);
            assert_eq!((error.code(), error.place().line), (code, line), "{text}");
        }
    }
}
