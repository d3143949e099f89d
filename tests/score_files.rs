//! Reads the real scoring files and compares what came out with the rows in the file.

#![allow(clippy::print_stderr)] // a skipped test says so

use flate2::read::MultiGzDecoder;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;
use tallele::formats::score_file::{ScoreFile, ScoreFileReader, looks_like_scores};
use tallele::genome::Build;
use tallele::weights::{EffectModel, ScoreTable};

/// The folder of scoring files; `None`, said by name, where it is absent.
fn folder(test: &str) -> Option<PathBuf> {
    let data = std::env::var("TALLELE_DATA").unwrap_or_else(|_| "../shared/data".to_owned());
    let folder = PathBuf::from(data).join("scores");
    if folder.is_dir() {
        return Some(folder);
    }
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{test}: {} is absent", folder.display());
    eprintln!("skipped: {test}: {} is absent", folder.display());
    None
}

fn text(path: PathBuf) -> Vec<u8> {
    let stored = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    if !stored.starts_with(&[0x1f, 0x8b]) {
        return stored;
    }
    let mut text = Vec::new();
    MultiGzDecoder::new(stored.as_slice()).read_to_end(&mut text).expect("gzip");
    text
}

fn read(name: &str, text: &[u8]) -> Vec<ScoreFile> {
    let mut reader = ScoreFileReader::new(name);
    reader.push_block(text, 1).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    reader.finish().unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

fn tally(table: &ScoreTable) -> BTreeMap<&'static str, usize> {
    let mut tally = BTreeMap::new();
    for reason in (0..table.len()).filter_map(|row| table.unsupported(row)) {
        *tally.entry(reason.code()).or_default() += 1;
    }
    tally
}

fn count(table: &ScoreTable, is: impl Fn(usize) -> bool) -> usize {
    (0..table.len()).filter(|row| is(*row)).count()
}

/// Rows of one table as text, for comparing.
fn lines(table: &ScoreTable) -> Vec<String> {
    (0..table.len())
        .map(|row| {
            let cells = table.row(row);
            format!(
                "{:?} {:?} {:?} {} {:?} {:?} {} {} {:?} {:?} {:?} {:?}",
                table.author_site(row),
                table.harmonised_site(row),
                table.id(row),
                table.name(row),
                table.allele_text(cells.effect),
                table.allele_text(cells.other),
                cells.weight.to_bits(),
                table.weight_text(row),
                table.frequency(row).map(f64::to_bits),
                cells.model,
                table.unsupported(row),
                table.inferred_others(row).iter().map(|allele| table.allele_text(*allele)).collect::<Vec<_>>(),
            )
        })
        .collect()
}

