//! Makes a score of whole columns, as a pack holds them.

use super::{AlleleId, EffectModel, Header, ScoreTable, Texts, Unsupported};
use crate::genome::{RsId, Site};
use crate::weights::{SparseColumn, Written};

/// The columns of a score, as long as it has rows; optional ones may be empty.
#[derive(Default)]
pub struct Columns {
    /// What the file said about itself.
    pub header: Header,
    /// `chr_name` and `chr_position`.
    pub author_sites: Vec<Site>,
    /// `hm_chr` and `hm_pos`; optional.
    pub harmonised_sites: Vec<Site>,
    /// rsIDs.
    pub ids: Vec<RsId>,
    /// Effect alleles.
    pub effects: Vec<AlleleId>,
    /// Other alleles.
    pub others: Vec<AlleleId>,
    /// Weights that are summed.
    pub weights: Vec<f64>,
    /// Weights as their author wrote them.
    pub written: Written,
    /// Frequencies of the effect allele, [`f64::NAN`] where there is none; optional.
    pub frequencies: Vec<f64>,
    /// The same in named populations.
    pub population_frequencies: Vec<(String, Vec<f64>)>,
    /// Rows that are not additive, ascending.
    pub models: SparseColumn<EffectModel>,
    /// Possible other alleles of rows without one, ascending by row.
    pub inferred_others: Vec<(u32, Vec<AlleleId>)>,
    /// Rows that cannot be scored, ascending.
    pub unsupported: SparseColumn<Unsupported>,
    /// Names of rows without rsIDs; may end early.
    pub names: Texts,
    /// Alleles of more than one base, by number from 4 on.
    pub longer_alleles: Vec<Box<[u8]>>,
}

impl AlleleId {
    /// The id of this number; [`Self::NONE`] is `u32::MAX`.
    pub fn from_number(number: u32) -> Self {
        Self(number)
    }
}

impl ScoreTable {
    /// A score of these columns; `None` where their lengths differ or an allele is none of theirs.
    pub fn from_columns(columns: Columns) -> Option<Self> {
        let Columns {
            header,
            author_sites,
            harmonised_sites,
            ids,
            effects,
            others,
            weights,
            written,
            frequencies,
            population_frequencies,
            models,
            inferred_others: inferred,
            unsupported,
            names,
            longer_alleles,
        } = columns;
        let rows = weights.len();
        let is_full = |length: usize| length == rows;
        let is_optional = |length: usize| length == 0 || length == rows;
        let alleles = u32::try_from(longer_alleles.len()).ok()?.checked_add(4)?;
        let is_known = |id: &AlleleId| id.0 < alleles || *id == AlleleId::NONE;
        let fits = is_full(author_sites.len())
            && is_full(ids.len())
            && is_full(effects.len())
            && is_full(others.len())
            && is_optional(harmonised_sites.len())
            && is_optional(frequencies.len())
            && population_frequencies.iter().all(|(_, column)| column.len() <= rows)
            && names.len() <= rows
            && rows < u32::MAX as usize
            && effects.iter().all(is_known)
            && others.iter().all(is_known);
        if !fits {
            return None;
        }
        let mut inferred_others = SparseColumn::default();
        let mut inferred_alleles = Vec::new();
        for (row, ids) in inferred {
            let start = u32::try_from(inferred_alleles.len()).ok()?;
            if row as usize >= rows || !ids.iter().all(is_known) {
                return None;
            }
            inferred_alleles.extend(ids);
            inferred_others.push(row, (start, u32::try_from(inferred_alleles.len()).ok()?));
        }
        let allele_ids = (4..).zip(&longer_alleles).map(|(id, text)| (text.clone(), id)).collect();
        Some(Self {
            header,
            author_sites,
            harmonised_sites,
            ids,
            effects,
            others,
            weights,
            written,
            frequencies,
            population_frequencies,
            models,
            inferred_others,
            inferred_alleles,
            unsupported,
            lifted: Default::default(),
            names,
            strandless: Default::default(),
            allele_texts: longer_alleles,
            allele_ids,
        })
    }

    /// Alleles of more than one base, by number from 4 on.
    pub fn longer_alleles(&self) -> impl Iterator<Item = &[u8]> {
        self.allele_texts.iter().map(|text| &**text)
    }

    /// Whether any row has `hm_chr` and `hm_pos`.
    pub fn has_harmonised_sites(&self) -> bool {
        !self.harmonised_sites.is_empty()
    }

    /// The name that a row without rsID came with; empty where there is none.
    pub fn given_name(&self, row: usize) -> &[u8] {
        self.names.get(row)
    }
}
