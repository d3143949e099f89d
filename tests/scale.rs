//! Spreads the sixty people of HapMap over a PySpark cluster of two workers, by pieces of chromosomes, and compares with one
//! process byte for byte. The script is the recipe of the README.

mod drive;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const NAME: &str = "scale";

/// The test's own Python, with PySpark as `tests/scale/requirements.txt` pins it, installed from PyPI when it is not there.
fn python() -> Option<PathBuf> {
    let says_version =
        |program: &str| Command::new(program).arg("-version").output().is_ok_and(|out| out.status.success());
    if !says_version("java") {
        drive::skip(NAME, "Spark needs Java 17 or newer (tests/scale/install-java.sh installs it)");
        return None;
    }
    let folder = drive::project().join("tests/.venv-spark");
    let python = folder.join("bin/python");
    let has_pyspark = || run(Command::new(&python).args(["-c", "import pyspark"])).is_some();
    if python.is_file() && has_pyspark() {
        return Some(python);
    }
    let requirements = drive::project().join("tests/scale/requirements.txt");
    let made = run(Command::new("python3").args(["-m", "venv"]).arg(&folder)).is_some()
        && run(Command::new(folder.join("bin/pip")).args(["install", "--quiet", "--requirement"]).arg(requirements))
            .is_some();
    if made && has_pyspark() {
        return Some(python);
    }
    drive::skip(NAME, "PySpark could not be installed into tests/.venv-spark (needs python3 with venv, and PyPI)");
    None
}

fn run(command: &mut Command) -> Option<Output> {
    command.output().ok().filter(|output| output.status.success())
}

/// The two chromosomes cut into five files at positions where no record is cut.
fn pieces(genotypes: &Path, folder: &Path) -> Option<Vec<PathBuf>> {
    let regions = ["1:1-60000000", "1:60000001-150000000", "1:150000001-", "20:1-30000000", "20:30000001-"];
    let mut files = Vec::new();
    for (number, region) in regions.iter().enumerate() {
        let chromosome = region.split(':').next().unwrap_or("");
        let source = genotypes.join(format!("hapmap_r22.chr{chromosome}.CEU.hg19.recode.bcf"));
        let file = folder.join(format!("piece{number}.bcf"));
        let mut bcftools = Command::new("bcftools");
        bcftools
            .args(["view", "--no-version", "-Ob", "--targets-overlap", "pos", "--targets", region, "-o"])
            .arg(&file)
            .arg(source);
        if run(&mut bcftools).is_none() {
            drive::skip(NAME, "bcftools is not installed (tests/oracle/install-peers.sh)");
            return None;
        }
        files.push(file);
    }
    Some(files)
}

fn samples(report: &[u8]) -> Vec<(Value, Value)> {
    let report: Value = serde_json::from_slice(report).expect("a report");
    let samples = report["samples"].as_array().expect("samples");
    samples.iter().map(|sample| (sample["id"].clone(), sample["scores"].clone())).collect()
}

#[test]
fn a_spark_cluster_gives_what_one_process_gives() {
    let Some(data) = drive::data() else { return drive::skip(NAME, "no ../shared/data (or TALLELE_DATA)") };
    let Some(python) = python() else { return };
    let genotypes = data.join("genotypes/imputationserver2");
    let folder = drive::scratch("scale");
    let cut = folder.join("pieces");
    std::fs::create_dir_all(&cut).expect("a folder");
    let Some(files) = pieces(&genotypes, &cut) else { return };
    let score = drive::write(&folder, "score.txt", made_up_score(&genotypes));
    let tallele = env!("CARGO_BIN_EXE_tallele");
    let one_process = |files: &[PathBuf]| {
        let mut command = Command::new(tallele);
        let output =
            command.arg("score").arg("--genotypes").args(files).arg("--scores").arg(&score).arg("--json").output();
        let output = output.expect("the binary starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let spark = Command::new(&python)
        .arg(drive::project().join("tests/scale/score_on_spark.py"))
        .args(["--tallele", tallele, "--master", "local-cluster[2,1,1024]", "--genotypes"])
        .arg(&cut)
        .arg("--scores")
        .arg(&score)
        .env("PYSPARK_PYTHON", &python)
        .env("SPARK_LOCAL_IP", "127.0.0.1")
        .current_dir(&folder)
        .output()
        .expect("Python starts");
    assert!(spark.status.success(), "{}", String::from_utf8_lossy(&spark.stderr));
    let expected = one_process(&files);
    assert!(spark.stdout == expected, "the cluster's report is another");
    let whole = ["chr1", "chr20"].map(|name| genotypes.join(format!("hapmap_r22.{name}.CEU.hg19.recode.bcf")));
    let (of_pieces, of_whole) = (samples(&expected), samples(&one_process(&whole)));
    assert_eq!(of_pieces.len(), 60);
    assert!(of_pieces == of_whole, "pieces give what the files give that they were cut from");
    let matched = of_pieces[0].1[0]["matched"].as_u64().expect("a count");
    assert!(matched > 2_000, "{matched} rows matched");
}

/// Every fiftieth variant, and some on a chromosome that no file has.
fn made_up_score(genotypes: &Path) -> String {
    let mut dice = drive::Dice::new(60);
    let mut text = "#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tallelefrequency_effect\n".to_owned();
    for chromosome in ["1", "20"] {
        let source = genotypes.join(format!("hapmap_r22.chr{chromosome}.CEU.hg19.recode.bcf"));
        let mut query = Command::new("bcftools");
        let list = run(query.args(["query", "-f", "%CHROM\t%POS\t%ALT\t%REF\n"]).arg(source)).expect("bcftools lists");
        for line in String::from_utf8(list.stdout).expect("UTF-8").lines().step_by(50) {
            let weight = format!("{}e-{}", dice.below(19_999) as i64 - 9_999, 3 + dice.below(6));
            text.push_str(&format!("{line}\t{weight}\t0.{:03}\n", 1 + dice.below(998)));
        }
    }
    text.push_str("2\t1000000\tA\tG\t0.5\t0.25\n2\t2000000\tC\tT\t-0.5\t0.125\n");
    text
}
