//! Reads a stored file at any offset: a browser's `File`, a native file, or bytes in memory.

use crate::error::Result;
use std::rc::Rc;

/// A stored file that is pulled, never pushed, so that readers stay ordinary code and indexes can seek.
pub trait Source {
    /// The file's name, for messages, and for what content does not tell: which files are of one set.
    fn name(&self) -> &str;

    /// The folder that the file lies in, where whoever gives it knows: files of one set lie in the same.
    fn folder(&self) -> Option<&str> {
        None
    }

    /// Length in bytes.
    fn len(&self) -> u64;

    /// Whether the file has no bytes.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Fills as much of `out` as the file has from `offset` on; 0 at or past the end.
    ///
    /// Errors: `unreadable`.
    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize>;

    /// Bytes worth asking for at once when a file is read from front to back.
    fn piece_bytes(&self) -> usize {
        256 << 10
    }

    /// The SHA-256 in lower-case hexadecimal digits, where whoever gives the file has computed it already.
    fn sha256(&self) -> Option<String> {
        None
    }

    /// Where the source hashes what is read of it in order, how many bytes from its start were: with the last of them
    /// [`Self::sha256`] knows the hash.
    fn hashed_until(&self) -> Option<u64> {
        None
    }
}

/// A source that several readers share.
pub type SharedSource = Rc<dyn Source>;

/// Bytes in memory, for tests and for files that the page itself made.
#[derive(Debug, Clone)]
pub struct MemorySource {
    name: String,
    bytes: Vec<u8>,
}

impl MemorySource {
    /// A source of these bytes under this name.
    pub fn new(name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.to_owned(), bytes: bytes.into() }
    }
}

impl Source for MemorySource {
    fn name(&self) -> &str {
        &self.name
    }

    fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize> {
        let rest = usize::try_from(offset).ok().and_then(|offset| self.bytes.get(offset..)).unwrap_or(b"");
        let count = rest.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        Ok(count)
    }
}
