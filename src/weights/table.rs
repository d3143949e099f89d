//! Keeps a score's rows as columns, in the author's order, with each weight as written beside its value.

mod columns;
mod lifted;
mod memory;
mod population_frequencies;

pub use super::unsupported::Unsupported;
use super::{EffectModel, Header, SparseColumn, Texts, Written};
use crate::genome::{RsId, Site, allele::is_sequence};
pub use columns::Columns;
pub use lifted::Lifted;
use smol_str::{SmolStr, SmolStrBuilder, format_smolstr};

/// An allele in a score's columns: 0–3 are A, C, G, T; from 4 on an index into the score's longer alleles.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct AlleleId(u32);

impl AlleleId {
    /// No allele: `other_allele` is missing.
    pub const NONE: Self = Self(u32::MAX);

    /// The code 0–3 of a single base.
    #[inline]
    pub fn base(self) -> Option<u8> {
        (self.0 < 4).then_some(self.0 as u8)
    }

    /// The number behind the id; equal numbers are equal alleles of the same table.
    pub fn number(self) -> u32 {
        self.0
    }

    /// Whether there is an allele.
    pub fn is_some(self) -> bool {
        self != Self::NONE
    }
}

/// One row, gathered from the columns.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Effect allele.
    pub effect: AlleleId,
    /// Other allele, or none.
    pub other: AlleleId,
    /// Weight, after the logarithm where the column held ratios.
    pub weight: f64,
    /// Effect model.
    pub model: EffectModel,
}

/// A score: header and rows. Rows that cannot be scored are rows too.
#[derive(Default, Debug)]
pub struct ScoreTable {
    /// What the file says about itself.
    pub header: Header,
    author_sites: Vec<Site>,
    harmonised_sites: Vec<Site>,
    ids: Vec<RsId>,
    effects: Vec<AlleleId>,
    others: Vec<AlleleId>,
    weights: Vec<f64>,
    written: Written,
    frequencies: Vec<f64>,
    population_frequencies: Vec<(String, Vec<f64>)>,
    models: SparseColumn<EffectModel>,
    inferred_others: SparseColumn<(u32, u32)>,
    inferred_alleles: Vec<AlleleId>,
    unsupported: SparseColumn<Unsupported>,
    /// Places on each of [`crate::genome::Build::ALL`], where they were carried there.
    lifted: [std::sync::OnceLock<Lifted>; 3],
    /// How many rows read the same on both strands, and how many are no two bases, once counted.
    strandless: std::sync::OnceLock<(u64, u64)>,
    names: Texts,
    allele_texts: Vec<Box<[u8]>>,
    allele_ids: std::collections::HashMap<Box<[u8]>, u32>,
}

/// What a reader knows about one row when it adds it.
#[derive(Clone, Copy, Debug)]
pub struct NewRow<'a> {
    /// `chr_name` and `chr_position`, or [`Site::NONE`].
    pub author_site: Site,
    /// `hm_chr` and `hm_pos`, or [`Site::NONE`].
    pub harmonised_site: Site,
    /// `rsID` (or `hm_rsID`).
    pub id: RsId,
    /// A name to show where there is no rsID: another id, or the HLA allele.
    pub name: &'a [u8],
    /// `effect_allele`, upper case; may be empty in unsupported rows.
    pub effect: &'a [u8],
    /// `other_allele`, upper case; empty when missing.
    pub other: &'a [u8],
    /// The weight that is summed.
    pub weight: f64,
    /// The weight as the author wrote it.
    pub weight_text: &'a [u8],
    /// `allelefrequency_effect`, from 0 to 1.
    pub frequency: Option<f64>,
    /// Effect model.
    pub model: EffectModel,
    /// Why the row cannot be scored, if it cannot.
    pub unsupported: Option<Unsupported>,
}

impl ScoreTable {
    /// An empty table under this header.
    pub fn new(header: Header) -> Self {
        Self { header, ..Self::default() }
    }

