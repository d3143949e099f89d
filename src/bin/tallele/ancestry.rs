//! `tallele ancestry`: says where everybody stands among reference people.

use crate::arguments::{AncestryArgs, ReadingOptions};
use crate::file_source::open_file;
use crate::folder::open_paths;
use crate::printed::{json_line, unwritable};
use crate::score::{open_genotypes, sample_names};
use serde::Serialize;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;
use tallele::bytes::MemorySource;
use tallele::error::{Result, Role};
use tallele::finding::Finding;
use tallele::reference::{About, Panel};
use tallele::session::Session;
use tallele::session::ancestry::SampleAncestry;
use tallele::session::compare::Reference;

/// The pack that is taken where none is named.
const CORE: &[u8] = include_bytes!("../../../www/packs/ancestry-core.tallele-panel");

#[derive(Serialize)]
struct Printed<'a> {
    tallele: &'static str,
    reference: ReferenceShown<'a>,
    samples: &'a [SampleAncestry],
    findings: Vec<&'a Finding>,
}

#[derive(Serialize)]
struct ReferenceShown<'a> {
    sites: usize,
    people: usize,
    groups: &'a [String],
    components: usize,
    about: &'a About,
}

/// A session with these genotype files open, under these options.
pub fn open(paths: &[std::path::PathBuf], options: &ReadingOptions) -> Result<Session> {
    let mut session = Session::new();
    session.set_options(&options.written())?;
    if let Some(path) = &options.samples {
        session.set_samples(Some(sample_names(path)?));
    }
    open_genotypes(&mut session, open_paths(paths)?, |_| ())?;
    if options.merge {
        session.merge_files(&session.consumer_files())?;
    }
    Ok(session)
}

/// The reference pack that is named, else the one that is built in.
pub fn reference(path: Option<&std::path::Path>) -> Result<Arc<Panel>> {
    Ok(hashed_reference(path)?.panel)
}

/// The same, with its hash.
pub fn hashed_reference(path: Option<&std::path::Path>) -> Result<Reference> {
    Reference::read(&match path {
        Some(path) => open_file(path, Role::Reference)?,
        None => std::rc::Rc::new(MemorySource::new("reference", CORE.to_vec())),
    })
}

/// Places everybody and prints it.
pub fn run(args: &AncestryArgs) -> Result<ExitCode> {
    let panel = reference(args.reference.as_deref())?;
    let session = open(&args.genotypes, &args.reading)?;
    let samples = session.ancestry(&panel)?;
    let mut out = std::io::stdout().lock();
    let bytes = if args.json || !out.is_terminal() {
        let printed = Printed {
            tallele: env!("CARGO_PKG_VERSION"),
            reference: ReferenceShown {
                sites: panel.sites.len(),
                people: panel.people.len(),
                groups: &panel.groups,
                components: panel.components,
                about: &panel.about,
            },
            samples: &samples,
            findings: session.files().flat_map(|file| &file.findings).collect(),
        };
        json_line(&printed)?
    } else {
        readable(&panel, &samples).into_bytes()
    };
    out.write_all(&bytes).map_err(unwritable)?;
    Ok(ExitCode::SUCCESS)
}

fn readable(panel: &Panel, samples: &[SampleAncestry]) -> String {
    /// Smaller shares are not told from none.
    const SHARE_SHOWN: f64 = 0.02;
    let mut text = format!(
        "Genetic similarity to reference groups ({} people, {} sites). This is not ethnicity.\n",
        panel.people.len(),
        panel.sites.len()
    );
    for sample in samples {
        text.push_str(&format!("{} ({}), {} sites: ", sample.id, sample.input, sample.sites));
        if let Some(withheld) = &sample.withheld {
            text.push_str(&format!("{}\n", withheld.text));
            continue;
        }
        let similarity = sample.similarity.iter().flatten();
        let mut shares: Vec<_> = similarity.filter(|(_, told)| told.q >= SHARE_SHOWN).collect();
        shares.sort_by(|(_, a), (_, b)| b.q.total_cmp(&a.q));
        let shares: Vec<String> = shares
            .iter()
            .map(|(group, told)| match told.se {
                Some(se) => format!("{group} {:.0} % ± {:.0}", 100.0 * told.q, 100.0 * se),
                None => format!("{group} {:.0} %", 100.0 * told.q),
            })
            .collect();
        text.push_str(&shares.join(", "));
        let (group, population) = (sample.nearest.as_deref(), sample.nearest_population.as_deref());
        text.push_str(&format!("; nearest {} ({})", group.unwrap_or("none"), population.unwrap_or("none")));
        if sample.outside == Some(true) {
            text.push_str("; outside the reference: no group in it is near");
        }
        if sample.taken_as_reference > 0 {
            text.push_str(&format!("; {} sites without a record taken as REF", sample.taken_as_reference));
        }
        text.push('\n');
    }
    text
}
