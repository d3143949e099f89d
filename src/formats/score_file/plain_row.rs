//! Reads the rows that most scoring files are made of: one weight, single bases, plain numbers. Anything else is left to the
//! patient way, which gives the same for these.

use super::columns::ABSENT;
use super::layout::Layout;
use super::number;
use crate::genome::{Chromosome, RsId, Site, build::longest_end};
use crate::weights::{EffectModel, NewRow};

/// Where the columns of a plain row are.
pub struct PlainColumns {
    id: usize,
    has_hm_id: bool,
    chromosome: usize,
    position: usize,
    hm: Option<[usize; 2]>,
    effect: usize,
    other: usize,
    weight: usize,
    frequency: usize,
}

impl PlainColumns {
    /// The columns of this layout; none where a row can say more than a plain row holds.
    pub fn of(layout: &Layout) -> Option<Self> {
        let [weight] = layout.weights.as_slice() else { return None };
        let can_say_more = [
            layout.dominant,
            layout.recessive,
            layout.haplotype,
            layout.diplotype,
            layout.interaction,
            layout.variant_type,
            layout.kind,
            layout.raw_effect,
        ];
        let is_plain = !weight.ratio
            && layout.pair.is_none()
            && layout.dosages.is_none()
            && layout.populations.is_empty()
            && can_say_more.iter().all(|column| *column == ABSENT);
        is_plain.then_some(Self {
            id: layout.id,
            has_hm_id: layout.hm_id != ABSENT,
            chromosome: layout.chromosome,
            position: layout.position,
            hm: (layout.hm_position != ABSENT).then_some([layout.hm_chromosome, layout.hm_position]),
            effect: layout.effect,
            other: layout.other,
            weight: weight.column,
            frequency: layout.frequency,
        })
    }

    /// The row; `None` when anything about it is unusual.
    #[inline]
    pub fn read<'a>(&self, fields: &[&'a [u8]]) -> Option<NewRow<'a>> {
        let at = |column: usize| fields.get(column).copied().unwrap_or(b"");
        let (effect, other) = (at(self.effect), at(self.other));
        if !is_base(effect) || !is_base(other) || effect == other {
            return None;
        }
        let id = RsId::parse(at(self.id));
        if !id.is_some() && (self.has_hm_id || !at(self.id).is_empty()) {
            return None;
        }
        let harmonised_site = match self.hm {
            Some([chromosome, position]) => site(at(chromosome), at(position))?,
            None => Site::NONE,
        };
        let frequency = match at(self.frequency) {
            b"" => None,
            text => Some(number::by_one_rounding(text).filter(|frequency| (0.0..=1.0).contains(frequency))?),
        };
        Some(NewRow {
            author_site: site(at(self.chromosome), at(self.position))?,
            harmonised_site,
            id,
            name: b"",
            effect,
            other,
            weight: number::by_one_rounding(at(self.weight))?,
            weight_text: at(self.weight),
            frequency,
            model: EffectModel::Additive,
            unsupported: None,
        })
    }
}

#[inline]
fn is_base(allele: &[u8]) -> bool {
    matches!(allele, [b'A' | b'C' | b'G' | b'T'])
}

#[inline]
fn site(chromosome: &[u8], position: &[u8]) -> Option<Site> {
    let chromosome = match *chromosome {
        [digit @ b'1'..=b'9'] => Chromosome::autosome(digit - b'0')?,
        [tens @ b'1'..=b'2', ones @ b'0'..=b'9'] => Chromosome::autosome((tens - b'0') * 10 + (ones - b'0'))?,
        [b'X'] => Chromosome::X,
        _ => return None,
    };
    if position.is_empty() || position.len() > 9 {
        return None;
    }
    let mut number = 0_u32;
    for byte in position {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        // Nine digits cannot overflow 32 bits.
        number = number * 10 + u32::from(digit);
    }
    (number > 0 && number <= longest_end(chromosome)).then(|| Site::new(chromosome, number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::score_file::ScoreFileReader;
    use crate::weights::ScoreTable;

    const HEADER: &str = "rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tallelefrequency_effect\thm_chr\thm_pos\n";

    fn table(header: &str, row: &str) -> Option<ScoreTable> {
        let mut reader = ScoreFileReader::new("score");
        reader.push_block(header.as_bytes(), 1).ok()?;
        reader.push_block(row.as_bytes(), 2).ok()?;
        reader.finish().ok()?.pop().map(|file| file.table)
    }

    fn described(table: &ScoreTable) -> String {
        let row = table.row(0);
        let text = |id| String::from_utf8_lossy(table.allele_text(id)).into_owned();
        format!(
            "{} {:?} {:?} {} {} {:x} {} {:?} {:?}",
            table.name(0),
            table.author_site(0),
            table.harmonised_site(0),
            text(row.effect),
            text(row.other),
            row.weight.to_bits(),
            table.weight_text(0),
            table.frequency(0),
            table.unsupported(0),
        )
    }

    #[test]
    fn the_patient_way_gives_the_same() {
        let rows = [
            "rs1\t1\t5\tA\tG\t-0.25\t0.5\t1\t7",
            "rs4294967295\t22\t16050075\tC\tT\t1e-5\t\t22\t16050075",
            "\tX\t60001\tT\tA\t.5\t1\tX\t60001",
            "rs3\t9\t12\tA\tG\t9007199254740992\t0\t9\t12",
        ];
        // A column of effect models sends all rows the patient way.
        let patient = HEADER.replace("hm_pos\n", "hm_pos\tis_dominant\n");
        for row in rows {
            let (quick, slow) = (table(HEADER, row), table(&patient, &format!("{row}\tFalse")));
            let (quick, slow) = (quick.expect("reads"), slow.expect("reads"));
            assert_eq!(described(&quick), described(&slow), "{row}");
        }
    }

    #[test]
    fn the_unusual_is_left_to_the_patient_way() {
        let rows = [
            ("as it should be", "rs1\t1\t5\tA\tG\t1\t0.5\t1\t7", true),
            ("another name", "kgp1\t1\t5\tA\tG\t1\t0.5\t1\t7", false),
            ("two bases", "rs1\t1\t5\tAC\tG\t1\t0.5\t1\t7", false),
            ("lower case", "rs1\t1\t5\ta\tG\t1\t0.5\t1\t7", false),
            ("no other allele", "rs1\t1\t5\tA\t\t1\t0.5\t1\t7", false),
            ("both alleles the same", "rs1\t1\t5\tA\tA\t1\t0.5\t1\t7", false),
            ("not harmonised", "rs1\t1\t5\tA\tG\t1\t0.5\t\t", false),
            ("position 0", "rs1\t1\t0\tA\tG\t1\t0.5\t1\t7", false),
            ("a position beyond the end", "rs1\t1\t999999999\tA\tG\t1\t0.5\t1\t7", false),
            ("chromosome 23", "rs1\t23\t5\tA\tG\t1\t0.5\t1\t7", false),
            ("no weight", "rs1\t1\t5\tA\tG\t\t0.5\t1\t7", false),
            ("frequency beyond 1", "rs1\t1\t5\tA\tG\t1\t1.5\t1\t7", false),
        ];
        let columns = PlainColumns {
            id: 0,
            has_hm_id: false,
            chromosome: 1,
            position: 2,
            hm: Some([7, 8]),
            effect: 3,
            other: 4,
            weight: 5,
            frequency: 6,
        };
        for (name, row, is_plain) in rows {
            let fields: Vec<&[u8]> = row.split('\t').map(str::as_bytes).collect();
            assert_eq!(columns.read(&fields).is_some(), is_plain, "{name}");
        }
    }
}
