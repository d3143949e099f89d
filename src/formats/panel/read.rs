//! Reads a reference pack and checks all of it: version, hash, lengths, and that every figure is one that a panel can have.

use super::header::{Header, SINGULAR_STEP};
use super::varint::{take_varint, unzigzag};
use super::{FREQUENCY_STEP, HASH_BYTES, MAGIC, VERSION};
use crate::bytes::SharedSource;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::genome::{Chromosome, RsId, Site, allele::complement};
use crate::reference::{Panel, PanelSite};
use sha2::{Digest as _, Sha256};

/// Longest pack that is read: a million sites with 20 components take 40 MB.
pub const PACK_BYTES_MAX: u64 = 64 << 20;
/// Most sites of a pack.
const SITES_MAX: usize = 1_000_000;
/// Most reference people of a pack.
const PEOPLE_MAX: usize = 1_000_000;
/// Most components of a pack; analyses publish 20 at most.
const COMPONENTS_MAX: usize = 64;
/// Most groups, and populations, of a pack: a person's population is one byte.
const GROUPS_MAX: usize = 256;

/// Reads the pack of a source.
///
/// Errors: `panel-corrupt` with the byte, `unpack-limit` for a file that is too long, `unreadable`.
pub fn read_panel(source: &SharedSource) -> Result<Panel> {
    let read = || {
        if source.len() > PACK_BYTES_MAX {
            return Err(ErrorKind::UnpackLimit { limit_bytes: PACK_BYTES_MAX }.into());
        }
        let mut bytes = vec![0; usize::try_from(source.len()).unwrap_or(0)];
        let count = source.read_at(0, &mut bytes)?;
        bytes.truncate(count);
        read_panel_bytes(&bytes)
    };
    read().map_err(|error| error.in_input(Role::Reference, source.name()))
}

/// Reads a pack.
///
/// Errors: `panel-corrupt` with the byte.
pub fn read_panel_bytes(bytes: &[u8]) -> Result<Panel> {
    let mut pack = Pack { rest: bytes, length: bytes.len() };
    if pack.take(MAGIC.len())? != MAGIC {
        return Err(pack.wrong("it does not begin as one"));
    }
    if pack.take(2)? != VERSION.to_le_bytes() {
        return Err(pack.wrong("it is of another version of the format"));
    }
    let (body, hash) = bytes.split_at(bytes.len().saturating_sub(HASH_BYTES));
    if Sha256::digest(body).as_slice() != hash {
        return Err(pack.wrong("its hash is not that of its bytes"));
    }
    pack.rest = pack.rest.get(..pack.rest.len().saturating_sub(HASH_BYTES)).unwrap_or_default();
    let length = u32::from_le_bytes(pack.take(4)?.try_into().unwrap_or_default());
    let json = pack.take(usize::try_from(length).unwrap_or(usize::MAX))?;
    let header: Header =
        serde_json::from_slice(json).map_err(|error| pack.wrong("its header cannot be read").with_source(error))?;
    let components = header.singular_values.len();
    let power = |power: &i32| (-60..=60).contains(power);
    let fits = (1..=SITES_MAX).contains(&header.sites)
        && (1..=PEOPLE_MAX).contains(&header.people)
        && (1..=COMPONENTS_MAX).contains(&components)
        && (1..=GROUPS_MAX).contains(&header.groups.len())
        && (1..=GROUPS_MAX).contains(&header.populations.len())
        && header.populations.iter().all(|population| population.group < header.groups.len())
        && header.loading_steps.len() == components
        && header.coordinate_steps.len() == components
        && header.loading_steps.iter().chain(&header.coordinate_steps).all(power)
        && header.singular_values.iter().all(|value| (1..1 << 50).contains(value));
    if !fits {
        return Err(pack.wrong("its header has numbers that no panel has"));
    }
    // Nothing is set aside that the bytes at hand could not fill.
    if pack.rest.len() < header.sites * (2 + components) + header.people {
        return Err(pack.wrong("it is shorter than its header says"));
    }
    let sites = pack.sites(header.sites)?;
    let frequencies = pack.frequencies(header.sites, false)?;
    let mut group_frequencies = Vec::new();
    for _ in &header.groups {
        group_frequencies.extend(pack.frequencies(header.sites, true)?);
    }
    let mut columns = Vec::with_capacity(components);
    for power in &header.loading_steps {
        let step = libm::exp2(f64::from(*power));
        columns.push(pack.take(header.sites)?.iter().map(|byte| f64::from(byte.cast_signed()) * step).collect());
    }
    let loadings = interleave(&columns, header.sites);
    let people: Vec<usize> = pack.take(header.people)?.iter().map(|byte| usize::from(*byte)).collect();
    if people.iter().any(|population| *population >= header.populations.len()) {
        return Err(pack.wrong("somebody of a population that is not there"));
    }
    let mut columns = Vec::with_capacity(components);
    for power in &header.coordinate_steps {
        let step = libm::exp2(f64::from(*power));
        let values = pack.planes(header.people)?;
        columns.push(values.into_iter().map(|value| f64::from(value.cast_signed()) * step).collect());
    }
    let coordinates = interleave(&columns, header.people);
    if !pack.rest.is_empty() {
        return Err(pack.wrong("bytes behind its last column"));
    }
    Ok(Panel {
        about: header.about,
        sites,
        frequencies,
        groups: header.groups,
        group_frequencies,
        populations: header.populations,
        components,
        loadings,
        singular_values: header.singular_values.iter().map(|value| *value as f64 * SINGULAR_STEP).collect(),
        people,
        coordinates,
    })
}

