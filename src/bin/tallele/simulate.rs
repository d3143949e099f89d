//! `tallele simulate`: writes a cohort of people who do not exist, with families, groups and a trait whose causes are known.

mod arguments;
mod files;

use crate::file_source::open_file;
use crate::printed::print_json;
pub use arguments::SimulateArgs;
use files::CohortFiles;
use serde::Serialize;
use tallele::error::{Result, Role};
use tallele::formats::genetic_map::read_genetic_map;
use tallele::reference::GeneticMap;
use tallele::simulation::{Cohort, TraitDraw};

/// What is printed when the files are written.
#[derive(Serialize)]
struct Done {
    people: usize,
    variants: usize,
    causal: usize,
    cases: Option<usize>,
    files: Vec<String>,
}

/// Draws the cohort and writes its files.
///
/// Errors: `bad-option`, `unwritable`, those of the genetic maps.
pub fn run(args: &SimulateArgs) -> Result<()> {
    let (design, wanted) = (args.cohort().checked()?, args.trait_design()?.checked(args.sites)?);
    let mut map = GeneticMap::default();
    for path in &args.map {
        let source = open_file(path, Role::Options)?;
        read_genetic_map(&source, &mut map).map_err(|error| error.in_input(Role::Options, source.name()))?;
    }
    let mut cohort = Cohort::new(design.clone(), map)?;
    let mut drawn = TraitDraw::new(wanted, design.sites, cohort.people().len());
    let mut files = CohortFiles::create(&args.out, cohort.people())?;
    let (mut copies, mut variants) = (Vec::new(), 0);
    while let Some(variant) = cohort.next_variant(&mut copies) {
        drawn.take(&variant, &copies);
        cohort.drop_calls(&mut copies);
        files.write_variant(&variant, &copies)?;
        variants += 1;
    }
    let values = drawn.finish(cohort.people());
    let written = files.finish(cohort.people(), &values, &args.trait_name, design.groups > 1)?;
    let done = Done {
        people: cohort.people().len(),
        variants,
        causal: values.causal.len(),
        cases: values.cases.as_ref().map(|cases| cases.iter().filter(|is_case| **is_case).count()),
        files: written,
    };
    print_json(&done)
}
