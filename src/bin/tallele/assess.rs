//! `tallele assess`: measures how good percentiles and their intervals are, on people who were not fitted to.

use crate::ancestry::{hashed_reference, open};
use crate::arguments::ReadingOptions;
use crate::assess_plan::{Plan, PlannedFile, PlannedSet};
use crate::file_source::open_file;
use crate::printed::{json_line, unwritable};
use crate::score::finish;
use clap::Args;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;
use tallele::bytes::digest::sha256_hex;
use tallele::bytes::{MemorySource, SharedSource};
use tallele::calibration::tables::read_labels;
use tallele::error::{Result, Role};
use tallele::genome::Build;
use tallele::reference::SourceFile;
use tallele::report::how_good::{
    FileFound, Found, HowGood, KIND, Provenance, ReferenceShown, Rule, ScoreShown, SetShown, VERSION,
};
use tallele::session::Session;
use tallele::session::assess::{Assessed, Lacking};
use tallele::session::compare::{PlacedPanel, Reference};
use tallele::simulation::{Design, TwoBases, made_up_score};
use tallele::stats::Random;

/// Measures how good percentiles and their intervals are: people who did not calibrate are compared, with all of their
/// variants and with part of them.
#[derive(Args, Debug)]
pub struct AssessArgs {
    /// What to measure, and on whom: JSON
    #[arg(long, value_name = "FILE")]
    plan: PathBuf,
    /// The folder that the plan's files are in; the plan's own where none is named
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The ancestry panel; the one that is built in where none is named
    #[arg(long, value_name = "PACK")]
    reference: Option<PathBuf>,
    /// Where to write what was found, as JSON
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Measures and writes; prints a line a kind of file.
#[expect(clippy::print_stdout, reason = "the command line prints")]
pub fn run(args: &AssessArgs) -> Result<ExitCode> {
    let plan = Plan::read(&args.plan)?;
    let beside = args.plan.parent().map(Path::to_path_buf).unwrap_or_default();
    let folder = args.data.clone().unwrap_or(beside);
    // Below the gate, too.
    let reference = Reference { covered_min: 0.0, ..hashed_reference(args.reference.as_deref())? };
    let plan_name = args.plan.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut sources = vec![named(&args.plan, &plan_name, "what was measured")?];
    let mut measured = Vec::new();
    for (number, set) in (0_u64..).zip(&plan.sets) {
        measured.push(Measure::new(set, &folder, &reference, &mut sources)?.run(plan.seed, number)?);
    }
    let tests = measured.iter().flat_map(|of| &of.found).map(FileFound::tests).sum();
    let show = |(mut of, set): (MeasuredSet, &PlannedSet)| {
        let show =
            |(file, found): (&PlannedFile, &FileFound)| found.show(&file.label, file.lacking.name(), tests, &of.fitted);
        of.shown.files = set.files.iter().zip(&of.found).map(show).collect();
        of.shown
    };
    let good = HowGood {
        kind: KIND.to_owned(),
        version: VERSION,
        provenance: Provenance {
            tallele: env!("CARGO_PKG_VERSION").to_owned(),
            command: format!("tallele assess --plan {plan_name}"),
            seed: plan.seed,
            reference: ReferenceShown { name: reference.panel.about.name.clone(), sha256: reference.sha256.clone() },
            sources,
            origin: plan.origin.clone(),
            licence: plan.licence.clone(),
        },
        rule: Rule::of(tests),
        sets: measured.into_iter().zip(&plan.sets).map(show).collect(),
        placing: Vec::new(),
    };
    std::fs::write(&args.out, json_line(&good)?).map_err(unwritable)?;
    for set in &good.sets {
        println!("{}: {} people fitted, {} compared", set.name, set.fitted, set.compared);
        for file in &set.files {
            let groups =
                file.groups.iter().map(|of| format!("{} {:.1} (p {:.4})", of.group, 100.0 * of.held, of.least_p));
            println!(
                "  {}: covered {:.2}, held {:.1} %, width {:.1}; {}",
                file.label,
                file.covered,
                100.0 * file.held,
                file.width,
                groups.collect::<Vec<_>>().join(", ")
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What was found in a set.
struct MeasuredSet {
    /// Without its files.
    shown: SetShown,
    /// Of each file.
    found: Vec<FileFound>,
    /// People of each group who calibrated.
    fitted: BTreeMap<String, u64>,
}

/// A set that is open.
struct Measure<'a> {
    set: &'a PlannedSet,
    session: Session,
    placed: PlacedPanel,
    reference: &'a Reference,
    labels: HashMap<String, String>,
    variants: Vec<TwoBases>,
    build: Build,
    scores: Vec<SharedSource>,
    arrays: Vec<Option<Session>>,
}

impl<'a> Measure<'a> {
    fn new(
        set: &'a PlannedSet,
        folder: &Path,
        reference: &'a Reference,
        sources: &mut Vec<SourceFile>,
    ) -> Result<Self> {
        let mut path = |name: &String, what: &str| -> Result<PathBuf> {
            let path = folder.join(name);
            if sources.iter().all(|source| source.name != *name) {
                sources.push(named(&path, name, what)?);
            }
            Ok(path)
        };
        let mut paths = Vec::new();
        for name in &set.genotypes {
            paths.push(path(name, "genotypes")?);
        }
        let read = read_labels(&open_file(&path(&set.labels, "groups of people")?, Role::Options)?);
        let read = read.map_err(|error| error.in_input(Role::Options, &set.labels))?;
        let label = |(id, label): (String, String)| {
            let group = if set.groups.is_empty() { Some(label) } else { set.groups.get(&label).cloned() };
            Some((id, group?))
        };
        let labels: HashMap<String, String> = read.into_iter().filter_map(label).collect();
        let options = |build: &Option<String>| ReadingOptions { build: build.clone(), ..ReadingOptions::default() };
        let session = open(&paths, &options(&set.build))?;
        let placed = match set.background.as_str() {
            "label" => session.place_by_labels(&labels, &reference.panel.groups),
            _ => session.place_panel(reference)?,
        };
        let mut variants = Vec::new();
        session.two_bases(|site, id, other, effect| {
            let chromosome = site.chromosome().map_or("", |of| of.name());
            if set.chromosomes.is_empty() || set.chromosomes.iter().any(|of| of == chromosome) {
                variants.push(TwoBases { site, id, effect, other });
            }
        })?;
        let build = session.opened().and_then(|file| file.build).unwrap_or(Build::Grch37);
        let mut arrays = Vec::new();
        for file in &set.files {
            arrays.push(match file.lacking.array() {
                Some(name) => Some(open(&[path(name, "an array's sites")?], &options(&None))?),
                None => None,
            });
        }
        let mut scores: Vec<SharedSource> = Vec::new();
        for name in &set.scores {
            scores.push(open_file(&path(name, "a score")?, Role::Scores)?);
        }
        Ok(Self { set, session, placed, reference, labels, variants, build, scores, arrays })
    }

    fn run(mut self, seed: u64, number: u64) -> Result<MeasuredSet> {
        let mut random = Random::stream(seed, number);
        let (fitted, compared) = self.split(&mut random);
        let mut made_up = Vec::new();
        for made in &self.set.made_up {
            for _ in 0..made.count {
                let design = Design { rows: made.rows.unwrap_or(usize::MAX), one_way: made.one_way };
                let id = format!("MADEUP{:02}", made_up.len() + 1);
                let text = made_up_score(&id, &self.variants, self.build, design, &mut random);
                made_up.push(Rc::new(MemorySource::new(&format!("{id}.txt"), text)) as SharedSource);
            }
        }
        let published = self.scores.len();
        let lacking: Vec<Lacking<'_>> =
            self.set.files.iter().zip(&self.arrays).map(|(file, array)| file.lacking.of(array.as_ref())).collect();
        let mut found = vec![FileFound::default(); lacking.len()];
        let mut scores = Vec::new();
        for (at, source) in self.scores.iter().chain(&made_up).enumerate() {
            self.session.begin_add_score(source.clone())?;
            finish(&mut self.session)?;
            let header = self.session.added().last().map(|of| (of.id.clone(), of.rows));
            let (id, rows) = header.unwrap_or_default();
            scores.push(ScoreShown { id, rows, is_made_up: at >= published });
            let asked = Assessed {
                fitted: &fitted,
                compared: &compared,
                placed: &self.placed,
                reference: self.reference,
                lacking: &lacking,
            };
            let told = self.session.assess(at, &asked, &mut random)?;
            for (found, file) in found.iter_mut().zip(told) {
                found.keep(file.kept);
                for of in file.told {
                    let (value, low, high, covered, full) = (of.value, of.low, of.high, of.covered, of.full);
                    found.add(&of.group, at, Found { value, low, high, covered, full });
                }
                file.withheld.into_iter().for_each(|(code, count)| found.withhold(code, count));
            }
        }
        let shown = SetShown {
            name: self.set.name.clone(),
            is_real: self.set.is_real,
            background: self.set.background.clone(),
            people: (fitted.len() + compared.len()) as u64,
            fitted: fitted.len() as u64,
            compared: compared.len() as u64,
            variants: self.variants.len() as u64,
            scores,
            files: Vec::new(),
        };
        let mut by_group = BTreeMap::new();
        fitted.into_values().for_each(|group| *by_group.entry(group).or_default() += 1);
        Ok(MeasuredSet { shown, found, fitted: by_group })
    }

    /// The people who calibrate and those who are compared: of each group the same share.
    fn split(&self, random: &mut Random) -> (HashMap<String, String>, HashMap<String, String>) {
        let (mut fitted, mut compared) = (HashMap::new(), HashMap::new());
        let ids: std::collections::HashSet<&String> = self.placed.samples().iter().map(|sample| &sample.id).collect();
        let mut by_group: BTreeMap<&String, Vec<&String>> = Default::default();
        for (id, group) in self.labels.iter().filter(|(id, _)| ids.contains(id)) {
            by_group.entry(group).or_default().push(id);
        }
        for (group, mut of_group) in by_group {
            of_group.sort();
            let count = (of_group.len() as f64 * self.set.fitted_share).round() as u32;
            let chosen = random.choose(count, of_group.len() as u32);
            for (at, id) in (0_u32..).zip(of_group) {
                let list = if chosen.contains(&at) { &mut fitted } else { &mut compared };
                list.insert(id.clone(), group.clone());
            }
        }
        (fitted, compared)
    }
}

fn named(path: &Path, name: &str, what: &str) -> Result<SourceFile> {
    let source = open_file(path, Role::Options)?;
    Ok(SourceFile { name: name.to_owned(), what: what.to_owned(), sha256: sha256_hex(source)? })
}
