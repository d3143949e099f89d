//! `tallele train`: fits a path of λ, chooses one, tests it, and writes the score.

mod baselines;
mod card;
mod chart;
mod checkpoint;
mod columns_of_file;
mod cross_validation;
mod folds;
mod genotypes;
mod measured;
mod options;
pub mod output;
mod packing;
mod report;
mod tables;
mod test_validation;

use crate::printed::{json_line, name_of, print_json, unwritable_at};
use baselines::Baseline;
use card::Evidence;
use checkpoint::Fingerprint;
use cross_validation::{chosen, cross_validate};
use folds::Folds;
use genotypes::Opened;
use measured::{Measured, best, is_over};
use output::{COEFFICIENTS_HEADER, ScoreAbout, coefficient_lines, path_table, score_text, write_result};
use serde::Serialize;
use tables::{People, read_lambdas};
use tallele::error::{Error, ErrorKind, Result, Role, TrainingKind};
use tallele::finding::{Finding, Severity};
use tallele::genome::Build;
use tallele::training::path::Lambdas;
use tallele::training::{Columns, Family, PathFit, Problem, SampleMask, Solution};

pub use options::TrainArgs;

/// What people said of the samples.
struct Told {
    y: Vec<f64>,
    covariates: Vec<(String, Vec<f64>)>,
    folds: Folds,
    findings: Vec<Finding>,
}

/// What is printed at the end.
#[derive(Serialize)]
struct Done<'a> {
    tallele: &'static str,
    #[serde(rename = "trait")]
    trait_name: &'a str,
    family: Family,
    samples: [usize; 3],
    variants: usize,
    lambdas: usize,
    chosen: Option<usize>,
    nonzero: Option<usize>,
    test: Option<f64>,
    findings: Vec<Finding>,
}

/// Trains and writes everything.
///
/// Errors: those of the genotypes and tables, `training-…`, `unwritable`.
pub fn run(args: &TrainArgs) -> Result<()> {
    check(args)?;
    std::fs::create_dir_all(&args.out).map_err(|error| unwritable_at(&args.out, error))?;
    let mut opened = genotypes::open(args)?;
    opened.build = args.build.as_deref().and_then(Build::parse).or(opened.build);
    let told = read_told(args, &opened)?;
    let family = args.family.family();
    let lambdas = match &args.lambda_file {
        Some(path) => Lambdas::Given(read_lambdas(path)?),
        None => Lambdas::Count(usize::from(args.lambdas)),
    };
    let patience = if args.lambda_file.is_some() { 0 } else { args.early_stop };
    let mut fit = PathFit::new(problem(args, &opened, &told, &told.folds.train), lambdas)?;
    let mut by_parts = None;
    if let Some(parts) = args.parts() {
        let lambdas = fit.lambdas().to_vec();
        let validated = cross_validate(args, parts, &opened, &told, &lambdas, patience)?;
        by_parts = chosen(&validated, args.choose);
        let fitted = lambdas[..validated.len()].to_vec();
        fit = PathFit::new(problem(args, &opened, &told, &told.folds.train), Lambdas::Given(fitted))?;
    }
    let path = fit_path(args, &mut fit, &told, patience)?;
    let names: Vec<String> = told.covariates.iter().map(|(name, _)| name.clone()).collect();
    write_result(&args.out.join("path.tsv"), path_table(family, &path).as_bytes())?;
    let mut text = COEFFICIENTS_HEADER.to_owned();
    for (index, solution) in fit.solutions().iter().take(path.len()).enumerate() {
        text.push_str(&coefficient_lines(index, &fit.coefficients(solution), &names, &opened.variants));
    }
    write_result(&args.out.join("coefficients.tsv"), text.as_bytes())?;
    let mut findings = opened.findings.clone();
    findings.extend(told.findings.iter().cloned());
    findings.extend(unused(&fit));
    let chosen = by_parts.or(best(&path));
    match chosen {
        Some(index) => {
            let baselines = match args.no_baselines || by_parts.is_some() {
                true => Vec::new(),
                false => baselines::fit(args, &fit, &told, &opened)?,
            };
            if !baselines.is_empty() {
                write_result(&args.out.join("baselines.tsv"), baselines::table(family, &baselines).as_bytes())?;
            }
            let fitted = match args.refit {
                true => [told.folds.train.as_slice(), &told.folds.validation].concat(),
                false => told.folds.train.clone(),
            };
            let written =
                Written { args, opened: &opened, told: &told, path: &path, index, names, baselines, fitted: &fitted };
            match args.refit {
                true => {
                    let lambdas = fit.lambdas()[..=index].to_vec();
                    let mut again = PathFit::new(problem(args, &opened, &told, &fitted), Lambdas::Given(lambdas))?;
                    while again.step()? {}
                    written.write(&again, &mut findings)?;
                }
                false => written.write(&fit, &mut findings)?,
            }
        }
        None => findings.push(Finding::new(
            "training-nothing-chosen",
            Severity::Note,
            1,
            "Without a validation fold no lambda is chosen: the path is written, and no score.",
        )),
    }
    let of_chosen = chosen.map(|index| &path[index]);
    let done = Done {
        tallele: env!("CARGO_PKG_VERSION"),
        trait_name: &args.trait_name,
        family,
        samples: [told.folds.train.len(), told.folds.validation.len(), told.folds.test.len()],
        variants: opened.variants.len(),
        lambdas: path.len(),
        chosen,
        nonzero: of_chosen.map(|of| of.nonzero),
        test: of_chosen.and_then(|of| of.test).and_then(|metrics| metrics.accuracy),
        findings,
    };
    print_json(&done)
}

