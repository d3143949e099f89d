//! Writes and reads the state of one score, as `partial.rs` describes it.

use crate::error::{ErrorKind, Result};
use crate::genome::{Chromosome, Site};
use crate::matching::MatchKind;
use crate::scoring::adding::LISTED;
use crate::scoring::no_calls::NoCalls;
use crate::scoring::{RowState, SampleSums, ScoreState};
use crate::stats::superaccumulator::LIMBS;
use crate::stats::{ExactSum, ExactSums, SumParts};
use std::io::{self, Write};

/// What stands for a sum without a value yet.
const NO_SCALE: i16 = i16::MIN;

/// Reads numbers and lists; every error says that the partial is damaged.
pub(super) trait Numbers {
    /// Exactly so many bytes.
    fn bytes<const N: usize>(&mut self) -> Result<[u8; N]>;

    /// Exactly `count` bytes, read as they come.
    fn many(&mut self, count: usize) -> Result<Vec<u8>>;

    fn u8(&mut self) -> Result<u8> {
        self.bytes::<1>().map(|[byte]| byte)
    }

    fn u32(&mut self) -> Result<u32> {
        self.bytes().map(u32::from_le_bytes)
    }

    fn flag(&mut self) -> Result<bool> {
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(damaged("a flag")),
        }
    }
}

/// Content that no program of this version writes.
pub(super) fn damaged(what: &'static str) -> crate::error::Error {
    ErrorKind::RecordCorrupt { what }.into()
}

pub(super) fn write_state(out: &mut impl Write, state: &ScoreState) -> io::Result<()> {
    let count = |count: usize| (count as u32).to_le_bytes();
    out.write_all(&count(state.rows.len()))?;
    let rows: Vec<u8> = state.rows.iter().map(|row| row.byte()).collect();
    out.write_all(&rows)?;
    out.write_all(&count(state.met_by_id.len()))?;
    for (row, site) in &state.met_by_id {
        out.write_all(&row.to_le_bytes())?;
        out.write_all(&site.key().to_le_bytes())?;
    }
    out.write_all(&count(state.stretches.len()))?;
    for (row, copies) in &state.stretches {
        out.write_all(&row.to_le_bytes())?;
        out.write_all(copies)?;
    }
    for sums in &state.sums.chromosomes {
        out.write_all(&[u8::from(!sums.is_empty())])?;
        if sums.is_empty() {
            continue;
        }
        let (scale, near, far) = sums.parts();
        out.write_all(&scale.unwrap_or(NO_SCALE).to_le_bytes())?;
        for units in near {
            out.write_all(&units.to_le_bytes())?;
        }
        out.write_all(&count(far.len()))?;
        for (sample, sum) in far {
            out.write_all(&count(sample))?;
            write_sum(out, &sum)?;
        }
    }
    for list in &state.sums.largest {
        out.write_all(&[list.len() as u8])?;
        for (row, dosage) in list {
            out.write_all(&row.to_le_bytes())?;
            out.write_all(&dosage.to_le_bytes())?;
        }
    }
    for missed in &state.sums.no_calls {
        out.write_all(&[u8::from(missed.is_some())])?;
        if let Some(missed) = missed {
            let counts = [missed.rows, missed.by_id, missed.filled_rows];
            for number in counts.iter().chain(&missed.kinds).chain(&missed.chromosomes) {
                out.write_all(&number.to_le_bytes())?;
            }
            for sum in [&missed.weight, &missed.variance, &missed.fill] {
                write_sum(out, sum)?;
            }
            out.write_all(&[missed.largest.len() as u8])?;
            for (row, ()) in &missed.largest {
                out.write_all(&row.to_le_bytes())?;
            }
        }
    }
    Ok(())
}

fn write_sum(out: &mut impl Write, sum: &ExactSum) -> io::Result<()> {
    let SumParts { near, scale, far } = sum.clone().into_parts();
    out.write_all(&scale.unwrap_or(NO_SCALE).to_le_bytes())?;
    out.write_all(&near.to_le_bytes())?;
    out.write_all(&[u8::from(far.is_some())])?;
    if let Some(far) = far {
        let (limbs, not_finite) = *far;
        let used: Vec<(u8, i64)> = (0..).zip(limbs).filter(|(_, limb)| *limb != 0).collect();
        out.write_all(&[used.len() as u8])?;
        for (place, limb) in used {
            out.write_all(&[place])?;
            out.write_all(&limb.to_le_bytes())?;
        }
        out.write_all(&not_finite.to_le_bytes())?;
    }
    Ok(())
}