/// File, format, id, scores in it, and of the first: rows, with author's place, harmonised place, rsID, other allele.
type Expected = (&'static str, &'static str, &'static str, usize, [usize; 5]);

const FILES: &[Expected] = &[
    ("PGScatalog_pgs-harmonizer/PGS000065.txt.gz", "pgs-catalog", "PGS000065", 1, [103, 103, 0, 102, 103]),
    ("PGScatalog_pgsc_calc/PGS001229_22.txt", "pgs-catalog", "PGS001229", 1, [835, 835, 0, 835, 835]),
    ("PGScatalog_pgsc_calc/PGS001229_22_duplicate.txt", "pgs-catalog", "duplicatetest", 1, [8, 8, 0, 8, 8]),
    ("PGScatalog_pgsc_calc/customgrch37.txt", "pgs-catalog", "custom", 1, [2, 2, 0, 0, 2]),
    ("PGScatalog_pgsc_calc/customgrch38.txt", "pgs-catalog", "custom", 1, [2, 2, 0, 0, 2]),
    ("PGScatalog_pgsc_calc/multiscore.txt", "plink-score", "PGS001229_22", 2, [829, 829, 0, 0, 829]),
    ("PGScatalog_pgsc_calc/scorefile.txt", "pgs-catalog", "PGS001229_22", 1, [835, 835, 0, 0, 835]),
    (
        "PGScatalog_pgsc_calc/scorefile_dominant_and_recessive.txt",
        "pgs-catalog",
        "PGS001229_22_DominantRecessiveExample",
        1,
        [835, 835, 0, 0, 835],
    ),
    ("PGScatalog_pgsc_calc/test.scorefile", "plink-score", "PGS001229_22", 1, [829, 829, 0, 0, 829]),
    ("PGScatalog_pygscatalog/OPGS017309.txt", "pgs-catalog", "OPGS017309", 1, [697, 697, 0, 697, 697]),
    (
        "PGScatalog_pygscatalog/OPGS017309_hmPOS_GRCh38.txt.gz",
        "pgs-catalog",
        "OPGS017309",
        1,
        [697, 697, 697, 697, 697],
    ),
    ("PGScatalog_pygscatalog/OPGS019828.txt", "pgs-catalog", "OPGS019828", 1, [1, 1, 0, 1, 1]),
    ("PGScatalog_pygscatalog/OPGS019828_hmPOS_GRCh38.txt.gz", "pgs-catalog", "OPGS019828", 1, [1, 1, 1, 1, 1]),
    ("PGScatalog_pygscatalog/PGS000001.txt.gz", "pgs-catalog", "PGS000001", 1, [77, 0, 0, 77, 77]),
    ("PGScatalog_pygscatalog/PGS000001_hmPOS_GRCh37.txt.gz", "pgs-catalog", "PGS000001", 1, [77, 0, 77, 77, 77]),
    ("PGScatalog_pygscatalog/PGS000001_hmPOS_GRCh38.txt.gz", "pgs-catalog", "PGS000001", 1, [77, 0, 77, 77, 77]),
    ("PGScatalog_pygscatalog/PGS000002.txt.gz", "pgs-catalog", "PGS000002", 1, [77, 0, 0, 77, 77]),
    ("PGScatalog_pygscatalog/PGS000002_hmPOS_GRCh37.txt.gz", "pgs-catalog", "PGS000002", 1, [77, 0, 77, 77, 77]),
    ("PGScatalog_pygscatalog/PGS000002_hmPOS_GRCh38.txt.gz", "pgs-catalog", "PGS000002", 1, [77, 0, 77, 77, 77]),
    ("PGScatalog_pygscatalog/PGS000802_hmPOS_GRCh37.txt", "pgs-catalog", "PGS000802", 1, [19, 19, 19, 19, 19]),
    ("PGScatalog_pygscatalog/PGS004255_hmPOS_GRCh38.txt.gz", "pgs-catalog", "PGS004255", 1, [30, 30, 30, 0, 30]),
    (
        "PGScatalog_pygscatalog/complex_variants_PGS000021.txt",
        "columns",
        "complex_variants_PGS000021",
        1,
        [33, 0, 0, 25, 0],
    ),
    ("PGScatalog_pygscatalog/custom.txt", "pgs-catalog", "test", 1, [1, 1, 0, 0, 1]),
    ("PGScatalog_pygscatalog/custom_no_oa.txt", "pgs-catalog", "test2", 1, [1, 1, 0, 0, 0]),
    ("PGScatalog_pygscatalog/lift_to_grch37.txt", "pgs-catalog", "PGS000001", 1, [77, 77, 0, 77, 77]),
    ("PGScatalog_pygscatalog/lift_to_grch38.txt", "pgs-catalog", "PGS000001", 1, [77, 77, 0, 77, 77]),
    ("lorenasandoval88_diseasome/PGS000004.txt", "pgs-catalog", "PGS000004", 1, [313, 313, 0, 0, 313]),
    ("lorenasandoval88_diseasome/PGS000004_hmPOS_GRCh37.txt", "pgs-catalog", "PGS000004", 1, [313, 313, 313, 0, 313]),
    ("lorenasandoval88_diseasome/PGS000055_hmPOS_GRCh37.txt", "pgs-catalog", "PGS000055", 1, [76, 76, 76, 76, 76]),
    ("lukfor_pgs-calc/PGS000001.txt.gz", "pgs-catalog", "PGS000001", 1, [77, 0, 0, 77, 77]),
    ("lukfor_pgs-calc/PGS000957.txt.gz", "pgs-catalog", "PGS000957", 1, [11276, 11275, 0, 11134, 11276]),
    ("lukfor_pgs-calc/chr20.scores.2.csv", "columns", "chr20.scores.2", 1, [4, 4, 0, 0, 4]),
    ("lukfor_pgs-calc/chr20.scores.2.flips.csv", "columns", "chr20.scores.2.flips", 1, [4, 4, 0, 0, 3]),
    ("lukfor_pgs-calc/chr20.scores.csv", "columns", "chr20.scores", 1, [4, 4, 0, 0, 4]),
    ("lukfor_pgs-calc/chr20.scores.csv.gz", "columns", "chr20.scores", 1, [4, 4, 0, 0, 4]),
    ("lukfor_pgs-calc/test.scores.csv", "columns", "test.scores", 1, [11, 11, 0, 0, 11]),
    ("lukfor_pgs-calc/test.scores2.csv", "columns", "test.scores2", 1, [4, 4, 0, 0, 4]),
];

#[test]
fn every_file_reads_as_it_is_written() {
    let Some(folder) = folder("every_file_reads_as_it_is_written") else { return };
    for (file, format, id, scores, expected) in FILES {
        let text = text(folder.join(file));
        assert!(looks_like_scores(&text[..text.len().min(4096)]).is_some(), "{file}");
        let read = read(file, &text);
        let table = &read[0].table;
        let seen = [
            table.len(),
            count(table, |row| table.author_site(row).is_some()),
            count(table, |row| table.harmonised_site(row).is_some()),
            count(table, |row| table.id(row).is_some()),
            count(table, |row| table.row(row).other.is_some()),
        ];
        assert_eq!(
            (read[0].format, table.header.id.as_str(), read.len(), seen),
            (*format, *id, *scores, *expected),
            "{file}"
        );
    }
}

#[test]
fn files_of_other_kinds_are_left_alone() {
    let Some(folder) = folder("files_of_other_kinds_are_left_alone") else { return };
    let rows = [
        ("lukfor_pgs-calc/single.vcf", "genotypes-as-scores"),
        ("lukfor_pgs-calc/scores.chunk1.txt", "scores-unrecognised"),
        ("lukfor_pgs-calc/chr20.scores.csv.format", "scores-unrecognised"),
        ("PGScatalog_pygscatalog/multiallelic.pvar", "scores-unrecognised"),
    ];
    for (file, code) in rows {
        let text = text(folder.join(file));
        assert_eq!(looks_like_scores(&text), None, "{file}");
        let mut reader = ScoreFileReader::new(file);
        let error = reader.push_block(&text, 1).and_then(|()| reader.finish().map(|_| ())).expect_err(file);
        assert_eq!((error.code(), error.place().input.as_deref()), (code, Some(file)), "{file}");
    }
}

/// Every cell that is read, against the file's own text split at tabs.
#[test]
fn cells_are_the_cells_of_the_file() {
    let Some(folder) = folder("cells_are_the_cells_of_the_file") else { return };
    for (file, ..) in FILES {
        let text = text(folder.join(file));
        let text = String::from_utf8(text).expect("UTF-8");
        let mut rows =
            text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
        let names = rows.next().expect("a header");
        let at = |row: &[&str], name: &str| {
            let column = names.iter().position(|column| column.eq_ignore_ascii_case(name))?;
            row.get(column).map(|cell| cell.to_string())
        };
        let scores = read(file, text.as_bytes());
        let table = &scores[0].table;
        for (index, row) in rows.enumerate() {
            let place = format!("{file} row {index}");
            if let Some(weight) = at(&row, "effect_weight") {
                assert_eq!(table.weight_text(index), weight, "{place}");
                assert_eq!(
                    table.weight(index).to_bits(),
                    weight.parse::<f64>().expect("a number").to_bits(),
                    "{place}"
                );
            }
            for (position, site) in
                [("chr_position", table.author_site(index)), ("hm_pos", table.harmonised_site(index))]
            {
                if let Some(position) = at(&row, position) {
                    assert_eq!(site.position(), position.parse().unwrap_or(0), "{place}");
                }
            }
            // `XY` is the pseudo-autosomal part of X.
            if let Some(chromosome) =
                at(&row, "chr_name").map(|name| name.replace("XY", "X")).filter(|_| table.author_site(index).is_some())
            {
                assert_eq!(table.author_site(index).chromosome().expect("one").name(), chromosome, "{place}");
            }
            let allele = |id| String::from_utf8_lossy(table.allele_text(id)).into_owned();
            assert_eq!(allele(table.row(index).effect), at(&row, "effect_allele").expect("a cell"), "{place}");
            if let Some(other) = at(&row, "other_allele").or(at(&row, "reference_allele")) {
                assert_eq!(allele(table.row(index).other), other, "{place}");
            }
            if let Some(id) = at(&row, "rsID").filter(|id| id.starts_with("rs")) {
                assert_eq!(table.name(index), id, "{place}");
            }
            if let Some(frequency) = at(&row, "allelefrequency_effect") {
                assert_eq!(table.frequency(index), frequency.parse().ok(), "{place}");
            }
        }
    }
}

#[test]
fn what_the_files_are_here_for() {
    let Some(folder) = folder("what_the_files_are_here_for") else { return };
    let first = |file: &str| {
        let text = text(folder.join(file));
        read(file, &text).into_iter().next().expect("a score")
    };

    let score = first("PGScatalog_pygscatalog/PGS000802_hmPOS_GRCh37.txt").table;
    let models = |model| count(&score, |row| score.row(row).model == model);
    let (dominant, recessive) = (models(EffectModel::Dominant), models(EffectModel::Recessive));
    assert_eq!((dominant, recessive, models(EffectModel::Additive)), (7, 7, 5));
    assert_eq!((score.header.genome_build, score.header.harmonised_build), (None, Some(Build::Grch37)));

    let score = first("PGScatalog_pygscatalog/PGS004255_hmPOS_GRCh38.txt.gz").table;
    let first_row = EffectModel::ByDosage([-0.098_338_100_000_000_01, 0.089_341_600_000_000_01, 0.443_718_4]);
    assert_eq!(score.row(0).model, first_row);
    assert_eq!(count(&score, |row| matches!(score.row(row).model, EffectModel::ByDosage(_))), 30);

    let score = first("PGScatalog_pygscatalog/complex_variants_PGS000021.txt");
    assert_eq!(tally(&score.table), BTreeMap::from([("diplotype", 5), ("hla-allele", 3)]));
    assert_eq!(score.table.name(6), "HLA-B*57:01");
    let finding = score.findings.iter().find(|finding| finding.code == "score-rows-unsupported").expect("said");
    assert_eq!(finding.count, 8);
    assert!(finding.text.ends_with("HLA alleles (3), pairs of haplotypes (5)."), "{}", finding.text);

    let score = first("lukfor_pgs-calc/PGS000957.txt.gz").table;
    assert_eq!(tally(&score), BTreeMap::from([("hla-allele", 1)]));
    assert_eq!((score.header.variants_number, score.header.get("PGS Name")), (Some(11_276), Some("GBE_HC932")));
    assert!(count(&score, |row| score.author_site(row).chromosome().is_some_and(|c| c.name() == "X")) > 0);

    let score = first("PGScatalog_pygscatalog/OPGS017309.txt").table;
    assert_eq!(
        (score.header.license.as_deref(), score.header.get("measurement_tissue")),
        (Some("CC BY"), Some("plasma"))
    );
    let score = first("lukfor_pgs-calc/test.scores.csv").table;
    assert_eq!(score.header.genome_build, Some(Build::Grch37));
}

#[test]
fn blocks_may_end_at_any_line() {
    let Some(folder) = folder("blocks_may_end_at_any_line") else { return };
    for (file, ..) in FILES {
        let text = text(folder.join(file));
        let whole: Vec<_> = read(file, &text);
        let mut lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
        for size in [1, 2, 7, 50] {
            let mut reader = ScoreFileReader::new(file);
            let mut number = 1;
            for block in lines.chunks(size) {
                reader.push_block(&block.concat(), number).expect(file);
                number += block.len() as u64;
            }
            let split = reader.finish().expect(file);
            for (split, whole) in split.iter().zip(&whole) {
                assert_eq!(lines_of(split), lines_of(whole), "{file} in blocks of {size}");
                assert_eq!(split.table.header, whole.table.header);
                assert_eq!(split.findings, whole.findings);
            }
        }
        // The same rows in another order are the same rows.
        let first = lines.iter().position(|line| !line.starts_with(b"#")).expect("a header") + 1;
        let ends_open = lines.last().is_some_and(|line| !line.ends_with(b"\n"));
        let closed = [lines.pop().expect("a line"), b"\n"].concat();
        lines.push(if ends_open { &closed } else { &closed[..closed.len() - 1] });
        lines[first..].reverse();
        let reversed = read(file, &lines.concat());
        for (reversed, whole) in reversed.iter().zip(&whole) {
            let mut rows = lines_of(reversed);
            rows.reverse();
            assert_eq!(rows, lines_of(whole), "{file} reversed");
        }
        // Windows line ends are no difference either.
        let windows = String::from_utf8_lossy(&text).replace('\n', "\r\n");
        let windows = read(file, windows.as_bytes());
        assert_eq!(lines_of(&windows[0]), lines_of(&whole[0]), "{file} with CRLF");
    }
}

fn lines_of(score: &ScoreFile) -> Vec<String> {
    lines(&score.table)
}

/// Damaged files end in a score or an error with a line, never in a panic.
#[test]
fn damaged_files_do_not_panic() {
    let seeds: [&[u8]; 6] = [
        b"#pgs_id=P\n#weight_type=NR\nrsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\thm_chr\thm_pos\thm_inferOtherAllele\n\
          rs1\t1\t100\tA\tC\t0.5\t1\t200\t\n\tX\t5\tAC\t\t1e-3\t\t\tG/C\n",
        b"rsID,effect_allele,OR,is_dominant,is_recessive,allelefrequency_effect_Asian\n\"rs1\",A,1.5,TRUE,FALSE,0.2\n\"a,b\",\"HLA-A*24\",2,0,1,30%\n",
        b"22:17080378:G:A G 0.01 -4e5\nrs5 T 0.0001 1\n",
        b"SNP A1 A2 effect_allele BETA\nrs1 A C C 1.5\n",
        b"chr_name\tchr_position\teffect_allele\tdosage_0_weight\tdosage_1_weight\tdosage_2_weight\n6\t32577380\tG\t-0.1\t0.1\t0.2\n",
        b"# PGS ID = PGS1\r\nrsID\tchr_name\teffect_allele\treference_allele\teffect_weight\r\nrs1\t5\tA\tC\t1.5\r\n",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % limit as u64) as usize
    };
    let splices: [&[u8]; 14] =
        [b"\t", b"\n", b"\"", b",", b"\r", b"#", b"=", b"\0", b"\xff", b"1e999", b"_x_", b"HLA-", b"99999999999", b" "];
    let (mut scores, mut errors) = (0, 0);
    for round in 0..6_000 {
        let mut text = seeds[round % seeds.len()].to_vec();
        for _ in 0..=below(5) {
            let at = below(text.len() + 1);
            match below(4) {
                0 => text.truncate(at),
                1 => drop(text.splice(at..at, splices[below(splices.len())].iter().copied())),
                2 => drop(text.drain(at..(at + below(12)).min(text.len()))),
                _ => drop(text.get_mut(at).map(|byte| *byte = below(256) as u8)),
            }
        }
        let _ = looks_like_scores(&text);
        let mut reader = ScoreFileReader::new("damaged.txt");
        match reader.push_block(&text, 1).and_then(|()| reader.finish()) {
            Ok(read) => {
                scores += 1;
                for table in read.iter().map(|score| &score.table) {
                    assert!(!table.is_empty());
                    assert!((0..table.len()).all(|row| table.weight(row).is_finite()));
                    assert_eq!(lines(table).len(), table.len());
                }
            }
            Err(error) => {
                errors += 1;
                let at_end = ["empty", "no-rows"].contains(&error.code());
                assert!(at_end || error.place().line.is_some(), "{error:?}");
            }
        }
    }
    assert!(scores > 1_000 && errors > 1_000, "{scores} scores, {errors} errors");
}
