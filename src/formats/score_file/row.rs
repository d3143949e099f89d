//! Reads one row: place, alleles, weights, effect model, and why it cannot be scored if it cannot.

use super::allele::{self, Allele};
use super::columns::ABSENT;
use super::layout::{Layout, WeightColumn};
use super::notes::Notes;
use super::number;
use super::site_name::SiteName;
use crate::error::{Error, ErrorKind, Result};
use crate::genome::{Chromosome, RsId, Site, build::longest_end};
use crate::weights::{EffectModel, NewRow, ScoreTable, Unsupported};
use std::borrow::Cow;

/// Beyond this no number of a score is meant, and sums of squares of many would not be finite.
const MAX_NUMBER: f64 = 1e100;

/// A row's fields under its layout.
pub struct Fields<'a, 'f> {
    /// Which column is what.
    pub layout: &'f Layout,
    /// The fields, as written.
    pub fields: &'f [&'a [u8]],
}

/// A place as a row gives it.
enum Place {
    At(Site),
    Nowhere,
    OtherContig,
}

impl<'a> Fields<'a, '_> {
    #[inline]
    fn at(&self, column: usize) -> &'a [u8] {
        self.fields.get(column).copied().unwrap_or(b"")
    }

    fn error(&self, kind: ErrorKind, column: usize) -> Error {
        Error::new(kind).at_field(self.layout.columns.name(column))
    }

    pub(super) fn is_true(&self, column: usize) -> bool {
        self.truth(column) == Some(true)
    }

    /// Whether a field says yes, where an empty one says no; `None` where it says neither.
    fn truth(&self, column: usize) -> Option<bool> {
        let text = self.at(column).trim_ascii();
        let is_any = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word.as_bytes()));
        if is_any(&["true", "t", "yes", "y", "1", "1.0"]) {
            return Some(true);
        }
        let is_no = number::is_missing(text) || is_any(&["false", "f", "no", "n", "0", "0.0", "nan"]);
        is_no.then_some(false)
    }

    /// Refuses a row whose effect model or kind cannot be read: taken as additive it would be summed wrongly.
    fn check_truths(&self) -> Result<()> {
        let Layout { dominant, recessive, haplotype, diplotype, interaction, .. } = *self.layout;
        let columns = [dominant, recessive, haplotype, diplotype, interaction];
        match columns.into_iter().find(|column| *column != ABSENT && self.truth(*column).is_none()) {
            Some(column) => Err(self.error(ErrorKind::BadTruth, column)),
            None => Ok(()),
        }
    }

    fn place(&self, chromosome: usize, position: usize) -> Result<Place> {
        let text = self.at(position);
        let bad = || self.error(ErrorKind::BadPosition, position);
        let position = number::position(text).ok_or_else(bad)?;
        let name = self.at(chromosome);
        // LDpred writes `chrom_1`.
        let name = name.strip_prefix(b"chrom_").unwrap_or(name);
        match (Chromosome::parse(name).or_else(|| Chromosome::parse(name.trim_ascii())), position) {
            (Some(chromosome), Some(position)) if position <= longest_end(chromosome) => {
                Ok(Place::At(Site::new(chromosome, position)))
            }
            (Some(_), Some(_)) => Err(bad()),
            (Some(_), None) => Ok(Place::Nowhere),
            (None, _) if number::is_missing(name.trim_ascii()) || name == b"0" => Ok(Place::Nowhere),
            (None, _) => Ok(Place::OtherContig),
        }
    }

    /// A number; `None` where there is none.
    fn number(&self, column: usize) -> Result<Option<f64>> {
        let text = self.at(column);
        match number::finite(text) {
            Some(value) if value.abs() <= MAX_NUMBER => Ok(Some(value)),
            None if number::is_missing(text.trim_ascii()) => Ok(None),
            _ => Err(self.error(ErrorKind::BadNumber, column)),
        }
    }

    /// A frequency; one that cannot be read is left out, as the sum does without it.
    fn frequency(&self, column: usize, notes: &mut Notes) -> Option<f64> {
        if column == ABSENT {
            return None;
        }
        let text = self.at(column).trim_ascii();
        if number::is_missing(text) || text.eq_ignore_ascii_case(b"nan") {
            return None;
        }
        let value = number::finite(text).filter(|value| (0.0..=1.0).contains(value));
        notes.frequencies_ignored += u64::from(value.is_none());
        value
    }

    /// Dosage weights, if the row has all three; `Err` inside where it has only some.
    fn dosages(&self) -> Result<std::result::Result<Option<[f64; 3]>, Unsupported>> {
        let Some([zero, one, two]) = self.layout.dosages else { return Ok(Ok(None)) };
        Ok(match (self.number(zero)?, self.number(one)?, self.number(two)?) {
            (Some(zero), Some(one), Some(two)) => Ok(Some([zero, one, two])),
            (None, None, None) => Ok(None),
            _ => Err(Unsupported::NoWeight),
        })
    }

    /// The weight that is summed.
    #[inline]
    fn weight(&self, weight: WeightColumn, notes: &mut Notes) -> Result<Option<f64>> {
        let Some(value) = self.number(weight.column)? else { return Ok(None) };
        if !weight.ratio {
            return Ok(Some(value));
        }
        if value <= 0.0 {
            return Err(self.error(ErrorKind::RatioNotPositive, weight.column));
        }
        notes.logarithms += 1;
        Ok(Some(libm::log(value)))
    }

    /// The other allele, and a list of possible ones where the file gives that instead.
    fn other(&self, effect: &[u8], notes: &mut Notes) -> (Allele<'a>, &'a [u8]) {
        let layout = self.layout;
        let (other, list) = match layout.pair {
            Some(pair) => {
                let [first, second] = pair.map(|column| allele::read(self.at(column)));
                let is_effect =
                    |allele: &Allele<'_>| matches!(allele, Allele::Sequence(text) if text.as_ref() == effect);
                match (is_effect(&first), is_effect(&second)) {
                    (true, false) => (second, b"".as_slice()),
                    (false, true) => (first, b"".as_slice()),
                    _ => {
                        notes.alleles_disagree += u64::from(!effect.is_empty());
                        (Allele::Missing, b"".as_slice())
                    }
                }
            }
            None => match allele::read(self.at(layout.other)) {
                Allele::Missing => (Allele::Missing, self.at(layout.inferred)),
                Allele::Other(text) if text.len() > 1 && allele::list(text).is_some() => (Allele::Missing, text),
                Allele::Sequence(text) if text.as_ref() == effect => {
                    notes.alleles_disagree += 1;
                    (Allele::Missing, self.at(layout.inferred))
                }
                allele => (allele, b"".as_slice()),
            },
        };
        (other, list)
    }

    /// Adds the row to each score's table. `false` where the line holds nothing.
    pub fn add_to(&self, tables: &mut [ScoreTable], notes: &mut Notes) -> Result<bool> {
        let layout = self.layout;
        let effect_text = self.at(layout.effect);
        if effect_text.is_empty() && self.fields.iter().all(|field| field.trim_ascii().is_empty()) {
            return Ok(false);
        }
        if layout.kind != ABSENT && !self.at(layout.kind).trim_ascii().eq_ignore_ascii_case(b"SNV") {
            notes.not_variants += 1;
            return Ok(false);
        }
        self.check_truths()?;
        let mut reason = None;
        let effect = match allele::read(effect_text) {
            Allele::Sequence(effect) => effect,
            _ => {
                reason = Some(Unsupported::OtherAllele);
                Cow::Borrowed(effect_text.trim_ascii())
            }
        };

        let id_text = self.at(layout.id);
        let mut id = RsId::parse(id_text);
        let mut name: &[u8] = b"";
        if !id.is_some() {
            id = RsId::parse(id_text.trim_ascii());
            if !id.is_some() && layout.hm_id != ABSENT {
                id = RsId::parse(self.at(layout.hm_id).trim_ascii());
            }
            name = Some(id_text.trim_ascii()).filter(|name| !number::is_missing(name)).unwrap_or(b"");
        }

        let place = self.place(layout.chromosome, layout.position)?;
        let on_contig = matches!(place, Place::OtherContig);
        let mut author_site = if let Place::At(site) = place { site } else { Site::NONE };
        let mut harmonised_site = Site::NONE;
        if layout.hm_position != ABSENT {
            match self.place(layout.hm_chromosome, layout.hm_position)? {
                Place::At(site) => harmonised_site = site,
                Place::Nowhere => notes.not_harmonised += 1,
                Place::OtherContig => notes.harmonised_contig += 1,
            }
        }
        let site_name = if name.is_empty() || on_contig { None } else { SiteName::parse(name) };
        if let Some(named) = &site_name
            && !author_site.is_some()
        {
            author_site = named.site;
        }

        let (other, mut possible_others) = self.other(&effect, notes);
        let other = match other {
            Allele::Sequence(other) => other,
            Allele::Other(text) => {
                reason = reason.or(Some(Unsupported::OtherAllele));
                Cow::Borrowed(text)
            }
            Allele::Missing => {
                let named = site_name.filter(|named| named.site == author_site);
                Cow::Borrowed(named.and_then(|named| named.other_than(&effect)).unwrap_or(b""))
            }
        };
        if !other.is_empty() {
            possible_others = b"";
        }

        let dosages = self.dosages()?;
        let model = self.model(dosages.ok().flatten());
        if reason.is_none() && !author_site.is_some() && !harmonised_site.is_some() && !id.is_some() {
            reason = Some(if on_contig { Unsupported::OtherContig } else { Unsupported::NoLocation });
        }
        reason = self.structural_reason(name, effect_text, reason.is_some()).or(reason).or(dosages.err());
        let model = model.unwrap_or_else(|conflict| {
            reason = reason.or(Some(conflict));
            EffectModel::Additive
        });
        if name.is_empty() && !id.is_some() && reason.is_some() {
            name = effect_text.trim_ascii();
        }

        let frequency = self.frequency(layout.frequency, notes);
        for (weight, table) in layout.weights.iter().zip(tables) {
            let value = self.weight(*weight, notes)?;
            if layout.raw_effect != ABSENT {
                notes.compare_signs(self.number(layout.raw_effect)?, value);
            }
            let weight_text = self.at(weight.column).trim_ascii();
            let (value, weight_text, reason) = match (value, model) {
                (Some(value), _) => (value, Cow::Borrowed(weight_text), reason),
                (None, EffectModel::ByDosage(weights)) => {
                    let (value, text) = self.weight_of_dosages(weights);
                    (value, Cow::Owned(text), reason)
                }
                (None, _) => (0.0, Cow::Borrowed(weight_text), reason.or(Some(Unsupported::NoWeight))),
            };
            let row = NewRow {
                author_site,
                harmonised_site,
                id,
                name,
                effect: &effect,
                other: &other,
                weight: value,
                weight_text: &weight_text,
                frequency,
                model,
                unsupported: reason,
            };
            if !table.push(&row) {
                return Err(ErrorKind::TooManyRows { limit: super::MAX_ROWS }.into());
            }
            if let Some(reason) = reason {
                *notes.unsupported.entry(reason).or_default() += 1;
            }
            self.add_rarities(table, possible_others, &effect, notes);
        }
        Ok(true)
    }

    /// What few files have: possible other alleles, and frequencies of named populations.
    #[inline]
    fn add_rarities(&self, table: &mut ScoreTable, others: &[u8], effect: &[u8], notes: &mut Notes) {
        if !others.is_empty() {
            let others = allele::list(others).unwrap_or_default();
            table.infer_others(others.iter().map(Cow::as_ref).filter(|other| *other != effect));
        }
        for (at, column) in self.layout.populations.iter().enumerate() {
            if let Some(frequency) = self.frequency(*column, notes) {
                table.set_population_frequency(at, frequency);
            }
        }
    }

    #[inline]
    fn model(&self, dosages: Option<[f64; 3]>) -> std::result::Result<EffectModel, Unsupported> {
        let layout = self.layout;
        if let Some(weights) = dosages {
            return Ok(EffectModel::ByDosage(weights));
        }
        if layout.dominant == ABSENT && layout.recessive == ABSENT {
            return Ok(EffectModel::Additive);
        }
        match (self.is_true(layout.dominant), self.is_true(layout.recessive)) {
            (true, true) => Err(Unsupported::ModelConflict),
            (true, false) => Ok(EffectModel::Dominant),
            (false, true) => Ok(EffectModel::Recessive),
            (false, false) => Ok(EffectModel::Additive),
        }
    }

    /// Whether the row is of a kind that is no single place in the genome, the most telling kind first. Names and alleles
    /// are looked at only where something else about the row is odd, or it has no rsID.
    #[inline]
    pub(super) fn structural_reason(&self, name: &[u8], effect: &[u8], is_odd: bool) -> Option<Unsupported> {
        let layout = self.layout;
        let is_joined = |text: &[u8]| memchr::memmem::find(text, b"_x_").is_some();
        let look = is_odd || !name.is_empty();
        if (layout.interaction != ABSENT && self.is_true(layout.interaction))
            || (look && (is_joined(name) || is_joined(effect)))
        {
            return Some(Unsupported::Interaction);
        }
        if layout.diplotype != ABSENT && self.is_true(layout.diplotype) {
            return Some(Unsupported::Diplotype);
        }
        let is_hla_type = layout.variant_type != ABSENT && allele::is_hla(self.at(layout.variant_type));
        if is_hla_type || (look && (allele::is_hla(name) || allele::is_hla(effect))) {
            return Some(Unsupported::HlaAllele);
        }
        (layout.haplotype != ABSENT && self.is_true(layout.haplotype)).then_some(Unsupported::Haplotype)
    }

    /// The weight and text of a row that has only dosage weights: the mean effect of one more copy, for shares of the
    /// score. Apart, because inlined it would be computed for every row, from whatever the stack holds.
    #[cold]
    #[inline(never)]
    fn weight_of_dosages(&self, [zero, _, two]: [f64; 3]) -> (f64, Vec<u8>) {
        let columns = self.layout.dosages.unwrap_or([ABSENT; 3]);
        let text = columns.map(|column| self.at(column).trim_ascii()).join(b";".as_slice());
        ((two - zero) / 2.0, text)
    }
}