/// Reads the state of a score of so many rows for so many samples.
///
/// Errors: `record-corrupt`, and those of unpacking.
pub(super) fn read_state(input: &mut impl Numbers, rows: usize, samples: usize) -> Result<ScoreState> {
    if input.u32()? as usize != rows {
        return Err(damaged("the number of rows"));
    }
    let bytes = input.many(rows)?;
    let states: Option<Vec<RowState>> = bytes.into_iter().map(RowState::of_byte).collect();
    let mut state = ScoreState { rows: states.ok_or_else(|| damaged("a row's state"))?, ..ScoreState::default() };
    for _ in 0..input.u32()? {
        let (row, key) = (input.u32()?, u64::from_le_bytes(input.bytes()?));
        let chromosome = u8::try_from(key >> 32).ok().and_then(Chromosome::from_index);
        let chromosome = chromosome.ok_or_else(|| damaged("a site"))?;
        state.met_by_id.insert(row, Site::new(chromosome, (key & u64::from(u32::MAX)) as u32));
    }
    for _ in 0..input.u32()? {
        let row = input.u32()?;
        state.stretches.insert(row, input.many(samples)?);
    }
    let mut chromosomes = vec![ExactSums::default(); Chromosome::COUNT];
    for sums in &mut chromosomes {
        if input.flag()? {
            *sums = read_sums(input, samples)?;
        }
    }
    let (mut largest, mut no_calls) = (Vec::new(), Vec::new());
    for _ in 0..samples {
        let mut list = Vec::new();
        for _ in 0..listed(input)? {
            let (row, dosage) = (input.u32()?, f64::from_le_bytes(input.bytes()?));
            if !dosage.is_finite() {
                return Err(damaged("a dosage"));
            }
            list.push((row, dosage));
        }
        list.shrink_to_fit();
        largest.push(list);
    }
    for _ in 0..samples {
        no_calls.push(if input.flag()? { Some(Box::new(read_no_calls(input)?)) } else { None });
    }
    let sums = SampleSums::from_parts(chromosomes, largest, no_calls);
    state.sums = sums.ok_or_else(|| damaged("the number of samples"))?;
    Ok(state)
}

fn listed(input: &mut impl Numbers) -> Result<u8> {
    let count = input.u8()?;
    if usize::from(count) > LISTED { Err(damaged("the length of a list")) } else { Ok(count) }
}

fn read_scale(input: &mut impl Numbers) -> Result<Option<i16>> {
    let scale = i16::from_le_bytes(input.bytes()?);
    Ok((scale != NO_SCALE).then_some(scale))
}

fn read_sums(input: &mut impl Numbers, samples: usize) -> Result<ExactSums> {
    let scale = read_scale(input)?;
    let mut near = Vec::new();
    for _ in 0..samples {
        near.push(i128::from_le_bytes(input.bytes()?));
    }
    let mut far = Vec::new();
    for _ in 0..input.u32()? {
        far.push((input.u32()? as usize, read_sum(input)?));
    }
    near.shrink_to_fit();
    ExactSums::from_parts(scale, near, far).ok_or_else(|| damaged("a sum"))
}

fn read_sum(input: &mut impl Numbers) -> Result<ExactSum> {
    let scale = read_scale(input)?;
    let near = i128::from_le_bytes(input.bytes()?);
    let far = if input.flag()? {
        let mut limbs = [0; LIMBS];
        for _ in 0..input.u8()? {
            let place = usize::from(input.u8()?);
            *limbs.get_mut(place).ok_or_else(|| damaged("a sum"))? = i64::from_le_bytes(input.bytes()?);
        }
        Some(Box::new((limbs, f64::from_le_bytes(input.bytes()?))))
    } else {
        None
    };
    ExactSum::from_parts(SumParts { near, scale, far }).ok_or_else(|| damaged("a sum"))
}

fn read_no_calls(input: &mut impl Numbers) -> Result<NoCalls> {
    let mut missed =
        NoCalls { rows: input.u32()?, by_id: input.u32()?, filled_rows: input.u32()?, ..NoCalls::default() };
    let mut kinds = [0; MatchKind::ALL.len()];
    for number in kinds.iter_mut().chain(&mut missed.chromosomes) {
        *number = input.u32()?;
    }
    missed.kinds = kinds;
    missed.weight = read_sum(input)?;
    missed.variance = read_sum(input)?;
    missed.fill = read_sum(input)?;
    for _ in 0..listed(input)? {
        missed.largest.push((input.u32()?, ()));
    }
    missed.largest.shrink_to_fit();
    Ok(missed)
}