fn check(args: &TrainArgs) -> Result<()> {
    let refuse = |option: &str, field: &str, allowed: &'static str| {
        let kind = ErrorKind::BadOption { option: option.to_owned(), allowed };
        Err(Error::new(kind).in_input(Role::Options, "options").at_field(field))
    };
    if !(0.0..=1.0).contains(&args.alpha) {
        return refuse("--alpha", "alpha", "a number from 0 to 1");
    }
    if args.build.as_deref().is_some_and(|build| Build::parse(build).is_none()) {
        return refuse("--build", "build", "36, 37, 38");
    }
    if !(0.0..=1.0).contains(&args.clump_r2) {
        return refuse("--clump-r2", "clump-r2", "a number from 0 to 1");
    }
    if args.threads == Some(0) {
        return refuse("--threads", "threads", "a number from 1 on");
    }
    Ok(())
}

/// Reads phenotype and covariates and makes the folds.
fn read_told(args: &TrainArgs, opened: &Opened) -> Result<Told> {
    let people = People::new(&opened.samples);
    let phenotype = people.read_table(&args.phenotype, Some(&args.trait_name), "the phenotype table")?;
    let covariates = args.covariates.as_deref().map(|path| people.read_table(path, None, "the table of covariates"));
    let covariates = covariates.transpose()?;
    let of_covariates = covariates.iter().flat_map(|table| &table.columns);
    let is_complete =
        |at: usize| phenotype.columns[0][at].is_some() && of_covariates.clone().all(|column| column[at].is_some());
    let complete: Vec<bool> = (0..people.count()).map(is_complete).collect();
    let folds = Folds::new(args, &people, &complete)?;
    let mut findings = Vec::new();
    let mut note = |code, count: u64, text: &str| {
        if count > 0 {
            findings.push(Finding::new(code, Severity::Note, count, format!("{count} {text}")));
        }
    };
    let unknown = phenotype.unknown + covariates.as_ref().map_or(0, |table| table.unknown);
    note(
        "training-people-without-genotypes",
        unknown + folds.unknown,
        "ids of the tables and lists have no genotypes.",
    );
    let without = complete.iter().filter(|complete| !**complete).count() as u64;
    note(
        "training-people-incomplete",
        without,
        "people with genotypes lack the phenotype or a covariate and were left out.",
    );
    let filled = |column: &Vec<Option<f64>>| column.iter().map(|value| value.unwrap_or(0.0)).collect::<Vec<f64>>();
    let y = filled(&phenotype.columns[0]);
    if args.family.family() == Family::Binomial {
        let all = [&folds.train, &folds.validation, &folds.test];
        if all.into_iter().flatten().any(|at| ![0.0, 1.0].contains(&y[*at])) {
            let error = Error::from(TrainingKind::NotBinary).at_field(&args.trait_name);
            return Err(error.in_input(Role::Options, &name_of(&args.phenotype)));
        }
    }
    // What somebody who is in no fold has is nothing to the fit; 0 keeps it finite.
    let covariates = covariates
        .map_or_else(Vec::new, |table| table.names.iter().cloned().zip(table.columns.iter().map(filled)).collect());
    Ok(Told { y, covariates, folds, findings })
}

