//! Cases that are right or wrong in a way that a few lines show.

use super::{ScoreFile, ScoreFileReader};
use crate::error::{Error, Result};
use crate::weights::{EffectModel, ScoreTable};

fn try_read(text: &[u8]) -> Result<Vec<ScoreFile>> {
    let mut reader = ScoreFileReader::new("folder/file.txt");
    reader.push_block(text, 1)?;
    reader.finish()
}

fn read(text: &[u8]) -> ScoreFile {
    try_read(text).expect("a score").into_iter().next().expect("one")
}

fn other(table: &ScoreTable, row: usize) -> String {
    String::from_utf8_lossy(table.allele_text(table.row(row).other)).into_owned()
}

#[test]
fn ratios_are_logged_once_and_only_where_they_are_ratios() {
    let rows: [(&[u8], f64); 9] = [
        (b"rsID\teffect_allele\tOR\nrs1\tA\t1.5\n", libm::log(1.5)),
        (b"rsID\teffect_allele\tHR\nrs1\tA\t1.5\n", libm::log(1.5)),
        (b"rsID\teffect_allele\teffect_weight\tOR\nrs1\tA\t0.25\t1.5\n", 0.25),
        (b"#weight_type=OR\nrsID\teffect_allele\teffect_weight\nrs1\tA\t1.5\n", 1.5),
        (b"#weight_type=OR\nrsID\teffect_allele\tOR\nrs1\tA\t1.5\n", libm::log(1.5)),
        (b"#weight_type=log(OR)\nrsID\teffect_allele\teffect_weight\nrs1\tA\t1.5\n", 1.5),
        (b"#weight_type=NR\nrsID\teffect_allele\teffect_weight\nrs1\tA\t1.5\n", 1.5),
        (b"#weight_type=beta\nrsID\teffect_allele\teffect_weight\nrs1\tA\t1.5\n", 1.5),
        (b"rsID\teffect_allele\teffect_weight\tweight_type\nrs1\tA\t1.5\tHR\n", 1.5),
    ];
    for (text, expected) in rows {
        let name = String::from_utf8_lossy(text);
        let score = read(text);
        assert_eq!(score.table.weight(0).to_bits(), expected.to_bits(), "{name}");
        let says = |code| score.findings.iter().any(|finding| finding.code == code);
        assert_eq!(says("score-weights-from-ratios"), expected == libm::log(1.5), "{name}");
        let named_otherwise = text.starts_with(b"#weight_type=OR") && expected == 1.5;
        assert_eq!(says("score-weights-may-be-ratios"), named_otherwise, "{name}");
        assert_eq!(says("score-weight-type-not-reported"), text.starts_with(b"#weight_type=NR"), "{name}");
    }
}

