//! Lets every genotype reader hand on its markers in the same shape: batches of columns.

use super::{Call, RsId, Site};
use crate::error::Result;

/// Columns of markers in file order; all of the same length.
#[derive(Default, Debug)]
pub struct VariantBatch {
    /// Where each marker lies.
    pub sites: Vec<Site>,
    /// Its rsID, where it has one.
    pub ids: Vec<RsId>,
    /// What was called.
    pub calls: Vec<Call>,
}

impl VariantBatch {
    /// Markers in the batch.
    pub fn len(&self) -> usize {
        self.sites.len()
    }

    /// Whether the batch has no marker.
    pub fn is_empty(&self) -> bool {
        self.sites.is_empty()
    }

    /// Adds one marker.
    #[inline]
    pub fn push(&mut self, site: Site, id: RsId, call: Call) {
        self.sites.push(site);
        self.ids.push(id);
        self.calls.push(call);
    }

    /// Empties the columns and keeps their memory.
    pub fn clear(&mut self) {
        self.sites.clear();
        self.ids.clear();
        self.calls.clear();
    }
}

/// A reader of genotypes that is pulled a piece at a time, so that the caller can show progress and stop.
pub trait VariantStream {
    /// Appends the next piece of the file to `batch`; `false` at the end.
    ///
    /// Errors: whatever is wrong with the file, with its line.
    fn next_batch(&mut self, batch: &mut VariantBatch) -> Result<bool>;

    /// Bytes of the stored file used so far.
    fn bytes_done(&self) -> u64;
}
