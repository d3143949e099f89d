//! The body that takes any bytes as a reference pack, as they are and with the hash that they ought to have.

use super::tell;
use sha2::{Digest as _, Sha256};
use tallele::calibration::Surroundings;
use tallele::formats::panel::{read_panel_bytes, write_panel};

/// Sites that a pack that was read is placed by at most: a fuzzed one may have thousands.
const SITES_MAX: usize = 500;

/// A panel whose columns fit each other, or an error with its byte.
pub fn panel(data: &[u8]) {
    read(data);
    if let Some((body, _)) = data.split_last_chunk::<32>() {
        let hash = Sha256::digest(body);
        read(&[body, hash.as_slice()].concat());
    }
}

fn read(data: &[u8]) {
    match read_panel_bytes(data) {
        Ok(panel) => {
            assert!(panel.sites.iter().is_sorted_by_key(|site| site.site37));
            assert_eq!(panel.loadings.len(), panel.sites.len() * panel.components);
            write_panel(&panel).expect("what was read can be written");
            if panel.people.len() < 100 {
                let observed: Vec<(usize, f64)> =
                    (0..panel.sites.len().min(SITES_MAX)).map(|site| (site, 1.0)).collect();
                drop(Surroundings::new(&panel).place(&observed));
            }
        }
        Err(error) => drop(tell(&error)),
    }
}
