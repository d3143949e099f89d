//! Writes and reads which rows of a score go together among reference people.

use super::varint::{Varints, put};
use crate::error::{Error, ErrorKind, Result};
use crate::reference::Linkage;
use crate::reference::linkage::PAIRS_MAX;

/// The section's bytes.
pub(super) fn linkage_bytes(linkage: &Linkage) -> Vec<u8> {
    let mut out = Vec::new();
    put(&mut out, linkage.pairs().len() as u64);
    let mut last = 0;
    for &[first, second] in linkage.pairs() {
        put(&mut out, u64::from(first - last));
        put(&mut out, u64::from(second - first));
        last = first;
    }
    out.extend(linkage.stored().iter().map(|stored| stored.cast_unsigned()));
    out
}

/// The pairs of a section, for a score of so many rows and groups.
///
/// Errors: `header-corrupt` where there are more pairs than a pack may have, or they do not fit; `record-corrupt`.
pub(super) fn take_linkage(section: &[u8], rows: usize, groups: usize) -> Result<Linkage> {
    let corrupt = || Error::from(ErrorKind::HeaderCorrupt { what: "the pairs of rows that go together" });
    let mut numbers = Varints::new(section);
    // A pair takes two bytes at least, so the section bounds what is made of it.
    let count = usize::try_from(numbers.next()?).ok().filter(|count| *count <= PAIRS_MAX.min(section.len() / 2));
    let count = count.ok_or_else(corrupt)?;
    let mut pairs = Vec::with_capacity(count);
    let mut last = 0_u32;
    for _ in 0..count {
        let (first, second) = (numbers.next()?, numbers.next()?);
        let first = u32::try_from(first).ok().and_then(|more| last.checked_add(more)).ok_or_else(corrupt)?;
        let second = u32::try_from(second).ok().and_then(|more| first.checked_add(more)).ok_or_else(corrupt)?;
        pairs.push([first, second]);
        last = first;
    }
    let correlations = numbers.take(count.saturating_mul(groups))?.iter().map(|byte| byte.cast_signed()).collect();
    numbers.end()?;
    let linkage = Linkage::from_stored(pairs, correlations, groups).filter(|linkage| linkage.fits(rows, groups));
    linkage.ok_or_else(corrupt)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linkage() -> Linkage {
        let rows = vec![([0, 300], vec![0.5, -0.2]), ([0, 301], vec![1.0, 0.0]), ([4, 5], vec![-1.0, 0.9])];
        Linkage::new(rows, 2).expect("sound")
    }

    #[test]
    fn pairs_come_back() {
        let bytes = linkage_bytes(&linkage());
        assert_eq!(take_linkage(&bytes, 302, 2).expect("sound"), linkage());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let bytes = linkage_bytes(&linkage());
        let code = |bytes: &[u8], rows, groups| take_linkage(bytes, rows, groups).expect_err("refused").code();
        assert_eq!(code(&bytes, 301, 2), "header-corrupt", "a row that is not there");
        for wrong in [&bytes[..bytes.len() - 1], &[&bytes[..], &[0]].concat(), &[]] {
            assert_eq!(code(wrong, 302, 2), "record-corrupt");
        }
        assert_eq!(code(&[255, 255, 255, 127], 302, 2), "header-corrupt", "more pairs than bytes");
        assert_eq!(code(&[1, 0, 0, 0, 0], 302, 2), "header-corrupt", "a row with itself");
        assert_eq!(code(&[1, 0, 1, 128, 0], 302, 2), "header-corrupt", "no correlation");
    }
}
