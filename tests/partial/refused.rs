//! Parts that do not belong together, and partials that are damaged: an error with its code, never a report.

use super::made_up::MadeUp;
use super::{File, merged, options, part, whole};
use crate::drive::{self, Dice};

fn cohort() -> (MadeUp, Vec<File>) {
    let mut dice = Dice::new(21);
    let made = MadeUp::cohort(&mut dice, 3);
    let files = made.split(&mut dice);
    (made, files)
}

fn one(file: &File) -> &[File] {
    std::slice::from_ref(file)
}

#[test]
fn parts_that_do_not_belong_together() {
    let (made, files) = cohort();
    let plain = options(&[]);
    let of = |file: &File| part(one(file), &made.scores, &plain).expect("a part");
    let mut fewer = made.scores.clone();
    fewer.pop();
    let mut reweighted = made.scores.clone();
    let last = reweighted[0].1.len() - 3;
    reweighted[0].1[last] ^= 1;
    let mut repeated = files[1].clone();
    repeated.0 = "again.vcf".to_owned();
    repeated.1.extend_from_slice(b"");
    repeated.1 =
        String::from_utf8(repeated.1).expect("text").replace("##fileformat=VCFv4.2", "##fileformat=VCFv4.3").into();
    let other_rules = options(&[("rules", "pgsc_calc_2")]);
    let other_build = tallele::session::OptionsWritten { build: Some("38".to_owned()), ..plain.clone() };
    let rows: Vec<(&str, Vec<Vec<u8>>, &str, Option<&str>)> = vec![
        ("the same part twice", vec![of(&files[0]), of(&files[1]), of(&files[0])], "partials-overlap", None),
        ("the same records in another file", vec![of(&files[1]), of(&repeated)], "partials-overlap", None),
        (
            "other rules",
            vec![of(&files[0]), part(one(&files[1]), &made.scores, &other_rules).expect("a part")],
            "partials-disagree",
            Some("duplicates"),
        ),
        (
            "another build",
            vec![of(&files[0]), part(one(&files[1]), &made.scores, &other_build).expect("a part")],
            "partials-disagree",
            Some("build"),
        ),
        (
            "a score less",
            vec![of(&files[0]), part(one(&files[1]), &fewer, &plain).expect("a part")],
            "partials-disagree",
            None,
        ),
        (
            "another weight",
            vec![of(&files[0]), part(one(&files[1]), &reweighted, &plain).expect("a part")],
            "partials-disagree",
            None,
        ),
        ("no partial", vec![of(&files[0]), files[1].1.clone()], "not-a-partial", None),
        ("a gzip of something else", vec![drive::gzip(b"{\"tallele\":1}\n")], "not-a-partial", None),
        ("another version", vec![drive::gzip(b"{\"tallele_partial\":2}\n")], "not-a-partial", None),
    ];
    for (name, parts, code, field) in rows {
        let error = merged(&parts).expect_err(name);
        assert_eq!((error.code(), error.place().field.as_deref()), (code, field), "{name}");
        assert!(error.place().input.as_deref().is_some_and(|input| input.starts_with("part")), "{name}: {error:?}");
    }
}

#[test]
fn what_cannot_be_a_part() {
    let (made, files) = cohort();
    let consumer = ("me.txt".to_owned(), b"# rsid\tchromosome\tposition\tgenotype\nrs1\t1\t3000100\tAG\n".to_vec());
    let error = part(one(&consumer), &made.scores, &options(&[])).expect_err("a consumer file");
    assert_eq!((error.code(), error.place().input.as_deref()), ("partial-of-person", Some("me.txt")));
    let unknown = tallele::session::OptionsWritten { build: None, ..options(&[]) };
    let error = part(one(&files[0]), &made.scores, &unknown).expect_err("nothing tells the build");
    assert_eq!(error.code(), "partial-needs-build");
    assert!(whole(one(&files[0]), &made.scores, &unknown).is_ok(), "which one process assumes");
}

