//! Writes what PLINK reads, runs both PLINKs, and puts their sums together from the digits that they print.

use super::drive;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Digits behind the decimal point that are carried into PLINK, and the columns to base 100 that hold them.
const DECIMALS: i32 = 20;
const DIGITS: usize = 12;

/// One matched row as PLINK gets it.
pub struct Variant {
    pub chromosome: String,
    pub position: u64,
    pub effect: char,
    pub other: char,
    pub genotype: String,
    pub weight: String,
    pub model: &'static str,
}

/// The two programs.
pub struct Plink {
    one: &'static str,
    two: &'static str,
}

/// What PLINK reads: genotypes, and for each effect model the score in digits.
pub struct Files {
    folder: PathBuf,
    vcf: PathBuf,
    models: Vec<(&'static str, PathBuf)>,
    male: bool,
}

impl Plink {
    /// Finds both, installing the Debian packages where we may.
    pub fn find(name: &str) -> Option<Self> {
        static ONCE: std::sync::Mutex<()> = std::sync::Mutex::new(());
        let _one_at_a_time = ONCE.lock();
        let found =
            |program: &str| Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
        if !(found("plink1.9") && found("plink2")) {
            let script = drive::project().join("tests/oracle/install-peers.sh");
            let _ = Command::new("sh").arg(script).output();
        }
        if found("plink1.9") && found("plink2") {
            return Some(Self { one: "plink1.9", two: "plink2" });
        }
        drive::skip(name, "plink1.9 and plink2 are not there (Debian: apt-get install plink1.9 plink2)");
        None
    }

    /// Writes a one-person VCF and the score in digits.
    pub fn write(&self, folder: &Path, variants: &[Variant], male: bool) -> Files {
        let order = |chromosome: &str| chromosome.parse::<u8>().unwrap_or(23);
        let mut sorted: Vec<(usize, &Variant)> = variants.iter().enumerate().collect();
        sorted.sort_by_key(|(_, variant)| (order(&variant.chromosome), variant.position));
        let mut vcf = String::from(
            "##fileformat=VCFv4.2\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP\n",
        );
        for (row, variant) in sorted {
            let Variant { chromosome, position, effect, other, genotype, .. } = variant;
            vcf.push_str(&format!("{chromosome}\t{position}\tr{row}\t{other}\t{effect}\t.\t.\t.\tGT\t{genotype}\n"));
        }
        let models = ["additive", "dominant", "recessive"]
            .into_iter()
            .filter(|model| variants.iter().any(|variant| variant.model == *model));
        let models = models.map(|model| {
            let mut text = String::from("id\tallele");
            (0..DIGITS).for_each(|digit| text.push_str(&format!("\td{digit}")));
            text.push('\n');
            for (row, variant) in variants.iter().enumerate().filter(|(_, variant)| variant.model == model) {
                text.push_str(&format!("r{row}\t{}", variant.effect));
                digits(&variant.weight).iter().for_each(|digit| text.push_str(&format!("\t{digit}")));
                text.push('\n');
            }
            (model, drive::write(folder, &format!("{model}.txt"), text))
        });
        let models = models.collect();
        drive::write(folder, "sex.txt", "#IID\tSEX\nP\t1\n");
        drive::write(folder, "sex1.txt", "P P 1\n");
        Files { folder: folder.to_owned(), vcf: drive::write(folder, "genotypes.vcf", vcf), models, male }
    }

    /// PLINK 2's sum.
    pub fn plink2_sum(&self, files: &Files, arguments: &[&str]) -> f64 {
        let mut sum = 0.0;
        for (model, score) in &files.models {
            let out = files.folder.join(format!("two-{model}"));
            let mut command = Command::new(self.two);
            command.arg("--vcf").arg(&files.vcf).arg("--score").arg(score).args([
                "1",
                "2",
                "header-read",
                "no-mean-imputation",
                "cols=+scoresums",
            ]);
            if *model != "additive" {
                command.arg(model);
            }
            command.args(["--score-col-nums", &format!("3-{}", DIGITS + 2)]).args(arguments).arg("--out").arg(&out);
            if files.male {
                command.args(["--split-par", "b37", "--update-sex"]).arg(files.folder.join("sex.txt"));
            }
            sum += together(&run(command, &out.with_extension("sscore")), |digit| format!("d{digit}_SUM"));
        }
        sum
    }

