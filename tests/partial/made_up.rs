//! Makes up cohorts, gVCFs and scores in which all that can happen to a row happens, and splits them into files.

use super::File;
use crate::drive::Dice;

/// Records by site, in genome order, and scores on them.
pub struct MadeUp {
    /// Their names.
    pub samples: Vec<String>,
    /// Chromosome, and the lines of one site.
    sites: Vec<(&'static str, Vec<String>)>,
    /// Scoring files.
    pub scores: Vec<File>,
}

const BASES: [&str; 4] = ["A", "C", "G", "T"];

fn two_bases(dice: &mut Dice) -> (&'static str, &'static str) {
    let first = dice.below(4);
    (BASES[first], BASES[(first + 1 + dice.below(3)) % 4])
}

/// Where something lies, and what: rsID number, REF, ALT.
struct Variant {
    chromosome: &'static str,
    position: usize,
    id: usize,
    reference: &'static str,
    alt: &'static str,
}

fn variants(dice: &mut Dice, count: usize) -> Vec<Variant> {
    let mut all = Vec::new();
    for chromosome in ["1", "2", "20", "X"] {
        let mut position = 3_000_000;
        for _ in 0..count / 4 {
            position += 1 + dice.below(500);
            let (reference, alt) = two_bases(dice);
            all.push(Variant { chromosome, position, id: 1000 + all.len(), reference, alt });
        }
    }
    all
}

impl MadeUp {
    /// Several samples with no-calls, dosages, split sites that contradict each other, and men's X.
    pub fn cohort(dice: &mut Dice, samples: usize) -> Self {
        let all = variants(dice, 160);
        let mut sites = Vec::new();
        for of in &all {
            let mut lines = Vec::new();
            for alt in std::iter::once(of.alt).chain(
                BASES
                    .iter()
                    .copied()
                    .filter(|base| *base != of.reference && *base != of.alt)
                    .take(usize::from(dice.below(12) == 0)),
            ) {
                let mut line = line_of(of, alt, "GT:DS");
                for sample in 0..samples {
                    let is_man = of.chromosome == "X" && sample % 2 == 0;
                    let call = match (dice.below(14), is_man) {
                        (0, _) => "./.:.".to_owned(),
                        (kind, true) => format!("{}:{}", kind % 2, kind % 2),
                        (1, false) => "0/.:0.5".to_owned(),
                        (_, false) => {
                            let (a, b) = (dice.below(2), dice.below(2));
                            format!("{a}|{b}:{}.{}", if a + b == 2 { 1 } else { a + b }, dice.below(1000))
                        }
                    };
                    line.push_str(&format!("\t{call}"));
                }
                lines.push(line);
            }
            sites.push((of.chromosome, lines));
        }
        let samples = (0..samples).map(|sample| format!("person{sample}")).collect();
        Self { samples, sites, scores: scores(dice, &all) }
    }

    /// One sample, its stretches of REF as blocks.
    pub fn gvcf(dice: &mut Dice) -> Self {
        let all = variants(dice, 200);
        let mut sites = Vec::new();
        for of in &all {
            let line = match dice.below(3) {
                0 => format!(
                    "{}\t{}\t.\t{}\t<NON_REF>\t.\t.\tEND={}\tGT:GQ\t{}:40",
                    of.chromosome,
                    of.position - 3,
                    BASES[dice.below(4)],
                    of.position + dice.below(900),
                    ["0/0", "./."][usize::from(dice.below(8) == 0)]
                ),
                _ => format!(
                    "{}\t{}\trs{}\t{}\t{},<NON_REF>\t.\tPASS\t.\tGT:GQ\t{}:50",
                    of.chromosome,
                    of.position,
                    of.id,
                    of.reference,
                    of.alt,
                    ["0/1", "1/1", "0/0"][dice.below(3)]
                ),
            };
            sites.push((of.chromosome, vec![line]));
        }
        sites.sort_by_key(|(chromosome, lines)| {
            (["1", "2", "20", "X"].iter().position(|known| known == chromosome), position_of(&lines[0]))
        });
        Self { samples: vec!["one".to_owned()], sites, scores: scores(dice, &all) }
    }

    /// One sample, places that differ from REF alone.
    pub fn variants_only(dice: &mut Dice) -> Self {
        let all = variants(dice, 200);
        let seen: Vec<&Variant> = all.iter().filter(|_| dice.below(2) == 0).collect();
        let line = |of: &&Variant| (of.chromosome, vec![format!("{}\t0/1:30", line_of(of, of.alt, "GT:GQ"))]);
        let sites = seen.iter().map(line).collect();
        Self { samples: vec!["one".to_owned()], sites, scores: one_way_scores(dice, &all) }
    }

