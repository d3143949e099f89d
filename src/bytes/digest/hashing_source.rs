//! Hashes a stored file as it is read from front to back, so that it is not read again for its hash.

use super::hasher::Hasher;
use crate::bytes::source::{SharedSource, Source};
use crate::error::Result;
use std::cell::RefCell;

/// A source that computes its SHA-256 from what is read of it. What is read again, or beyond a part that was left out, does not
/// count; [`Digest`](super::Digest) reads what is left.
pub struct HashingSource {
    inner: SharedSource,
    hashed: RefCell<Hashed>,
}

#[derive(Default)]
struct Hashed {
    /// Every byte before this one was taken in.
    until: u64,
    hasher: Hasher,
    finished: Option<String>,
}

impl HashingSource {
    /// A source of the same bytes.
    pub fn shared(inner: SharedSource) -> SharedSource {
        std::rc::Rc::new(Self { inner, hashed: RefCell::default() })
    }
}

impl Source for HashingSource {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn folder(&self) -> Option<&str> {
        self.inner.folder()
    }

    fn len(&self) -> u64 {
        self.inner.len()
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize> {
        let count = self.inner.read_at(offset, out)?;
        let Hashed { until, hasher, .. } = &mut *self.hashed.borrow_mut();
        let known = until.checked_sub(offset).and_then(|known| usize::try_from(known).ok());
        if let Some(new) = known.and_then(|known| out.get(known..count)).filter(|new| !new.is_empty()) {
            hasher.update(new);
            *until += new.len() as u64;
        }
        Ok(count)
    }

    fn piece_bytes(&self) -> usize {
        self.inner.piece_bytes()
    }

    fn sha256(&self) -> Option<String> {
        let Hashed { until, hasher, finished } = &mut *self.hashed.borrow_mut();
        if *until == self.inner.len() && finished.is_none() {
            *finished = Some(hasher.finish());
        }
        finished.clone().or_else(|| self.inner.sha256())
    }

    fn hashed_until(&self) -> Option<u64> {
        Some(self.hashed.borrow().until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::digest::{Digest, sha256_hex};
    use crate::bytes::stream::tests::stored;
    use proptest::prelude::*;

    fn bytes(length: usize) -> Vec<u8> {
        (0..length as u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
    }

    proptest! {
        #[test]
        fn the_hash_of_all_bytes_whatever_is_read_in_between(
            length in 0_usize..3_000,
            reads in prop::collection::vec((0_u64..3_200, 1_usize..900), 0..30),
        ) {
            let bytes = bytes(length);
            let source = HashingSource::shared(stored(&bytes));
            for (offset, count) in reads {
                let mut out = vec![0; count];
                let read = source.read_at(offset, &mut out).unwrap();
                let from = length.min(offset as usize);
                prop_assert_eq!(&out[..read], &bytes[from..length.min(from + count)]);
            }
            let expected = sha256_hex(stored(&bytes)).unwrap();
            let until = source.hashed_until().unwrap();
            prop_assert_eq!(source.sha256(), (until == length as u64).then(|| expected.clone()));
            prop_assert_eq!(sha256_hex(source.clone()).unwrap(), expected.clone(), "what is left is read");
            prop_assert_eq!(source.sha256(), Some(expected), "and known from then on");
        }
    }

    #[test]
    fn many_pieces_are_taken_in_in_order() {
        let bytes = bytes(3 << 20);
        let source = HashingSource::shared(stored(&bytes));
        let mut piece = vec![0; 1 << 14];
        for offset in (0..bytes.len()).step_by(piece.len()) {
            source.read_at(offset as u64, &mut piece).unwrap();
        }
        assert_eq!(source.sha256(), Some(sha256_hex(stored(&bytes)).unwrap()));
    }

    #[test]
    fn a_digest_reads_what_is_left_alone() {
        let bytes = bytes(1_000_000);
        let source = HashingSource::shared(stored(&bytes));
        source.read_at(0, &mut vec![0; 600_000]).unwrap();
        let mut digest = Digest::new(source.clone());
        assert_eq!(digest.bytes_done(), 600_000);
        while !digest.step(1).unwrap() {}
        assert_eq!(digest.finish().unwrap(), sha256_hex(stored(&bytes)).unwrap());
    }
}
