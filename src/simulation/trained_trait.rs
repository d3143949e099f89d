//! Draws a trait of people to train on: its causes among their variants, genetic values of a known heritability, and what each
//! person has of it, a quantity or a disease.

use crate::stats::{Random, normal};
use std::fmt::Write as _;

/// A trait of which everything is known.
pub struct TrainedTrait {
    /// Its name, and the column of its table.
    pub name: &'static str,
    /// Variants that cause it.
    pub causes: u32,
    /// Share of the variance in the families' parents that these explain; of a disease that of liability.
    pub heritability: f64,
    /// Share of people with it, where it is a disease: those whose liability is above the threshold that a normal one has for it.
    pub prevalence: Option<f64>,
    /// Id of its causes as a score.
    truth_id: &'static str,
    /// Files of its causes and of what everybody has.
    files: [&'static str; 2],
    /// Streams of the seed: causes, effects, environment.
    streams: [u64; 3],
}

/// About 33 of the people fitted to are there for each cause, where a LASSO finds nearly all.
pub const QUANTITY: TrainedTrait = TrainedTrait {
    name: "Sample trait H (made up)",
    causes: 30,
    heritability: 0.5,
    prevalence: None,
    truth_id: "SAMPLE08-truth",
    files: ["truth.txt", "phenotype.tsv"],
    streams: [5_002, 5_004, 5_005],
};

/// Who has it tells about a third of what the liability would tell, so fewer causes share it.
pub const DISEASE: TrainedTrait = TrainedTrait {
    name: "Sample disease I (made up)",
    causes: 15,
    heritability: 0.6,
    prevalence: Some(0.2),
    truth_id: "SAMPLE09-truth",
    files: ["disease-truth.txt", "disease.tsv"],
    streams: [5_006, 5_007, 5_008],
};

/// A trait whose variants are still being drawn.
pub struct TraitOfPeople {
    design: &'static TrainedTrait,
    seed: u64,
    /// Numbers of the sites that cause it, in order.
    causes: Vec<u32>,
    effects: Random,
    /// Genetic values, by person, in a unit of their own.
    genetic: Vec<f64>,
    /// Rows of the causes, each with its effect in the same unit.
    truth: Vec<(String, f64)>,
}

impl TraitOfPeople {
    /// Chooses the causes among so many sites.
    pub fn new(design: &'static TrainedTrait, sites: usize, people: usize, seed: u64) -> Self {
        let [causes, effects, _] = design.streams.map(|stream| Random::stream(seed, stream));
        let mut causes = causes;
        Self {
            design,
            seed,
            causes: causes.choose(design.causes, sites as u32),
            effects,
            genetic: vec![0.0; people],
            truth: Vec::new(),
        }
    }

    /// Adds the site with this number: its row without a weight, its frequency, and everybody's copies.
    pub fn add_site(&mut self, nth: usize, row: &str, frequency: f64, copies: &[u8]) {
        if !u32::try_from(nth).is_ok_and(|nth| self.causes.binary_search(&nth).is_ok()) {
            return;
        }
        let effect = self.effects.normal() / (2.0 * frequency * (1.0 - frequency)).sqrt();
        self.genetic.iter_mut().zip(copies).for_each(|(value, copies)| *value += effect * f64::from(*copies));
        self.truth.push((row.to_owned(), effect));
    }

    /// The files: causes as a scoring file, and a table of what everybody has, with the genetic value beside it. `people`: ids,
    /// each with whether it is one of those among whom genetic values have the heritability as their variance and 0 as their mean.
    pub fn files(mut self, people: &[(&str, bool)]) -> [(&'static str, String); 2] {
        let TrainedTrait { name, heritability, prevalence, truth_id, files, streams, .. } = self.design;
        let scale = self.scale(people);
        let mut truth = format!(
            "##The variants that cause a made-up trait of made-up people (tallele sample, seed {})\n#pgs_id={truth_id}\n\
             #trait_reported={name}\n#genome_build=GRCh37\n#license=CC0-1.0\n\
             rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n",
            self.seed
        );
        self.truth.iter().for_each(|(row, effect)| truth.push_str(&format!("{row}\t{}\n", effect * scale)));
        let [.., environment] = streams;
        let mut random = Random::stream(self.seed, *environment);
        let spread = (1.0 - heritability).sqrt();
        let threshold = prevalence.and_then(normal::upper_quantile);
        let mut table = format!("IID\t{name}\t{}genetic value\n", if threshold.is_some() { "liability\t" } else { "" });
        for ((id, _), genetic) in people.iter().zip(&self.genetic) {
            let value = genetic + spread * random.normal();
            // Writing to a string cannot fail.
            let _ = match threshold {
                Some(threshold) => writeln!(table, "{id}\t{}\t{value}\t{genetic}", u8::from(value > threshold)),
                None => writeln!(table, "{id}\t{value}\t{genetic}"),
            };
        }
        let [of_truth, of_table] = *files;
        [(of_truth, truth), (of_table, table)]
    }

    /// Scales genetic values, and says by how much.
    fn scale(&mut self, people: &[(&str, bool)]) -> f64 {
        let counted: Vec<f64> = people
            .iter()
            .zip(&self.genetic)
            .filter(|((_, is_counted), _)| *is_counted)
            .map(|(_, value)| *value)
            .collect();
        let count = counted.len().max(1) as f64;
        let mean = counted.iter().sum::<f64>() / count;
        let variance = counted.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count;
        let scale = if variance > 0.0 { (self.design.heritability / variance).sqrt() } else { 0.0 };
        self.genetic.iter_mut().for_each(|value| *value = (*value - mean) * scale);
        scale
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 4,000 people at 40 sites: who is above the threshold has it, about a fifth; liabilities have a variance of 1.
    #[test]
    fn a_disease_has_its_prevalence_and_its_heritability() {
        const PEOPLE: usize = 4_000;
        let mut made = TraitOfPeople::new(&DISEASE, 40, PEOPLE, 3);
        let mut random = Random::new(4);
        for nth in 0..40 {
            let copies: Vec<u8> =
                (0..PEOPLE).map(|_| u8::from(random.chance(0.3)) + u8::from(random.chance(0.3))).collect();
            made.add_site(nth, &format!("rs{nth}\t1\t{nth}\tA\tG"), 0.3, &copies);
        }
        let people = vec![("somebody", true); PEOPLE];
        let [(_, truth), (name, table)] = made.files(&people);
        assert_eq!(
            (name, truth.lines().filter(|line| line.starts_with("rs") && !line.starts_with("rsID")).count()),
            ("disease.tsv", 15)
        );
        assert!(table.starts_with("IID\tSample disease I (made up)\tliability\tgenetic value\n"));
        let (mut cases, mut genetic, mut all) = (0.0, 0.0, 0.0);
        for line in table.lines().skip(1) {
            let cells: Vec<f64> = line.split('\t').skip(1).map(|cell| cell.parse().expect("a number")).collect();
            let [is_case, liability, value] = cells[..] else { panic!("{line}") };
            assert_eq!(is_case == 1.0, liability > 0.841_621_233_572_914_3, "{line}");
            cases += is_case;
            genetic += value * value;
            all += liability * liability;
        }
        let n = PEOPLE as f64;
        assert!((genetic / n - 0.6).abs() < 1e-9, "{}", genetic / n);
        assert!((all / n - 1.0).abs() < 4.0 * (2.0 / n).sqrt(), "{}", all / n);
        assert!((cases / n - 0.2).abs() < 4.0 * (0.16 / n).sqrt(), "{}", cases / n);
    }
}
