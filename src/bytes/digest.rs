//! Computes the SHA-256 of a stored file a piece at a time, so that a report names exactly the bytes it was made from.

mod hasher;
mod hashing_source;

use super::source::SharedSource;
use super::stream::{ByteStream, PlainStream};
use crate::error::{ErrorKind, Result};
use hasher::Hasher;

pub use hashing_source::HashingSource;

/// The hash of a file, on its way.
pub struct Digest {
    source: SharedSource,
    stream: PlainStream,
    piece: Vec<u8>,
    /// None where the source hashes what is read of it.
    hasher: Option<Hasher>,
}

impl Digest {
    /// Before the first byte of the source, or the first that it has not hashed by itself.
    pub fn new(source: SharedSource) -> Self {
        let hashed = source.hashed_until();
        let hasher = if hashed.is_none() { Some(Hasher::default()) } else { None };
        let stream = PlainStream::range(source.clone(), hashed.unwrap_or(0), source.len());
        Self { source, stream, piece: Vec::new(), hasher }
    }

    /// Takes in up to about `budget_bytes` and says whether the file is at its end.
    ///
    /// Errors: `unreadable`.
    pub fn step(&mut self, budget_bytes: u64) -> Result<bool> {
        let until = self.stream.bytes_done().saturating_add(budget_bytes.max(1));
        while self.stream.bytes_done() < until {
            self.piece.resize(self.stream.next_piece_bytes(self.piece.len()), 0);
            let count = self.stream.read(&mut self.piece)?;
            if count == 0 {
                return Ok(true);
            }
            if let Some(hasher) = &mut self.hasher {
                hasher.update(self.piece.get(..count).unwrap_or_default());
            }
        }
        Ok(false)
    }

    /// Bytes taken in so far.
    pub fn bytes_done(&self) -> u64 {
        self.stream.bytes_done()
    }

    /// The hash in 64 lower-case hexadecimal digits, when all was taken in.
    ///
    /// Errors: `internal` before.
    pub fn finish(self) -> Result<String> {
        let hash = match self.hasher {
            Some(mut hasher) if self.stream.bytes_done() == self.source.len() => Some(hasher.finish()),
            Some(_) => None,
            None => self.source.sha256(),
        };
        hash.ok_or_else(|| ErrorKind::Internal { what: "a hash is asked for when all was taken in" }.into())
    }
}

/// The SHA-256 of a whole source.
///
/// Errors: `unreadable`.
pub fn sha256_hex(source: SharedSource) -> Result<String> {
    let mut digest = Digest::new(source);
    while !digest.step(u64::MAX)? {}
    digest.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::stream::tests::stored;

    #[test]
    fn published_hashes() {
        let million = vec![b'a'; 1_000_000];
        // FIPS 180-2, appendix B, and the hash of no bytes.
        let rows: [(&[u8], &str); 4] = [
            (b"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
            ),
            (&million, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
        ];
        for (bytes, hex) in rows {
            assert_eq!(sha256_hex(stored(bytes)).unwrap(), hex, "{} bytes", bytes.len());
        }
    }

    #[test]
    fn a_budget_is_kept_to_the_next_piece() {
        let source = stored(&vec![7; 1_000_005]);
        let piece = source.piece_bytes() as u64;
        let mut digest = Digest::new(source.clone());
        let mut done = 0;
        while !digest.step(1).unwrap() {
            let taken = digest.bytes_done() - done;
            assert!(taken > 0 && taken <= piece, "{taken} bytes");
            done += taken;
        }
        assert_eq!(done, source.len());
        assert_eq!(digest.finish().unwrap(), sha256_hex(source).unwrap());
    }
}