    /// Appends a row. `false` when a column would pass its limit (2³²−2 rows, 4 GiB of weight texts).
    pub fn push(&mut self, row: &NewRow<'_>) -> bool {
        let Ok(index) = u32::try_from(self.weights.len()) else { return false };
        self.strandless.take();
        if self.weights.len() == self.weights.capacity() {
            self.grow();
        }
        let named = !row.id.is_some() && !row.name.is_empty();
        let names_fit = !named || self.names.fits(row.name);
        if index >= u32::MAX - 1 || !names_fit || !self.written.push(row.weight_text) {
            return false;
        }
        let effect = self.allele(row.effect);
        let other = self.allele(row.other);
        self.author_sites.push(row.author_site);
        // The column starts when the first row has such a site, so that plain files do not carry it.
        if row.harmonised_site.is_some() && self.harmonised_sites.is_empty() {
            self.harmonised_sites = vec![Site::NONE; index as usize];
        }
        if !self.harmonised_sites.is_empty() || row.harmonised_site.is_some() {
            self.harmonised_sites.push(row.harmonised_site);
        }
        if row.frequency.is_some() && self.frequencies.is_empty() {
            self.frequencies = vec![f64::NAN; index as usize];
        }
        if !self.frequencies.is_empty() || row.frequency.is_some() {
            self.frequencies.push(row.frequency.unwrap_or(f64::NAN));
        }
        self.ids.push(row.id);
        self.effects.push(effect);
        self.others.push(other);
        self.weights.push(row.weight);
        if row.model != EffectModel::Additive {
            self.models.push(index, row.model);
        }
        if let Some(reason) = row.unsupported {
            self.unsupported.push(index, reason);
        }
        if named {
            self.names.pad_to(index as usize);
            self.names.push(row.name);
        }
        true
    }

