//! Makes the files of records that the bench measures, with nothing of Tallele in them but its list of markers.
//!
//! `make-records FOLDER` writes into a folder that is there:
//! - `wgs.vcf.gz`: four million records of one made-up genome, as GATK writes them, with a large and a small score on it
//! - `sixty.vcf.gz`: sixty people at a million sites, with a score
//! - `many.bed/.bim/.fam`: 2,504 people at 150,000 sites, with a score
//! - `biobank.bed/.bim/.fam`: 10,000 people at 150,000 sites, with a score

mod bgzf;
mod cohorts;
mod dice;
mod genome;
mod scores;
mod sites;

use std::path::Path;

fn main() {
    let folder = std::env::args().nth(1).expect("make-records FOLDER");
    let folder = Path::new(&folder);
    let records = genome::write_genome(folder);
    scores::write_score(&folder.join("wgs-score.txt"), scores::of_genome(&records, 1_100_000));
    scores::write_score(&folder.join("wgs-small.txt"), scores::of_genome(&records, 300));
    let sixty = cohorts::write_vcf(&folder.join("sixty.vcf.gz"), 60, 1_000_000);
    scores::write_score(&folder.join("sixty-score.txt"), scores::of_cohort(&sixty, 2));
    for (name, people, sites) in [("many", 2_504, 150_000), ("biobank", 10_000, 150_000)] {
        let places = cohorts::write_bed(&folder.join(name), people, sites);
        scores::write_score(&folder.join(format!("{name}-score.txt")), scores::of_cohort(&places, 1));
    }
}
