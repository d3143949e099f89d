//! `tallele panel build`: makes a reference pack from published tables.

use crate::arguments::PanelBuildArgs;
use crate::file_source::open_file;
use crate::printed::unwritable;
use std::path::Path;
use std::process::ExitCode;
use tallele::bytes::digest::sha256_hex;
use tallele::error::{Result, Role};
use tallele::formats::panel::write_panel;
use tallele::formats::panel_sources::{read_labels, read_listed_people, read_listed_sites};
use tallele::reference::{About, Parts, SourceFile, build_panel};

/// Builds the pack and says what is in it.
#[expect(clippy::print_stderr, reason = "the command line prints")]
pub fn build(args: &PanelBuildArgs) -> Result<ExitCode> {
    let open = |path: &Path| open_file(path, Role::Reference);
    let files = [
        ("--akt-grch37", &args.akt_grch37, "sites on GRCh37 with frequencies and loadings"),
        ("--akt-grch38", &args.akt_grch38, "the same sites on GRCh38"),
        ("--coordinates", &args.coordinates, "the reference people's coordinates"),
        ("--labels", &args.labels, "the reference people's populations and groups"),
    ];
    let mut sources = Vec::new();
    let mut command = "tallele panel build".to_owned();
    for (option, path, what) in files {
        let source = open(path)?;
        command.push_str(&format!(" {option} {}", source.name()));
        sources.push(SourceFile {
            name: source.name().to_owned(),
            what: what.to_owned(),
            sha256: sha256_hex(source).map_err(|error| error.in_input(Role::Reference, &path.display().to_string()))?,
        });
    }
    command.push_str(&format!(" --components {}", args.components));
    let parts = Parts {
        sites37: read_listed_sites(&open(&args.akt_grch37)?)?,
        sites38: read_listed_sites(&open(&args.akt_grch38)?)?,
        people: read_listed_people(&open(&args.coordinates)?)?,
        labels: read_labels(&open(&args.labels)?)?,
        components: args.components,
    };
    let about = About {
        name: args.name.clone(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        command,
        origin: args.origin.clone(),
        licence: args.licence.clone(),
        sources,
        ..About::default()
    };
    let panel = build_panel(&parts, about)?;
    let bytes = write_panel(&panel)?;
    std::fs::write(&args.out, &bytes).map_err(unwritable)?;
    eprintln!(
        "tallele: {} sites, {} people of {} populations in {} groups, {} components, {} bytes",
        panel.sites.len(),
        panel.people.len(),
        panel.populations.len(),
        panel.groups.len(),
        panel.components,
        bytes.len()
    );
    for (reason, count) in &panel.about.left_out {
        eprintln!("tallele: left out {count} sites: {reason}");
    }
    Ok(ExitCode::SUCCESS)
}
