//! Packs come back as they were written, and no damage passes.

use super::{HASH_BYTES, read_panel_bytes, write_panel};
use crate::genome::{Chromosome, RsId, Site};
use crate::reference::{About, Panel, PanelSite, Population};
use sha2::{Digest as _, Sha256};

fn panel() -> Panel {
    let site = |chromosome, at37, at38, id, reference, alternate| {
        let chromosome = Chromosome::autosome(chromosome).unwrap();
        let (site37, site38) = (Site::new(chromosome, at37), Site::new(chromosome, at38));
        PanelSite { site37, site38, id: RsId::from_number(id), reference, alternate }
    };
    Panel {
        about: About { name: "made up".to_owned(), ..About::default() },
        sites: vec![
            site(1, 1000, 1100, 7, b'A', b'G'),
            site(1, 248_000_000, 247_000_000, u32::MAX, b'T', b'C'),
            site(22, 17, 1, 9, b'C', b'A'),
        ],
        frequencies: vec![0.5, 0.25, 1.0 / 16384.0],
        groups: vec!["X".to_owned(), "Y".to_owned()],
        group_frequencies: vec![0.0, 1.0, 0.5, 0.25, 0.75, 0.125],
        populations: vec![Population { code: "P".to_owned(), group: 1 }, Population { code: "Q".to_owned(), group: 0 }],
        components: 2,
        loadings: vec![0.5, -0.25, 0.125, 0.0, -0.5, 1.0],
        singular_values: vec![20.5, 3.25],
        people: vec![0, 1, 1, 0],
        coordinates: vec![1.5, -2.0, 0.5, 0.25, -100.0, 8.0, 0.0, 0.0],
    }
}

/// The same bytes with a hash that fits them.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let body = bytes.len() - HASH_BYTES;
    let hash = Sha256::digest(&bytes[..body]);
    bytes[body..].copy_from_slice(&hash);
    bytes
}

#[test]
fn a_pack_comes_back() {
    let bytes = write_panel(&panel()).unwrap();
    let read = read_panel_bytes(&bytes).unwrap();
    assert_eq!(read, panel());
    assert_eq!(write_panel(&read).unwrap(), bytes);
}

#[test]
fn every_changed_byte_and_every_length_is_an_error() {
    let bytes = write_panel(&panel()).unwrap();
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x41;
        let error = read_panel_bytes(&damaged).unwrap_err();
        assert_eq!(error.code(), "panel-corrupt", "byte {at}");
        assert!(error.place().byte.is_some());
        assert_eq!(read_panel_bytes(&bytes[..at]).unwrap_err().code(), "panel-corrupt", "{at} bytes");
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert_eq!(read_panel_bytes(&longer).unwrap_err().code(), "panel-corrupt");
}

/// Damage that somebody made on purpose has a hash that fits.
#[test]
fn sealed_damage_is_refused_or_gives_a_panel() {
    let bytes = write_panel(&panel()).unwrap();
    let mut refused = 0;
    for at in 10..bytes.len() - HASH_BYTES {
        for change in [0x01, 0x80, 0xFF] {
            let mut damaged = bytes.clone();
            damaged[at] ^= change;
            match read_panel_bytes(&sealed(damaged)) {
                Ok(panel) => assert!(panel.frequencies.iter().all(|p| *p > 0.0 && *p < 1.0)),
                Err(error) => {
                    assert_eq!(error.code(), "panel-corrupt");
                    refused += 1;
                }
            }
        }
    }
    assert!(refused > 100);
}