#[test]
fn errors_have_a_line_and_a_field() {
    type Row = (&'static [u8], &'static str, Option<u64>, Option<&'static str>);
    let rows: [Row; 24] = [
        (b"", "empty", None, None),
        (b"#pgs_id=PGS1\n", "no-rows", None, None),
        (b"rsID\teffect_allele\teffect_weight\n", "no-rows", None, None),
        (b"#pgs_id=PGS1\nhello\n", "score-column-missing", Some(2), None),
        (b"hello\nworld\n", "scores-unrecognised", Some(1), None),
        (b"rsID\teffect_weight\nrs1\t1\n", "score-column-missing", Some(1), None),
        (b"ID\teffect_allele\tgene\nrs1\tA\tX\n", "score-column-missing", Some(2), None),
        (b"rsID\teffect_allele\tbeta\tBeta\nrs1\tA\t1\t1\n", "score-column-repeated", Some(1), Some("Beta")),
        (b"\nrsID\teffect_allele\teffect_weight\nrs1\tA\tx\n", "bad-number", Some(3), Some("effect_weight")),
        (b"rsID\teffect_allele\teffect_weight\nrs1\tA\tNaN\n", "bad-number", Some(2), Some("effect_weight")),
        (b"rsID\teffect_allele\teffect_weight\nrs1\tA\t-1.7e308\n", "bad-number", Some(2), Some("effect_weight")),
        (b"rsID\teffect_allele\teffect_weight\nrs1\tA\tinf\n", "bad-number", Some(2), Some("effect_weight")),
        (b"rsID\teffect_allele\tOR\nrs1\tA\t0\n", "bad-number", Some(2), Some("OR")),
        (b"#weight_type=HR\nrsID\teffect_allele\tHR\nrs1\tA\t-1\n", "bad-number", Some(3), Some("HR")),
        (
            b"chr_name\tchr_position\teffect_allele\teffect_weight\n1\tx\tA\t1\n",
            "bad-position",
            Some(2),
            Some("chr_position"),
        ),
        (
            b"chr_name\tchr_position\teffect_allele\teffect_weight\n22\t99999999\tA\t1\n",
            "bad-position",
            Some(2),
            Some("chr_position"),
        ),
        (b"rsID\teffect_allele\teffect_weight\nrs1\tA\t1\t1\n", "field-count", Some(2), None),
        (b"rsID\teffect_allele\teffect_weight\nrs1\tA\t1\nrs1\tA\n", "field-count", Some(3), None),
        (b"rsID\teffect_allele\teffect_weight\thm_chr\thm_pos\nrs1\tA\t1\t1\n", "field-count", Some(2), None),
        (b"rs1 A 0.5\nrs2 C\n", "field-count", Some(2), None),
        (b"rs1 A 0.5\nrs2 C much\n", "bad-number", Some(2), Some("SCORE1")),
        (b"rsid\tchromosome\tposition\tgenotype\nrs1\t1\t5\tAA\n", "genotypes-as-scores", Some(1), None),
        (
            b"rsID\teffect_allele\teffect_weight\tis_dominant\nrs1\tA\t1\tX\n",
            "bad-number",
            Some(2),
            Some("is_dominant"),
        ),
        (
            b"rsID\teffect_allele\teffect_weight\tis_haplotype\nrs1\tA\t1\tn\nrs1\tA\t1\t2\n",
            "bad-number",
            Some(3),
            Some("is_haplotype"),
        ),
    ];
    for (text, code, line, field) in rows {
        let error: Error = try_read(text).expect_err(&String::from_utf8_lossy(text));
        let place = (error.place().line, error.place().field.as_deref());
        assert_eq!((error.code(), place), (code, (line, field)), "{}", String::from_utf8_lossy(text));
        assert_eq!(error.place().input.as_deref(), Some("folder/file.txt"));
    }
}

#[test]
fn rows_that_cannot_be_scored_stay_with_their_reason() {
    let header = b"rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tis_haplotype\tis_diplotype\tis_interaction\tis_dominant\tis_recessive\tvariant_type\n";
    let rows: [(&[u8], Option<&str>); 18] = [
        (b"rs1\t1\t5\tA\tC\t1", None),
        (b"rs1\t1\t5\tHLA-B*57:01\t\t1", Some("hla-allele")),
        (b"AA_DRB1_96\t6\t32549000\tP\tN\t1", Some("hla-allele")),
        (b"rs1\t6\t5\tP\tA\t1\t\t\t\t\t\tHLA_allele", Some("hla-allele")),
        (b"rs1\t1\t5\tA\tC\t1\tTRUE", Some("haplotype")),
        (b"rs1\t1\t5\tA\tC\t1\tFalse\ttrue", Some("diplotype")),
        (b"rs1\t1\t5\tA\tC\t1\tFalse\tfalse\t1", Some("interaction")),
        (b"rs1_x_rs2\t1\t5\tA\tC\t1", Some("interaction")),
        (b"rs1\t1\t5\tA_x_T\tC_x_G\t1", Some("interaction")),
        (b"rs1\t1\t5\tA\tC\t1\t\t\t\tTrue\t1", Some("model-conflict")),
        (b"rs1\t1\t5\tP\tN\t1", Some("not-a-sequence")),
        (b"rs1\t1\t5\tA\t<DEL>\t1", Some("not-a-sequence")),
        (b"rs1\t1\t5\t\tC\t1", Some("not-a-sequence")),
        (b"\t\t\tA\tC\t1", Some("no-location")),
        (b"\t7\t\tA\tC\t1", Some("no-location")),
        (b"\t6_apd_hap1\t5\tA\tC\t1", Some("other-contig")),
        (b"rs1\t6_apd_hap1\t5\tA\tC\t1", None),
        (b"rs1\t1\t5\tA\tC\t", Some("no-weight")),
    ];
    let mut text = header.to_vec();
    rows.iter().for_each(|(row, _)| text.extend([row, b"\r\n".as_slice()].concat()));
    let score = read(&text);
    assert_eq!(score.table.len(), rows.len());
    for (at, (row, reason)) in rows.iter().enumerate() {
        let name = String::from_utf8_lossy(row);
        assert_eq!(score.table.unsupported(at).map(|reason| reason.code()), *reason, "{name}");
        assert_eq!(score.table.weight(at), if *reason == Some("no-weight") { 0.0 } else { 1.0 }, "{name}");
    }
}

#[test]
fn other_alleles_from_wherever_they_are() {
    let score = read(
        b"#pgs_id=P\nrsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\thm_rsID\thm_chr\thm_pos\thm_inferOtherAllele\n\
          rs1\t1\t5\ta\tg\t1\t\t\t\t\nrs1\t1\t5\tA\t\t1\t\t\t\tG,C,T\n.\t\t\tA\t\t1\trs77\tXY\t2700000\tG/A\n1:5:G:A\t1\t5\tA\t\t1\n\
          rs1\t1\t5\tA\tG/C\t1\nrs1\t1\t5\tA\tA\t1\t\tHG1\t7\t\n",
    );
    let table = &score.table;
    let inferred = |row| -> Vec<&[u8]> { table.inferred_others(row).iter().map(|id| table.allele_text(*id)).collect() };
    assert_eq!((other(table, 0).as_str(), inferred(0).len()), ("G", 0));
    assert_eq!((other(table, 1).as_str(), inferred(1)), ("", vec![b"G".as_slice(), b"C", b"T"]));
    assert_eq!((other(table, 2).as_str(), inferred(2)), ("", vec![b"G".as_slice()]));
    assert_eq!((table.name(2), table.harmonised_site(2).to_string()), ("rs77".into(), "X:2700000".into()));
    assert_eq!((other(table, 3).as_str(), table.name(3)), ("G", "1:5:G:A".into()));
    assert_eq!(inferred(4), [b"G".as_slice(), b"C"]);
    assert_eq!(other(table, 5), "");
    let counts = |code| score.findings.iter().find(|finding| finding.code == code).map_or(0, |finding| finding.count);
    assert_eq!(counts("score-alleles-disagree"), 1);
    assert_eq!((counts("score-rows-not-harmonised"), counts("score-rows-on-contigs")), (4, 1));
}

#[test]
fn frequencies_of_every_population() {
    let score = read(
        b"rsID\teffect_allele\teffect_weight\tallelefrequency_effect\tallelefrequency_effect_European\n\
          rs1\tA\t1\t0.25\t0.5\nrs2\tA\t1\t25%\t\nrs3\tA\t1\tunknown\t1.5\nrs4\tA\t1\t1\t0\n",
    );
    let table = &score.table;
    assert_eq!([0, 1, 2, 3].map(|row| table.frequency(row)), [Some(0.25), None, None, Some(1.0)]);
    let name = "allelefrequency_effect_European";
    assert_eq!(table.frequency_columns().collect::<Vec<_>>(), [name]);
    assert_eq!([0, 1, 2, 3].map(|row| table.frequency_in(name, row)), [Some(0.5), None, None, Some(0.0)]);
    let finding = score.findings.iter().find(|finding| finding.code == "score-frequency-ignored");
    assert_eq!(finding.map(|finding| finding.count), Some(3));
}

#[test]
fn models_by_row() {
    let score = read(
        b"rsID\teffect_allele\teffect_weight\tis_dominant\tis_recessive\tdosage_0_weight\tdosage_1_weight\tdosage_2_weight\n\
          rs1\tA\t0.5\tTRUE\tFALSE\t\t\t\nrs2\tA\t0.5\t0\t1\t\t\t\nrs3\tA\t0.5\t\t\t-1\t0\t2\nrs4\tA\t\t\t\t-1\t0\t2\nrs5\tA\t0.5\t\t\t-1\t\t2\n\
          rs6\tA\t0.5\tY\tn\t\t\t\nrs7\tA\t0.5\tNo\tt\t\t\t\n",
    );
    let table = &score.table;
    let by_dosage = EffectModel::ByDosage([-1.0, 0.0, 2.0]);
    let expected = [
        EffectModel::Dominant,
        EffectModel::Recessive,
        by_dosage,
        by_dosage,
        EffectModel::Additive,
        EffectModel::Dominant,
        EffectModel::Recessive,
    ];
    assert_eq!([0, 1, 2, 3, 4, 5, 6].map(|row| table.row(row).model), expected);
    assert_eq!((table.weight(3), table.weight_text(3)), (1.5, "-1;0;2".into()));
    assert_eq!(table.unsupported(4).map(|reason| reason.code()), Some("no-weight"));
}

#[test]
fn several_scores_and_plain_rows() {
    let texts: [&[u8]; 4] = [
        b"rs1 A 0.5 1\nchr22_17080378_G_A  A\t-1e-3 2\n",
        b"name letter one two\nrs1 A 0.5 1\nchr22_17080378_G_A A -1e-3 2\n",
        b"ID\teffect_allele\tone\ttwo\nrs1\tA\t0.5\t1\nchr22_17080378_G_A\tA\t-1e-3\t2\n",
        b"\xef\xbb\xbf\"ID\",\"effect_allele\",\"one\",\"two\"\r\n\"rs1\",\"A\",\"0.5\",\"1\"\r\nchr22_17080378_G_A,A,-1e-3,2\r\n",
    ];
    for (at, text) in texts.iter().enumerate() {
        let scores = try_read(text).expect("scores");
        let ids: Vec<&str> = scores.iter().map(|score| score.table.header.id.as_str()).collect();
        assert_eq!(ids, if at == 0 { ["SCORE1", "SCORE2"] } else { ["one", "two"] });
        assert!(scores.iter().all(|score| score.format == "plink-score" && score.table.len() == 2));
        let second = &scores[1].table;
        assert_eq!((second.weight(0), second.weight(1), scores[0].table.weight(1)), (1.0, 2.0, -1e-3));
        assert_eq!((second.author_site(1).to_string().as_str(), other(second, 1).as_str()), ("22:17080378", "G"));
    }
    let only = try_read(b"rs1 A 0.5\n").expect("a score");
    assert_eq!(only[0].table.header.id, "file");
}

/// Each score has its own header and columns: a line of a megabyte may not ask for gigabytes.
#[test]
fn the_scores_of_one_file_are_limited() {
    let row = |scores: usize| format!("rs1 A{}\n", " 0.5".repeat(scores));
    assert_eq!(try_read(row(super::MAX_SCORES).as_bytes()).unwrap().len(), super::MAX_SCORES);
    let error = try_read(row(super::MAX_SCORES + 1).as_bytes()).unwrap_err();
    assert_eq!((error.code(), error.place().line), ("too-many-scores", Some(1)));
    let long = format!("#citation={}\n{}", "x".repeat(100_000), row(1000));
    assert_eq!(try_read(long.as_bytes()).unwrap_err().code(), "too-many-scores");
}

#[test]
fn two_builds_in_one_table() {
    let table = read(b"CHR pos_hg19 pos_hg38 A1 A2 BETA\nchr1 100 200 A C 0.5\n").table;
    assert_eq!((table.author_site(0).position(), table.harmonised_site(0).position()), (100, 200));
    let builds =
        [table.header.genome_build, table.header.harmonised_build].map(|build| build.map(|build| build.name()));
    assert_eq!(builds, [Some("GRCh37"), Some("GRCh38")]);
}

#[test]
fn frequencies_of_populations_alone_are_said() {
    let text = b"rsID\teffect_allele\teffect_weight\tallelefrequency_effect_European\nrs1\tA\t1\t0.25\n";
    let score = read(text);
    assert_eq!(
        (score.table.frequency(0), score.table.frequency_in("allelefrequency_effect_European", 0)),
        (None, Some(0.25))
    );
    assert!(score.findings.iter().any(|finding| finding.code == "score-population-frequencies"));
}