    /// PLINK 1.9's sum.
    pub fn plink1_sum(&self, files: &Files) -> f64 {
        let mut bed = Command::new(self.one);
        let binary = files.folder.join("one");
        bed.arg("--vcf")
            .arg(&files.vcf)
            .args(["--double-id", "--make-bed", "--keep-allele-order", "--out"])
            .arg(&binary);
        if files.male {
            bed.args(["--split-x", "b37", "no-fail", "--update-sex"]).arg(files.folder.join("sex1.txt"));
        }
        run(bed, &binary.with_extension("bed"));
        let mut sum = 0.0;
        for (model, score) in &files.models {
            let mut sums = BTreeMap::new();
            for digit in 0..DIGITS {
                let out = files.folder.join(format!("one-{model}-{digit}"));
                let mut command = Command::new(self.one);
                command.arg("--bfile").arg(&binary).arg("--score").arg(score).args([
                    "1",
                    "2",
                    &(digit + 3).to_string(),
                    "header",
                    "sum",
                ]);
                command.arg("--out").arg(&out);
                let table = run(command, &out.with_extension("profile"));
                sums.insert(format!("d{digit}"), table["SCORESUM"]);
            }
            sum += together(&sums, |digit| format!("d{digit}"));
        }
        sum
    }
}

/// Runs a command and reads the one-person table it wrote: numbers by column name.
fn run(mut command: Command, table: &Path) -> BTreeMap<String, f64> {
    let output = command.output().expect("PLINK starts");
    assert!(
        output.status.success(),
        "{command:?}\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    if table.extension().is_some_and(|ending| ending == "bed") {
        return BTreeMap::new();
    }
    let text = std::fs::read_to_string(table).expect("PLINK wrote its table");
    let mut lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let (names, values) = (lines.next().expect("names"), lines.next().expect("values"));
    names.iter().zip(values).filter_map(|(name, value)| Some(((*name).to_owned(), value.parse().ok()?))).collect()
}

/// A weight as whole numbers to base 100, least first, all with the weight's sign.
fn digits(weight: &str) -> Vec<i64> {
    let (mantissa, exponent) = weight.split_once(['e', 'E']).unwrap_or((weight, "0"));
    let exponent: i32 = exponent.parse().expect("an exponent");
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let negative = whole.starts_with('-');
    let all: i128 = format!("{}{fraction}", whole.trim_start_matches(['-', '+'])).parse().expect("digits");
    let shift = DECIMALS + exponent - fraction.len() as i32;
    assert!((0..30).contains(&shift), "{weight} has more digits than the oracle carries");
    let mut rest = all * 10_i128.pow(shift as u32);
    let mut digits = Vec::new();
    for _ in 0..DIGITS {
        let digit = (rest % 100) as i64;
        digits.push(if negative { -digit } else { digit });
        rest /= 100;
    }
    assert_eq!(rest, 0, "{weight} is larger than the oracle carries");
    digits
}

/// The sum that the digits' sums stand for. Each must be a whole number that PLINK printed in full.
fn together(sums: &BTreeMap<String, f64>, name: impl Fn(usize) -> String) -> f64 {
    let mut total: i128 = 0;
    for digit in (0..DIGITS).rev() {
        let sum = sums[&name(digit)];
        assert!(sum == sum.round() && sum.abs() < 1e6, "{} = {sum} was rounded by PLINK", name(digit));
        total = total * 100 + sum as i128;
    }
    total as f64 / 10_f64.powi(DECIMALS)
}