    /// Gives the last row its possible other alleles (`hm_inferOtherAllele`).
    pub fn infer_others<'a>(&mut self, alleles: impl Iterator<Item = &'a [u8]>) {
        let Some(last) = self.weights.len().checked_sub(1).and_then(|last| u32::try_from(last).ok()) else { return };
        let Ok(start) = u32::try_from(self.inferred_alleles.len()) else { return };
        for allele in alleles {
            let id = self.allele(allele);
            if id.is_some() {
                self.inferred_alleles.push(id);
            }
        }
        match u32::try_from(self.inferred_alleles.len()) {
            Ok(end) if end > start => self.inferred_others.push(last, (start, end)),
            _ => self.inferred_alleles.truncate(start as usize),
        }
    }

    fn allele(&mut self, text: &[u8]) -> AlleleId {
        match text {
            b"" => AlleleId::NONE,
            [base] if is_sequence(text) => {
                // Bits 1 and 2 of the letters A, C, T, G count 0 to 3; the last two change places.
                let code = u32::from(base >> 1 & 3);
                AlleleId(code ^ code >> 1)
            }
            _ => {
                if let Some(id) = self.allele_ids.get(text) {
                    return AlleleId(*id);
                }
                let id = 4 + self.allele_texts.len() as u32;
                self.allele_texts.push(text.into());
                self.allele_ids.insert(text.into(), id);
                AlleleId(id)
            }
        }
    }

    /// The letters of an allele; empty for [`AlleleId::NONE`].
    pub fn allele_text(&self, id: AlleleId) -> &[u8] {
        match id.0 {
            0 => b"A",
            1 => b"C",
            2 => b"G",
            3 => b"T",
            other => self.allele_texts.get((other - 4) as usize).map_or(b"", |text| text),
        }
    }

    /// Rows, those that cannot be scored included.
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// One row's alleles, weight and model.
    #[inline]
    pub fn row(&self, row: usize) -> Row {
        Row {
            effect: self.effects[row],
            other: self.others[row],
            weight: self.weights[row],
            model: self.models.get(row).unwrap_or(EffectModel::Additive),
        }
    }

    /// The codes of a row's alleles where both are single bases.
    #[inline]
    pub fn bases(&self, row: usize) -> Option<(u8, u8)> {
        Some((self.effects.get(row)?.base()?, self.others.get(row)?.base()?))
    }

    /// `chr_name` and `chr_position`.
    #[inline]
    pub fn author_site(&self, row: usize) -> Site {
        self.author_sites[row]
    }

    /// `hm_chr` and `hm_pos`.
    #[inline]
    pub fn harmonised_site(&self, row: usize) -> Site {
        self.harmonised_sites.get(row).copied().unwrap_or(Site::NONE)
    }

    /// The row's rsID.
    #[inline]
    pub fn id(&self, row: usize) -> RsId {
        self.ids[row]
    }

    /// The weight that is summed.
    #[inline]
    pub fn weight(&self, row: usize) -> f64 {
        self.weights[row]
    }

    /// The weight as the author wrote it.
    pub fn weight_text(&self, row: usize) -> std::borrow::Cow<'_, str> {
        self.written.text(row)
    }

    /// The same as a name, which takes no memory of its own where it is short.
    pub fn weight_name(&self, row: usize) -> SmolStr {
        self.written.name(row)
    }

    /// The effect allele's frequency, where the file brings one.
    #[inline]
    pub fn frequency(&self, row: usize) -> Option<f64> {
        self.frequencies.get(row).copied().filter(|frequency| !frequency.is_nan())
    }

    /// Whether any row has a frequency.
    pub fn has_frequencies(&self) -> bool {
        !self.frequencies.is_empty()
    }

    /// Whether any row is not additive.
    pub fn has_models(&self) -> bool {
        !self.models.is_empty()
    }

    /// The possible other alleles of a row without `other_allele`.
    pub fn inferred_others(&self, row: usize) -> &[AlleleId] {
        self.inferred_others
            .get(row)
            .and_then(|(start, end)| self.inferred_alleles.get(start as usize..end as usize))
            .unwrap_or(&[])
    }

    /// Rows of two single bases that read the same on both strands, and rows of two alleles that are longer.
    pub fn strandless(&self) -> (u64, u64) {
        let count = |holds: &dyn Fn(usize) -> bool| (0..self.len()).filter(|&row| holds(row)).count() as u64;
        let is_longer = |row: usize| self.others[row].is_some() && self.bases(row).is_none();
        // Asked for with every sample's result.
        *self.strandless.get_or_init(|| (count(&|row| self.is_palindrome(row)), count(&is_longer)))
    }

    /// A row's place on whatever build the score says it, the author's first: enough to tell the chromosome.
    pub fn any_site(&self, row: usize) -> Site {
        let author = self.author_site(row);
        if author.is_some() { author } else { self.harmonised_site(row) }
    }

    /// Whether a row reads the same on both strands: A/T or C/G.
    pub fn is_palindrome(&self, row: usize) -> bool {
        self.bases(row).is_some_and(|(effect, other)| effect + other == 3)
    }

    /// Why a row cannot be scored, if it cannot.
    #[inline]
    pub fn unsupported(&self, row: usize) -> Option<Unsupported> {
        self.unsupported.get(row)
    }

    /// What to call a row: its rsID, the name it came with, or `chrom:pos:other:effect`.
    pub fn name(&self, row: usize) -> SmolStr {
        if self.ids[row].is_some() {
            let (mut name, mut digits) = (SmolStrBuilder::new(), itoa::Buffer::new());
            name.push_str("rs");
            name.push_str(digits.format(self.ids[row].number()));
            return name.finish();
        }
        if !self.names.get(row).is_empty() {
            return self.names.text(row).into();
        }
        let site = if self.author_sites[row].is_some() { self.author_sites[row] } else { self.harmonised_site(row) };
        let text = |id| String::from_utf8_lossy(self.allele_text(id));
        match self.others[row] {
            AlleleId::NONE => format_smolstr!("{site}:{}", text(self.effects[row])),
            other => format_smolstr!("{site}:{}:{}", text(other), text(self.effects[row])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::Chromosome;

    fn row(position: u32, effect: &'static [u8], frequency: Option<f64>) -> NewRow<'static> {
        NewRow {
            author_site: Site::new(Chromosome::X, position),
            harmonised_site: Site::NONE,
            id: RsId::NONE,
            name: b"",
            effect,
            other: b"CT",
            weight: 0.5,
            weight_text: b"0.50",
            frequency,
            model: EffectModel::Additive,
            unsupported: None,
        }
    }

    #[test]
    fn columns_that_start_late_are_filled_up() {
        let mut table = ScoreTable::default();
        assert!(table.push(&row(1, b"A", None)));
        assert!(table.push(&row(2, b"ACC", Some(0.25))));
        assert!(table.push(&row(3, b"ACC", None)));
        assert_eq!((table.frequency(0), table.frequency(1), table.frequency(2)), (None, Some(0.25), None));
        assert_eq!(table.row(1).effect, table.row(2).effect);
        assert_eq!(table.allele_text(table.row(1).effect), b"ACC");
        assert_eq!(table.name(2), "X:3:CT:ACC");
        assert_eq!(table.weight_text(0), "0.50");
        table.add_frequency_column("allelefrequency_effect_Asian");
        assert!(table.push(&NewRow { name: b"kgp7", ..row(4, b"A", None) }));
        table.set_population_frequency(0, 0.125);
        table.infer_others([b"G".as_slice(), b"", b"CC"].into_iter());
        assert_eq!(table.frequency_in("allelefrequency_effect_Asian", 3), Some(0.125));
        assert_eq!(table.frequency_in("allelefrequency_effect_Asian", 2), None);
        assert_eq!((table.name(2), table.name(3)), ("X:3:CT:ACC".into(), "kgp7".into()));
        assert_eq!(
            table.inferred_others(3).iter().map(|id| table.allele_text(*id)).collect::<Vec<_>>(),
            [b"G".as_slice(), b"CC"]
        );
        assert!(table.inferred_others(2).is_empty());
    }

    #[test]
    fn single_bases_have_the_first_codes() {
        let mut table = ScoreTable::default();
        for (code, base) in (0_u8..).zip([b"A", b"C", b"G", b"T"]) {
            let id = table.allele(base);
            assert_eq!((id.base(), table.allele_text(id)), (Some(code), base.as_slice()));
        }
        assert_eq!(table.allele(b"N").base(), None);
    }

    #[test]
    fn no_allele_has_no_letters() {
        assert_eq!(ScoreTable::default().allele_text(AlleleId::NONE), b"");
    }
}
