//! Lets a reader of texts work on them where they are unpacked, which may be another thread.

use std::any::Any;
use std::ops::Range;
use std::sync::Arc;

/// What a reader makes of a text by itself.
pub trait Prepare: Send + Sync {
    /// Makes what it can of a stretch of the text, which may begin and end within a line.
    fn prepare(&self, text: &[u8]) -> Prepared;
}

/// What was made of a stretch.
pub struct Prepared {
    /// Of a type that its maker knows.
    pub made: Box<dyn Any + Send>,
    /// Where it was seen that the stretch has no NUL, in rising order.
    pub without_nul: Vec<Range<usize>>,
}

/// Who prepares, shared by those who unpack.
pub type SharedPrepare = Arc<dyn Prepare>;

/// A buffer that was traded for another: see [`ByteStream::trade`](super::ByteStream::trade).
pub struct Traded {
    /// What is in the buffer: the part that was kept, and the text behind it.
    pub range: Range<usize>,
    /// Whether the text was searched for NUL and has none.
    pub is_without_nul: bool,
    /// What was made of the text, from its first byte.
    pub prepared: Option<Prepared>,
}