/// Columns as rows joined.
fn interleave(columns: &[Vec<f64>], rows: usize) -> Vec<f64> {
    (0..rows).flat_map(|row| columns.iter().filter_map(move |column| column.get(row).copied())).collect()
}

/// The bytes that are still to be read.
struct Pack<'a> {
    rest: &'a [u8],
    length: usize,
}

impl<'a> Pack<'a> {
    fn wrong(&self, what: &'static str) -> Error {
        Error::new(ErrorKind::PanelCorrupt { what }).at_byte(self.length.saturating_sub(self.rest.len()) as u64)
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or_else(|| self.wrong("it ends too early"))?;
        self.rest = rest;
        Ok(taken)
    }

    fn varint(&mut self) -> Result<u32> {
        let mut rest = self.rest;
        let value = take_varint(&mut rest).ok_or_else(|| self.wrong("a number that is none"))?;
        self.rest = rest;
        Ok(value)
    }

    /// Two bytes each: all low ones, then all high ones.
    fn planes(&mut self, count: usize) -> Result<Vec<u16>> {
        let low = self.take(count)?;
        let high = self.take(count)?;
        Ok(low.iter().zip(high).map(|(low, high)| u16::from_le_bytes([*low, *high])).collect())
    }

    fn frequencies(&mut self, sites: usize, ends_allowed: bool) -> Result<Vec<f64>> {
        const WHOLE: u16 = 16384;
        let values = self.planes(sites)?;
        let is_one = |value: &u16| *value <= WHOLE && (ends_allowed || (1..WHOLE).contains(value));
        if !values.iter().all(is_one) {
            return Err(self.wrong("a frequency that is none"));
        }
        Ok(values.into_iter().map(|value| f64::from(value) * FREQUENCY_STEP).collect())
    }

    fn sites(&mut self, count: usize) -> Result<Vec<PanelSite>> {
        let mut chromosomes = Vec::with_capacity(count);
        for number in 1..=22 {
            let of = usize::try_from(self.varint()?).unwrap_or(usize::MAX);
            let chromosome = Chromosome::autosome(number).ok_or_else(|| self.wrong("a chromosome that is none"))?;
            if of > count.saturating_sub(chromosomes.len()) {
                return Err(self.wrong("more sites than its header says"));
            }
            chromosomes.extend(std::iter::repeat_n(chromosome, of));
        }
        if chromosomes.len() != count {
            return Err(self.wrong("fewer sites than its header says"));
        }
        let mut sites: Vec<PanelSite> = Vec::with_capacity(count);
        for chromosome in &chromosomes {
            let last = sites.last().map(|site| site.site37).filter(|last| last.chromosome() == Some(*chromosome));
            let step = self.varint()?;
            let position = last.map_or(0, Site::position).checked_add(step).filter(|_| step > 0);
            let position = position.ok_or_else(|| self.wrong("sites out of order"))?;
            sites.push(PanelSite {
                site37: Site::new(*chromosome, position),
                site38: Site::NONE,
                id: RsId::NONE,
                reference: b'A',
                alternate: b'A',
            });
        }
        let mut distance = 0_i32;
        for site in &mut sites {
            distance = distance.wrapping_add(unzigzag(self.varint()?));
            let position = site.site37.position().checked_add_signed(distance).filter(|position| *position > 0);
            let position = position.ok_or_else(|| self.wrong("a position before its chromosome"))?;
            site.site38 = site.site37.chromosome().map_or(Site::NONE, |chromosome| Site::new(chromosome, position));
        }
        for site in &mut sites {
            site.id = RsId::from_number(self.varint()?);
        }
        let bases = |code: u8| b"ACGT".get(usize::from(code)).copied();
        for (site, code) in sites.iter_mut().zip(self.take(count)?) {
            let (reference, alternate) = (bases(code >> 2), bases(code & 3));
            let (Some(reference), Some(alternate)) = (reference, alternate) else {
                return Err(self.wrong("an allele that is none"));
            };
            if reference == alternate || complement(reference) == Some(alternate) {
                return Err(self.wrong("a site whose alleles do not tell the strand"));
            }
            (site.reference, site.alternate) = (reference, alternate);
        }
        Ok(sites)
    }
}
