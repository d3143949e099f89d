//! Computes the SHA-256 of a stored file a piece at a time, so that a report names exactly the bytes it was made from.

use super::source::SharedSource;
use super::stream::{ByteStream, PlainStream};
use crate::error::Result;
use sha2::{Digest as _, Sha256};

/// The hash of a file, on its way.
pub struct Digest {
    stream: PlainStream,
    piece: Vec<u8>,
    hash: Sha256,
}

impl Digest {
    /// Before the first byte of the source.
    pub fn new(source: SharedSource) -> Self {
        Self { stream: PlainStream::new(source), piece: Vec::new(), hash: Sha256::new() }
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
            self.hash.update(self.piece.get(..count).unwrap_or_default());
        }
        Ok(false)
    }

    /// Bytes taken in so far.
    pub fn bytes_done(&self) -> u64 {
        self.stream.bytes_done()
    }

    /// The hash in 64 lower-case hexadecimal digits, of what was taken in.
    pub fn finish(self) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |value: u8| char::from(DIGITS.get(usize::from(value)).copied().unwrap_or(b'?'));
        self.hash.finalize().iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }
}

/// The SHA-256 of a whole source.
///
/// Errors: `unreadable`.
pub fn sha256_hex(source: SharedSource) -> Result<String> {
    let mut digest = Digest::new(source);
    while !digest.step(u64::MAX)? {}
    Ok(digest.finish())
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
        assert_eq!(digest.finish(), sha256_hex(source).unwrap());
    }
}
