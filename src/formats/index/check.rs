//! Checks that parts of a file begin and end where its records do, so that an index of another file is seen.

use super::Piece;

/// Whether `head`, the first text of a part, begins with a record of the part's contig and bin.
pub(super) fn begins_line(head: &[u8], name: &[u8], piece: &Piece) -> bool {
    let Some(rest) = head.strip_prefix(name).and_then(|rest| rest.strip_prefix(b"\t")) else { return false };
    let digits = rest.split(|byte| *byte == b'\t').next().unwrap_or_default();
    let position = str::from_utf8(digits).ok().and_then(|digits| digits.parse::<u64>().ok());
    position.is_some_and(|position| piece.first.contains(&position.saturating_sub(1)))
}

/// The same for BCF, whose records begin with two lengths, the contig's number and the position from 0.
pub(super) fn begins_record(head: &[u8], piece: &Piece) -> bool {
    let number = |at: usize| {
        let bytes = head.get(at..at + 4)?;
        Some(bytes.iter().rev().fold(0_u64, |number, byte| number << 8 | u64::from(*byte)))
    };
    let (Some(contig), Some(position)) = (number(8), number(12)) else { return false };
    contig == piece.contig as u64 && piece.first.contains(&position)
}

/// How much of a BCF's record is still to come.
#[derive(Default)]
pub(super) struct Frame {
    /// The two lengths of the next record, as far as they were seen.
    lengths: Vec<u8>,
    due: u64,
}

impl Frame {
    /// Goes over some bytes of records.
    pub fn take(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.due > 0 {
                let count = usize::try_from(self.due).unwrap_or(usize::MAX).min(bytes.len());
                self.due -= count as u64;
                bytes = bytes.get(count..).unwrap_or_default();
                continue;
            }
            let (lengths, rest) = bytes.split_at(bytes.len().min(8 - self.lengths.len()));
            self.lengths.extend_from_slice(lengths);
            bytes = rest;
            if let &[a, b, c, d, e, f, g, h] = self.lengths.as_slice() {
                let shared = u32::from_le_bytes([a, b, c, d]);
                self.due = u64::from(shared) + u64::from(u32::from_le_bytes([e, f, g, h]));
                self.lengths.clear();
            }
        }
    }

    /// Whether the bytes ended with a record.
    pub fn is_whole(&self) -> bool {
        self.due == 0 && self.lengths.is_empty()
    }
}