    fn file(&self, name: &str, sites: &[(&'static str, Vec<String>)]) -> File {
        let mut text = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT".to_owned();
        self.samples.iter().for_each(|sample| text.push_str(&format!("\t{sample}")));
        text.push('\n');
        for line in sites.iter().flat_map(|(_, lines)| lines) {
            text.push_str(&format!("{line}\n"));
        }
        (name.to_owned(), text.into_bytes())
    }

    /// Everything in one file.
    pub fn whole(&self) -> File {
        self.file("whole.vcf", &self.sites)
    }

    /// Files of runs of sites; X is whole, as the sex shows there.
    pub fn split(&self, dice: &mut Dice) -> Vec<File> {
        let mut cuts: Vec<usize> = vec![0];
        for at in 1..self.sites.len() {
            let (before, here) = (self.sites[at - 1].0, self.sites[at].0);
            if (here != "X" && dice.below(12) == 0) || before != here {
                cuts.push(at);
            }
        }
        cuts.push(self.sites.len());
        let pieces: Vec<_> = cuts.windows(2).map(|cut| &self.sites[cut[0]..cut[1]]).collect();
        pieces
            .iter()
            .enumerate()
            .map(|(number, sites)| self.file(&format!("{}-{number:03}.vcf", self.samples[0]), sites))
            .collect()
    }
}

fn line_of(of: &Variant, alt: &str, format: &str) -> String {
    format!("{}\t{}\trs{}\t{}\t{alt}\t.\tPASS\t.\t{format}", of.chromosome, of.position, of.id, of.reference)
}

fn position_of(line: &str) -> usize {
    line.split('\t').nth(1).expect("a position").parse().expect("a number")
}

fn weight(dice: &mut Dice) -> String {
    format!("{}{}e{}", ["", "-"][dice.below(2)], 1 + dice.below(99_999), dice.below(30) as i32 - 24)
}

/// A score with frequencies and repeated rows, one with models by place, and one by rsID alone.
fn scores(dice: &mut Dice, all: &[Variant]) -> Vec<File> {
    let mut by_place = "#genome_build=GRCh37\nrsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tallelefrequency_effect\n".to_owned();
    let mut by_model = "#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tis_dominant\tis_recessive\n".to_owned();
    let mut by_id = "rsID\teffect_allele\tother_allele\teffect_weight\n".to_owned();
    for of in all {
        let (effect, other) = if dice.below(3) == 0 { (of.reference, of.alt) } else { (of.alt, of.reference) };
        let position = of.position + usize::from(dice.below(20) == 0);
        let other = if dice.below(25) == 0 { BASES[dice.below(4)] } else { other };
        let frequency = if dice.below(9) == 0 { String::new() } else { format!("0.{}", 1 + dice.below(998)) };
        for _ in 0..1 + usize::from(dice.below(30) == 0) {
            let row = format!("{}\t{position}\t{effect}\t{other}\t{}", of.chromosome, weight(dice));
            by_place.push_str(&format!("rs{}\t{row}\t{frequency}\n", of.id));
        }
        let (dominant, recessive) = [("True", "False"), ("False", "True"), ("False", "False")][dice.below(3)];
        let row = format!("{}\t{position}\t{effect}\t{other}\t{}", of.chromosome, weight(dice));
        by_model.push_str(&format!("{row}\t{dominant}\t{recessive}\n"));
        by_id.push_str(&format!("rs{}\t{effect}\t{other}\t{}\n", of.id, weight(dice)));
    }
    [("place.txt", by_place), ("model.txt", by_model), ("id.txt", by_id)]
        .map(|(name, text)| (name.to_owned(), text.into_bytes()))
        .to_vec()
}

/// A score whose effect alleles are never REF, so that REF is known where no record lies.
fn one_way_scores(dice: &mut Dice, all: &[Variant]) -> Vec<File> {
    let mut text =
        "#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n".to_owned();
    for of in all {
        text.push_str(&format!("{}\t{}\t{}\t{}\t{}\n", of.chromosome, of.position, of.alt, of.reference, weight(dice)));
    }
    let by_effect = text.lines().map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields.as_slice() {
            [chromosome, position, alt, reference, weight] if *chromosome != "chr_name" => {
                format!("{chromosome}\t{position}\t{reference}\t{alt}\t{weight}\n")
            }
            _ => format!("{line}\n"),
        }
    });
    let turned: String = by_effect.collect();
    vec![("alt.txt".to_owned(), text.into_bytes()), ("ref.txt".to_owned(), turned.into_bytes())]
}