fn problem<'a>(
    args: &TrainArgs,
    opened: &'a Opened,
    told: &Told,
    train: &[usize],
) -> Problem<&'a columns_of_file::Genotypes> {
    Problem {
        columns: &opened.columns,
        response: told.y.clone(),
        covariates: told.covariates.clone(),
        train: SampleMask::new(opened.samples.len(), train.iter().copied()),
        family: args.family.family(),
        alpha: args.alpha,
        standardize: args.standardize,
    }
}

/// Fits λ after λ, behind a checkpoint where there is one, until the path or what it brings ends.
fn fit_path<C: Columns>(args: &TrainArgs, fit: &mut PathFit<C>, told: &Told, patience: usize) -> Result<Vec<Measured>> {
    let place = args.out.join("checkpoint");
    let fingerprint = fingerprint(args, fit, told, &told.folds.train);
    fit.resume(checkpoint::read(&place, &fingerprint)?);
    let mut path: Vec<Measured> = Vec::new();
    loop {
        for at in path.len()..fit.solutions().len() {
            let solution = &fit.solutions()[at];
            let eta = fit.predict(solution)?;
            let nonzero = solution.theta.len();
            path.push(Measured::new(solution.lambda, nonzero, args.family.family(), &told.folds, &told.y, &eta));
            if is_over(&path, patience) {
                return Ok(path);
            }
        }
        if let Some(last) = path.last() {
            progress(path.len(), fit.lambdas().len(), last);
        }
        if !fit.step()? {
            return Ok(path);
        }
        checkpoint::write(&place, &fingerprint, fit.solutions())?;
    }
}

/// What the bits of a path fitted to the people of `train` depend on.
fn fingerprint<C: Columns>(args: &TrainArgs, fit: &PathFit<C>, told: &Told, train: &[usize]) -> String {
    let mut of = Fingerprint::default();
    let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<u64>>().into_iter();
    of.text(env!("CARGO_PKG_VERSION"));
    of.text(args.family.family().name());
    of.numbers([args.alpha.to_bits(), u64::from(args.standardize)].into_iter());
    of.numbers(bits(fit.lambdas()));
    of.numbers(train.iter().map(|at| *at as u64));
    of.numbers(bits(&train.iter().map(|at| told.y[*at]).collect::<Vec<_>>()));
    for (name, values) in &told.covariates {
        of.text(name);
        of.numbers(bits(&train.iter().map(|at| values[*at]).collect::<Vec<_>>()));
    }
    let counts = |counted: &tallele::training::Moments| u64::from(counted.ones) << 32 | u64::from(counted.twos);
    of.numbers(fit.moments().iter().map(counts));
    of.numbers(fit.moments().iter().map(|counted| u64::from(counted.missing)));
    of.finish()
}

