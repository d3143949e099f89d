//! Takes chain files, which carry positions from one build to another, and keeps the ways that they give.

use super::run::Session;
use crate::bytes::SharedSource;
use crate::bytes::digest::sha256_hex;
use crate::error::{Result, Role};
use crate::formats::chain::read_chain;
use crate::genome::Build;
use serde::Serialize;

/// What is known of an added chain file.
#[derive(Clone, Serialize)]
pub struct ChainFile {
    /// File name.
    pub input: String,
    /// Length of the stored file.
    pub bytes: u64,
    /// Hash of the stored file.
    pub sha256: String,
    /// The build that it carries positions from.
    pub from: Build,
    /// The build that it carries them to.
    pub to: Build,
    /// The stored file.
    #[serde(skip)]
    pub(super) source: SharedSource,
}

impl Session {
    /// Reads a chain file. Scores without positions on a genotype file's build are carried there from now on, in the file's
    /// direction or back; everything is scored anew. A file that was added before is not added again.
    ///
    /// Errors: those of [`read_chain`]; what was there before stays.
    pub fn add_chain(&mut self, source: SharedSource) -> Result<&ChainFile> {
        let way = read_chain(&source)?;
        let (input, bytes) = (source.name().to_owned(), source.len());
        let sha256 = sha256_hex(source.clone()).map_err(|error| error.in_input(Role::Chain, &input))?;
        // The same file again leads nowhere new.
        if let Some(place) = self.chains.iter().position(|chain| chain.sha256 == sha256) {
            return self.chains.get(place).ok_or_else(|| crate::error::ErrorKind::OutOfOrder.into());
        }
        let chain = ChainFile { input, bytes, sha256, from: way.from, to: way.to, source };
        self.ways.push(way.inverse());
        // The files' own directions stand before those that were turned round.
        self.ways.insert(self.chains.len(), way);
        // Rows that were carried along other ways are read anew.
        self.scores.iter_mut().for_each(|score| score.table = None);
        self.forget_results();
        let place = self.chains.len();
        self.chains.push(chain);
        self.chains.get(place).ok_or_else(|| crate::error::ErrorKind::OutOfOrder.into())
    }

    /// Scores everything anew.
    pub(super) fn forget_results(&mut self) {
        self.score_anew();
        self.scores.iter_mut().for_each(|score| score.results.iter_mut().for_each(|result| *result = None));
        for cohort in &mut self.cohorts {
            cohort.results.iter_mut().for_each(|results| *results = None);
            cohort.appearance = Vec::new();
            cohort.forget_calls();
        }
    }
}
