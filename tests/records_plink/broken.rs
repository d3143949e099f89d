//! Broken sets, each with its code and place, and real ones cut and flipped: an error or data of the same shape, never a panic.

use super::sets::{bed, bytes, folder, pgen};
use std::path::Path;
use tallele::error::Result;
use tallele::genome::{Calls, Dosage, Reading, Record, RecordStream};

/// Reads everything, and checks the shape of what is read; gives the records.
fn read_all(stream: Result<impl RecordStream>) -> Result<usize> {
    let mut stream = stream?;
    let samples = stream.samples().len();
    let (mut record, mut calls, mut records) = (Record::default(), Calls::default(), 0);
    while stream.next_record(&mut record)? {
        stream.read_calls(&mut calls)?;
        records += 1;
        let alleles = record.alleles() as u8;
        assert_eq!((calls.width, calls.alleles.len()), (2, 2 * samples));
        assert!(calls.alleles.iter().all(|allele| *allele < alleles || *allele == Calls::MISSING));
        assert!(calls.dosages.is_empty() || calls.dosages.len() == samples * (record.alleles() - 1));
        assert!(calls.dosages.iter().all(|dosage| dosage.is_nan() || (0.0..=2.0).contains(dosage)));
    }
    Ok(records)
}

#[test]
fn the_broken_files_of_bed_reader() {
    let Some(folder) = folder("the_broken_files_of_bed_reader") else { return };
    let folder = folder.join("fastlmm_bed-reader");
    type Row<'a> = ([&'a str; 3], std::result::Result<usize, (&'a str, Option<u64>, Option<u64>, &'a str)>);
    let rows: [Row; 9] = [
        (["small.bed", "small.bim", "small.fam"], Ok(4)),
        (["some_missing.bed", "some_missing.bim", "some_missing.fam"], Ok(100)),
        (["sparse.bed", "sparse.bim", "sparse.fam"], Ok(20)),
        (["smallmode0.bed", "smallmode0.bim", "smallmode0.fam"], Ok(3)),
        (["smallmodebad.bed", "small.bim", "small.fam"], Err(("header-corrupt", Some(2), None, "set.bed"))),
        (
            ["small_too_short.bed", "small_too_short.bim", "small_too_short.fam"],
            Err(("set-disagrees", None, None, "set.bed")),
        ),
        (["small.bed", "small.bim_bad_positions.bim", "small.fam"], Err(("bad-position", None, Some(2), "set.bim"))),
        // Whoever opens these sets finds the missing member; without its rows there is nothing to read.
        (["small_no_fam.bed", "small_no_fam.bim", ""], Err(("empty", None, None, ""))),
        (["small_no_bim.bed", "", "small_no_bim.fam"], Err(("empty", None, None, ""))),
    ];
    for ([genotypes, variants, samples], expected) in rows {
        let [one, two, three] = [genotypes, variants, samples]
            .map(|name| if name.is_empty() { Vec::new() } else { bytes(&folder.join(name)) });
        let found = read_all(bed(one, two, three));
        let told = found.as_ref().map(|records| *records).map_err(|error| {
            let place = error.place();
            (error.code(), place.byte, place.line, place.input.as_deref().unwrap_or(""))
        });
        assert_eq!(told, expected, "{genotypes} {variants}");
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let a = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let b = (a ^ (a >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    b ^ (b >> 31)
}

/// The three files of a set, and whether it is of PLINK 2.
fn real_sets(folder: &Path) -> Vec<(Vec<[Vec<u8>; 3]>, bool)> {
    let load = |names: [&str; 3]| names.map(|name| bytes(&folder.join(name)));
    let plink_ng = |name: &str| {
        let [one, two, three] = ["pgen", "pvar.zst", "psam"].map(|ending| format!("chrchang_plink-ng/{name}.{ending}"));
        load([&one, &two, &three])
    };
    let pgsc = |ending: &str| format!("PGScatalog_pgsc_calc/cineca_synthetic_subset.{ending}");
    let some = "fastlmm_bed-reader/some_missing";
    vec![
        (
            vec![
                plink_ng("all_ploidy"),
                plink_ng("mt_mixed_phase"),
                load([&pgsc("pgen"), &pgsc("pvar"), &pgsc("psam")]),
            ],
            true,
        ),
        (
            vec![
                load([&pgsc("bed"), &pgsc("bim"), &pgsc("fam")]),
                load([&format!("{some}.bed"), &format!("{some}.bim"), &format!("{some}.fam")]),
            ],
            false,
        ),
    ]
}

fn read_set([one, two, three]: [Vec<u8>; 3], is_pgen: bool) -> Result<usize> {
    let reading = Reading { dosage: Dosage::Expected, ..Reading::default() };
    if is_pgen { read_all(pgen(one, two, three, reading)) } else { read_all(bed(one, two, three)) }
}

#[test]
fn a_set_cut_anywhere_is_an_error() {
    let Some(folder) = folder("a_set_cut_anywhere_is_an_error") else { return };
    let mut state = 2026;
    for (sets, is_pgen) in real_sets(&folder) {
        for set in sets {
            assert!(read_set(set.clone(), is_pgen).is_ok());
            for run in 0..24 {
                let mut cut = set.clone();
                let member = &mut cut[run % 2];
                let at = match run / 2 {
                    0 => member.len() - 1,
                    early @ 1..=4 => early * 5,
                    _ => random(&mut state) as usize % member.len(),
                };
                member.truncate(at);
                let is_end_of_list = run == 1;
                let outcome = read_set(cut, is_pgen);
                // A list of variants may lack its last line end only.
                assert!(outcome.is_err() || is_end_of_list, "run {run} at {at}");
            }
        }
    }
}

#[test]
fn flipped_bits_never_change_the_shape() {
    let Some(folder) = folder("flipped_bits_never_change_the_shape") else { return };
    let mut state = 7;
    for (sets, is_pgen) in real_sets(&folder) {
        for set in sets {
            for run in 0..60 {
                let mut flipped = set.clone();
                let member = &mut flipped[[0, 0, 0, 1, 2][run % 5]];
                // Half of the flips fall on the header and the first records.
                let range = if run % 2 == 0 { member.len().min(3000) } else { member.len() };
                for _ in 0..=run % 3 {
                    member[random(&mut state) as usize % range] ^= 1 << (random(&mut state) % 8);
                }
                if let Err(error) = read_set(flipped, is_pgen) {
                    assert!(error.code() != "internal", "run {run}: {error:?}");
                }
            }
        }
    }
}
