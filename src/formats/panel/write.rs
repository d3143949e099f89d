//! Writes a reference pack: the same panel gives the same bytes.

use super::header::{Header, SINGULAR_STEP};
use super::varint::{push_varint, zigzag};
use super::{FREQUENCY_STEP, MAGIC, VERSION};
use crate::error::{ErrorKind, Result};
use crate::reference::Panel;
use sha2::{Digest as _, Sha256};

/// The pack of a panel.
///
/// Errors: `internal` where the panel's columns do not fit each other, which no builder makes.
pub fn write_panel(panel: &Panel) -> Result<Vec<u8>> {
    let sites = panel.sites.len();
    let fits = panel.frequencies.len() == sites
        && panel.group_frequencies.len() == panel.groups.len() * sites
        && panel.loadings.len() == sites * panel.components
        && panel.coordinates.len() == panel.people.len() * panel.components
        && panel.singular_values.len() == panel.components
        && panel.populations.len() <= 256
        && panel.sites.is_sorted_by_key(|site| site.site37);
    if !fits {
        return Err(ErrorKind::Internal { what: "a panel's columns fit each other" }.into());
    }
    let column = |values: &[f64], component: usize| -> Vec<f64> {
        values.iter().skip(component).step_by(panel.components.max(1)).copied().collect()
    };
    let loadings: Vec<Vec<f64>> = (0..panel.components).map(|component| column(&panel.loadings, component)).collect();
    let places: Vec<Vec<f64>> = (0..panel.components).map(|component| column(&panel.coordinates, component)).collect();
    let header = Header {
        about: panel.about.clone(),
        sites,
        people: panel.people.len(),
        groups: panel.groups.clone(),
        populations: panel.populations.clone(),
        singular_values: panel
            .singular_values
            .iter()
            .map(|&value| u64::from(in_steps(value, SINGULAR_STEP).unsigned_abs()))
            .collect(),
        loading_steps: loadings.iter().map(|values| step_power(values, 127.0)).collect(),
        coordinate_steps: places.iter().map(|values| step_power(values, 32767.0)).collect(),
    };
    let json =
        serde_json::to_vec(&header).map_err(|_| ErrorKind::Internal { what: "a pack's header can be written" })?;
    let length = u32::try_from(json.len()).map_err(|_| ErrorKind::Internal { what: "a pack's header is short" })?;
    let mut out = MAGIC.to_vec();
    out.extend(VERSION.to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(json);
    push_sites(&mut out, panel);
    // A site where all people have one allele would be none; rounding must not make one.
    push_planes(&mut out, panel.frequencies.iter().map(|value| in_steps(*value, FREQUENCY_STEP).clamp(1, 16383)));
    for values in (0..panel.groups.len()).map(|group| panel.frequencies_in(group)) {
        push_planes(&mut out, values.iter().map(|value| in_steps(*value, FREQUENCY_STEP)));
    }
    for (values, power) in loadings.iter().zip(&header.loading_steps) {
        let step = libm::exp2(f64::from(*power));
        out.extend(values.iter().map(|value| in_steps(*value, step).to_le_bytes()[0]));
    }
    out.extend(panel.people.iter().map(|population| population.to_le_bytes()[0]));
    for (values, power) in places.iter().zip(&header.coordinate_steps) {
        let step = libm::exp2(f64::from(*power));
        push_planes(&mut out, values.iter().map(|value| in_steps(*value, step)));
    }
    let hash = Sha256::digest(&out);
    out.extend(hash);
    Ok(out)
}

fn push_sites(out: &mut Vec<u8>, panel: &Panel) {
    for chromosome in 1..=22 {
        let of =
            |site: &&crate::reference::PanelSite| site.site37.chromosome().is_some_and(|of| of.index() == chromosome);
        push_varint(out, u32::try_from(panel.sites.iter().filter(of).count()).unwrap_or(u32::MAX));
    }
    let mut before = None;
    for site in &panel.sites {
        let chromosome = site.site37.chromosome();
        let last = match before {
            Some((of, position)) if of == chromosome => position,
            _ => 0,
        };
        push_varint(out, site.site37.position().wrapping_sub(last));
        before = Some((chromosome, site.site37.position()));
    }
    let mut distance = 0_i32;
    for site in &panel.sites {
        let here = site.site38.position().wrapping_sub(site.site37.position()).cast_signed();
        push_varint(out, zigzag(here.wrapping_sub(distance)));
        distance = here;
    }
    panel.sites.iter().for_each(|site| push_varint(out, site.id.number()));
    let code = |base: u8| b"ACGT".iter().position(|known| *known == base).unwrap_or(0).to_le_bytes()[0];
    out.extend(panel.sites.iter().map(|site| code(site.reference) << 2 | code(site.alternate)));
}

/// Low bytes, then high bytes.
fn push_planes(out: &mut Vec<u8>, values: impl Iterator<Item = i32> + Clone) {
    out.extend(values.clone().map(|value| value.to_le_bytes()[0]));
    out.extend(values.map(|value| value.to_le_bytes()[1]));
}

/// The nearest whole number of steps.
#[expect(clippy::cast_possible_truncation, reason = "whole, and beyond 2³¹ the nearest there is")]
fn in_steps(value: f64, step: f64) -> i32 {
    rounded(value / step) as i32
}

fn rounded(value: f64) -> f64 {
    libm::round(value)
}

/// The power of two in whose units the largest of these is at most `most`; 0 where all are 0.
fn step_power(values: &[f64], most: f64) -> i32 {
    let largest = values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    if largest == 0.0 {
        return 0;
    }
    let mut power = 0;
    while rounded(largest / libm::exp2(f64::from(power))) > most {
        power += 1;
    }
    while power > -60 && rounded(largest / libm::exp2(f64::from(power - 1))) <= most {
        power -= 1;
    }
    power
}