/// The sex of a part of X can differ from that of the whole.
#[test]
fn a_sex_that_only_the_whole_shows() {
    let header = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tman\n";
    let line = |position: usize, call: &str| format!("X\t{position}\t.\tA\tC\t.\tPASS\t.\tGT\t{call}\n");
    let few: String = (0..5).map(|number| line(3_000_000 + number, "1/1")).collect();
    let many: String = (0..40).map(|number| line(4_000_000 + number, "1/1")).collect();
    let files = [("a.vcf", few), ("b.vcf", many)]
        .map(|(name, lines)| (name.to_owned(), format!("{header}{lines}").into_bytes()));
    let score: File = (
        "x.txt".to_owned(),
        b"#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\nX\t3000002\tC\tA\t0.5\nX\t4000002\tC\tA\t0.25\n".to_vec(),
    );
    let scores = [score];
    let parts: Vec<Vec<u8>> =
        files.iter().map(|file| part(one(file), &scores, &options(&[])).expect("a part")).collect();
    let error = merged(&parts).expect_err("the first part shows no sex");
    assert_eq!((error.code(), error.place().input.as_deref()), ("partials-disagree", Some("part0")));
    let together = part(&files, &scores, &options(&[])).expect("a part");
    assert!(merged(&[together]).expect("adds up") == whole(&files, &scores, &options(&[])).expect("scores"));
}

/// Every byte of a partial stands under the checksum of its gzip, or says nothing.
#[test]
fn no_flipped_byte_gives_another_report() {
    let (made, files) = cohort();
    let scores = &made.scores[2..];
    let bytes = part(one(&files[0]), scores, &options(&[])).expect("a part");
    let expected = merged(std::slice::from_ref(&bytes)).expect("adds up");
    let mut dice = Dice::new(22);
    for at in (0..40)
        .chain((40..bytes.len()).filter(|_| dice.below(20) == 0).collect::<Vec<_>>())
        .chain(bytes.len() - 8..bytes.len())
    {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << dice.below(8);
        if let Ok(report) = merged(&[flipped]) {
            assert!(report == expected, "byte {at}");
        }
    }
    for _ in 0..60 {
        let cut = bytes[..dice.below(bytes.len())].to_vec();
        assert!(merged(&[cut]).is_err(), "cut short");
    }
}

/// A score whose alleles show that it is on another build is refused by the whole as by one process, though no part alone has
/// enough rows to tell.
#[test]
fn a_score_on_another_build() {
    let header = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tone\ttwo\n";
    let lines = |chromosome: &str| -> String {
        (0..15).map(|number| format!("{chromosome}\t{}\t.\tA\tC\t.\tPASS\t.\tGT\t0/1\t1/1\n", 1000 + number)).collect()
    };
    let files =
        ["1", "2"].map(|name| (format!("chr{name}.vcf"), format!("{header}{}", lines(name)).into_bytes())).to_vec();
    let row = |chromosome: &str, number: usize| {
        format!("{chromosome}\t{}\tT\t{}\t0.5\n", 1000 + number, if number.is_multiple_of(5) { "G" } else { "A" })
    };
    let rows: String = ["1", "2"].iter().flat_map(|name| (0..15).map(|number| row(name, number))).collect();
    let text =
        format!("#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n{rows}");
    let scores = [("other.txt".to_owned(), text.into_bytes())];
    let told = |error: &tallele::error::Error| (error.code(), error.to_string(), error.place().clone());
    let expected = whole(&files, &scores, &options(&[])).expect_err("refused");
    let parts: Vec<Vec<u8>> =
        files.iter().map(|file| part(one(file), &scores, &options(&[])).expect("a part")).collect();
    let found = merged(&parts).expect_err("refused");
    assert_eq!(told(&found), told(&expected));
    assert_eq!(found.code(), "build-mismatch");
}
