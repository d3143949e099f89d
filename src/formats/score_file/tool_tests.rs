//! Cases of files that scoring programs write.

use super::{ScoreFile, ScoreFileReader};
use crate::error::Result;
use crate::weights::EffectModel;

fn try_read(text: &str) -> Result<Vec<ScoreFile>> {
    let mut reader = ScoreFileReader::new("file.txt");
    reader.push_block(text.as_bytes(), 1)?;
    reader.finish()
}

fn codes(score: &ScoreFile) -> Vec<&'static str> {
    score.findings.iter().map(|finding| finding.code).collect()
}

/// Id, name or place, effect allele, other allele and weight of the first row of each score, and the format.
fn first_rows(text: &str) -> Vec<String> {
    let read = try_read(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    let described = |score: &ScoreFile| {
        let table = &score.table;
        let row = table.row(0);
        let allele = |id| String::from_utf8_lossy(table.allele_text(id)).into_owned();
        format!(
            "{} {} {}>{} {} {}",
            score.format,
            table.header.id,
            allele(row.other),
            allele(row.effect),
            table.name(0),
            row.weight
        )
    };
    read.iter().map(described).collect()
}

#[test]
fn each_program_by_its_columns() {
    let rows: [(&str, &[&str]); 13] = [
        ("#ID A1 HEIGHT BMI\nrs1 A 0.5 2\n", &["plink-score HEIGHT >A rs1 0.5", "plink-score BMI >A rs1 2"]),
        ("#CHROM POS ID A1 BMI_SUM\n1 5 rs1 A 2\n", &["columns BMI_SUM >A rs1 2"]),
        (
            "chrom    pos    sid    nt1    nt2    raw_beta    ldpred_inf_beta \nchrom_7    500    rs1    A    G    -0.5    1e-3\n",
            &["ldpred file G>A rs1 0.001"],
        ),
        (
            "chr,pos,a0,a1,beta,beta_se,n_eff,_NUM_ID_,beta_auto\n7,500,G,A,0.5,0.1,1000,17,0.25\n",
            &["ldpred2 file G>A 7:500:G:A 0.25"],
        ),
        ("chr pos a0 a1 beta\n7 500 G A 0.5\n", &["ldpred2 file G>A 7:500:G:A 0.5"]),
        ("chr pos A1 A2 cor v1$best.beta\n7 500 A G 0.01 0.25\n", &["lassosum file G>A 7:500:G:A 0.25"]),
        (
            "\"chr\" \"pos\" \"a0\" \"a1\" \"beta_auto\"\n\"1\" 7 500 \"G\" \"A\" 0.25\n",
            &["ldpred2 file G>A 7:500:G:A 0.25"],
        ),
        ("22\trs1\t17000000\tA\tG\t-1.5e-05\n", &["prs-cs file G>A rs1 -0.000015"]),
        (
            "Index Name Chrom Position A1 A2 A1Frq A1Effect SE VarExplained PEP Pi1 Pi2\n1 rs1 7 500 A G 0.2 0.5 0.1 0 0.3 0.9 0.1\n",
            &["sbayesr file G>A rs1 0.5"],
        ),
        ("SNP\tA1\tBETA\tPIP\tBETAlast\nrs1\tA\t0.5\t1\t0.4\n", &["sbayesrc file >A rs1 0.5"]),
        ("Predictor A1 A2 Centre Effect\n7:500 A G 0.4 0.5\n", &["ldak file G>A 7:500 0.5"]),
        (
            "iteration\tkind\tvar\tmodel\talpha\tconst\tchrom\tpos\ta1\ta2\n0\tSNV\trs1\tLINEAR\t0.5\t0.1\t7\t500\tA\tG\n",
            &["genoboost file G>A rs1 0.5"],
        ),
        (
            "ID A1 score0 score1 score2\nrs1 A 1 2 3\n",
            &["plink-score score0 >A rs1 1", "plink-score score1 >A rs1 2", "plink-score score2 >A rs1 3"],
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(first_rows(text), expected, "{text}");
    }
}

#[test]
fn a_table_that_says_its_build_keeps_it() {
    let read = try_read("#genome_build=GRCh38\n7\trs1\t500\tA\tG\t1e-3\n").expect("reads");
    assert_eq!(read[0].table.header.genome_build.map(|build| build.name()), Some("GRCh38"));
    let read = try_read("7\trs1\t500\tA\tG\t1e-3\n").expect("reads");
    assert_eq!(read[0].table.header.genome_build, None);
}

#[test]
fn weights_of_ldpred_that_are_upside_down_are_said() {
    let file = |sign: f64| {
        let rows = (1..=12).map(|row| format!("chrom_1 {row}000 rs{row} A G 0.5 {}\n", sign * 0.01));
        format!("chrom pos sid nt1 nt2 raw_beta ldpred_beta\n{}", rows.collect::<String>())
    };
    for (sign, is_said) in [(1.0, false), (-1.0, true)] {
        let read = try_read(&file(sign)).expect("reads");
        assert_eq!(codes(&read[0]).contains(&"score-signs-contradict"), is_said, "{sign}");
    }
}

#[test]
fn gwas_summary_statistics_are_said() {
    let rows = [
        ("SNP A1 A2 BETA SE P\nrs1 A G 0.1 0.02 1e-6\n", Some("Fix")),
        ("SNP A1 A2 OR P\nrs1 A G 1.1 1e-6\n", Some("Note")),
        ("SNP A1 A2 A1Effect SE PIP P Name\nrs1 A G 0.1 0.02 0.5 1e-6 rs1\n", None),
        ("SNP A1 A2 effect_weight SE P\nrs1 A G 0.1 0.02 1e-6\n", None),
        ("SNP A1 A2 BETA\nrs1 A G 0.1\n", None),
    ];
    for (text, severity) in rows {
        let read = try_read(text).expect("reads");
        let finding = read[0].findings.iter().find(|finding| finding.code == "score-looks-like-gwas");
        assert_eq!(finding.map(|finding| format!("{:?}", finding.severity)).as_deref(), severity, "{text}");
    }
}

#[test]
fn genoboost_adds_up_and_counts_what_is_no_variant() {
    let text = "iteration\tkind\tvar\tscore0\tscore1\tscore2\tchrom\tpos\ta1\ta2\n\
                0\tCONST\tconst\tnan\tnan\tnan\tnan\tnan\tnan\tnan\n\
                1\tSNV\trs1\t-0.5\t0.1\t1\t7\t500\tA\tG\n\
                2\tSNV\trs2\t0\t1\t2\t7\t600\tA\tG\n\
                3\tSNV\trs1\t-1\t0.2\t2\t7\t500\tA\tG\n\
                4\tSNV\trs1\t-1\t0.25\t2\t7\t500\tG\tA\n";
    let read = try_read(text).expect("reads");
    let table = &read[0].table;
    let models: Vec<EffectModel> = (0..table.len()).map(|row| table.row(row).model).collect();
    // 0.1 and 0.2 are not the numbers they are written as: their sum, rounded once, is.
    let sum = 0.300_000_000_000_000_04;
    let expected = [[-1.5, sum, 3.0], [0.0, 1.0, 2.0], [-1.0, 0.25, 2.0]].map(EffectModel::ByDosage);
    assert_eq!(models, expected);
    assert_eq!(table.weight_text(0), "-1.5;0.30000000000000004;3");
    let counts: Vec<(&str, u64)> = read[0].findings.iter().map(|finding| (finding.code, finding.count)).collect();
    assert_eq!(counts, [("score-rows-not-variants", 1), ("score-rows-added-up", 1)]);
}

#[test]
fn tables_without_weights_are_named() {
    let rows = [
        "CHR F SNP BP P TOTAL NSIG S05 S01 S001 S0001 SP2\n1 1 rs1 5 1e-9 0 0 0 0 0 0 NONE\n",
        "CHR SNP BP P Base\n1 rs1 5 0.1 Y\n",
        "Pheno Set Threshold R2 P Coefficient Standard.Error Num_SNP\n- Base 1 0.1 0.2 0.3 0.1 5\n",
        "#FID IID ALLELE_CT NAMED_ALLELE_DOSAGE_SUM SCORE1_AVG\na b 5 5 0.1\n",
    ];
    for text in rows {
        let error = try_read(text).expect_err(text);
        assert_eq!((error.code(), error.place().line), ("scores-without-weights", Some(1)), "{text}");
    }
}

/// One field that cannot be read in the first row must not hide a whole score.
#[test]
fn columns_of_weights_whose_first_field_is_odd() {
    let ids = |text: &str| -> Vec<String> {
        try_read(text).expect("reads").iter().map(|score| score.table.header.id.clone()).collect()
    };
    assert_eq!(ids("ID\tA1\theight\tbmi\tgene\nrs1\tG\t0.1\tNA\tX\nrs2\tA\t0.2\t0.3\tY\n"), ["height", "bmi"]);
    assert_eq!(ids("rs1 A 0.1 NA x\nrs2 C 0.1 0.3 y\n"), ["SCORE1", "SCORE2"]);
    for text in ["ID\tA1\tS1\tS2\nrs1\tA\t0.1\t0,2\nrs2\tC\t0.1\t0.3\n", "rs1 A 0.1 1e999\nrs2 C 0.1 0.3\n"] {
        let error = try_read(text).expect_err(text);
        let line = if text.starts_with("ID") { 2 } else { 1 };
        assert_eq!((error.code(), error.place().line), ("bad-number", Some(line)), "{text}");
    }
}

#[test]
fn columns_beside_a_weight_of_known_name() {
    let rows: [(&str, &[&str]); 6] = [
        ("ID A1 BETA height EUR_x", &["BETA", "height", "EUR_x"]),
        ("ID A1 SCORE SCORE_b AFR", &["SCORE", "SCORE_b", "AFR"]),
        ("ID A1 BETA SE or_95_lower", &["file"]),
        ("ID A1 BETA CI_upper R2", &["file"]),
        ("ID A1 effect_weight height bmi", &["file"]),
        ("ID A1 OR height bmi", &["file"]),
    ];
    for (header, expected) in rows {
        let read = try_read(&format!("{header}\nrs1 A 0.5 0.25 0.75\n")).expect(header);
        assert_eq!(read.iter().map(|score| score.table.header.id.as_str()).collect::<Vec<_>>(), expected, "{header}");
    }
    // With both alleles or a place it is a table of effects, whose other columns nobody knows.
    assert_eq!(try_read("ID A1 A2 BETA height\nrs1 A G 0.5 0.25\n").expect("reads").len(), 1);
}