/// Variants that tell nobody of the training fold apart, counted.
fn unused<C: Columns>(fit: &PathFit<C>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut note = |code, count: usize, text: &str| {
        if count > 0 {
            findings.push(Finding::new(code, Severity::Note, count as u64, format!("{count} {text}")));
        }
    };
    let missing = fit.moments().iter().filter(|moments| moments.called() == 0).count();
    let constant = fit.moments().iter().filter(|moments| moments.called() > 0 && moments.deviation() == 0.0).count();
    note("training-all-missing", missing, "variants have no call in the training fold and were left out.");
    note("training-constant", constant, "variants are the same for everybody in the training fold and were left out.");
    findings
}

/// What is written of the chosen λ.
struct Written<'a> {
    args: &'a TrainArgs,
    opened: &'a Opened,
    told: &'a Told,
    path: &'a [Measured],
    index: usize,
    names: Vec<String>,
    baselines: Vec<Baseline>,
    /// Who the score was fitted to.
    fitted: &'a [usize],
}

impl Written<'_> {
    /// Writes score, pack, card and page of the fit's solution at the chosen λ.
    fn write<C: Columns>(&self, fit: &PathFit<C>, findings: &mut Vec<Finding>) -> Result<()> {
        let solution = &fit.solutions()[self.index];
        if solution.theta.is_empty() {
            findings.push(Finding::new(
                "training-null-chosen",
                Severity::Fix,
                1,
                "No variant improves the prediction in the validation fold, so that there is no score to write.",
            ));
            return Ok(());
        }
        let args = self.args;
        let family = args.family.family();
        let coefficients = fit.coefficients(solution);
        let about = ScoreAbout {
            id: args.id.as_deref().unwrap_or(&args.trait_name),
            trait_name: &args.trait_name,
            build: self.opened.build,
            family,
            licence: &args.licence,
            method: format!(
                "tallele {} train, alpha {}, lambda {}",
                env!("CARGO_PKG_VERSION"),
                args.alpha,
                solution.lambda
            ),
        };
        let text = score_text(&about, &coefficients, &self.opened.variants, fit.moments());
        write_result(&args.out.join("score.txt"), text.as_bytes())?;
        let (eta, eta_null) = (fit.predict(solution)?, fit.predict(fit.null())?);
        let of_covariates = fit.predict(&Solution { theta: Vec::new(), ..solution.clone() })?;
        let score: Vec<f64> = eta.iter().zip(of_covariates).map(|(eta, rest)| eta - rest).collect();
        let (folds, y) = (&self.told.folds, self.told.y.as_slice());
        let evidence = Evidence {
            args,
            opened: self.opened,
            folds,
            y,
            eta: &eta,
            eta_null: &eta_null,
            score: &score,
            chosen: &self.path[self.index],
            index: self.index,
            nonzero: solution.theta.len(),
            covariates: self.names.clone(),
            baselines: &self.baselines,
        };
        let validation = evidence.validation(findings)?;
        packing::pack(args, self.opened, self.fitted, validation, findings)?;
        let card = evidence.card(findings.clone())?;
        write_result(&args.out.join("card.json"), &json_line(&card)?)?;
        let held_out = if folds.test.is_empty() { &folds.validation } else { &folds.test };
        let points: Vec<[f64; 2]> = held_out.iter().map(|at| [family.mean(eta[*at]), y[*at]]).collect();
        let variants = &self.opened.variants;
        let page = report::page(&card, family, self.path, self.index, &coefficients, variants, &points);
        write_result(&args.out.join("report.html"), page.as_bytes())
    }
}

#[expect(clippy::print_stderr, reason = "the command line says how far it is")]
fn progress(done: usize, all: usize, last: &Measured) {
    let accuracy = last.validation.and_then(|metrics| metrics.accuracy);
    let accuracy = accuracy.map_or_else(String::new, |accuracy| format!(", validation {accuracy:.4}"));
    eprintln!("tallele: {done} of {all} lambdas, {} variants{accuracy}", last.nonzero);
}
