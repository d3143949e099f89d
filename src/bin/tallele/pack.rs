//! `tallele pack`: writes scoring files as packs.

use crate::file_source::open_file;
use crate::pack_calibration::PanelOptions;
use crate::pack_validation::ValidationOptions;
use crate::printed::unwritable_at;
use clap::Args;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use tallele::bytes::digest::sha256_hex;
use tallele::error::{Error, ErrorKind, Result, Role};
use tallele::formats::pack::{MadeOf, write_pack};
use tallele::session::score_task::read_again;

/// Write scoring files in columns, ready to be used: the same rows, weights and findings, opened about ten times as fast.
#[derive(Args, Debug)]
pub struct PackArgs {
    /// Scoring files; one with several columns of weights gives as many packs
    #[arg(long, num_args = 1.., required = true, value_name = "FILE")]
    scores: Vec<PathBuf>,
    /// The pack, or a folder for `ID.tpack` of each score; made where it does not exist
    #[arg(long, value_name = "FILE|DIR")]
    out: PathBuf,
    /// Reference people.
    #[command(flatten)]
    panel: PanelOptions,
    /// What was published of the score.
    #[command(flatten)]
    validation: ValidationOptions,
}

/// Reads the scoring files and writes the packs.
///
/// Errors: those of scoring files and of the panel; `unwritable`, `bad-option` where several scores are to go into one file.
pub fn run(args: &PackArgs) -> Result<()> {
    let is_folder = args.out.is_dir() || args.out.extension().is_none();
    if is_folder {
        fs::create_dir_all(&args.out).map_err(|error| unwritable_at(&args.out, error))?;
    }
    let validation = args.validation.read()?;
    let mut panel = args.panel.open()?;
    let mut packed = 0;
    for path in &args.scores {
        let source = open_file(path, Role::Scores)?;
        let sha256 = sha256_hex(source.clone())?;
        if let Some(panel) = &mut panel {
            panel.add(source.clone())?;
        }
        for mut file in read_again(&source)? {
            if let Some(panel) = &mut panel {
                file.calibration = Some(panel.calibrate(&file.table)?);
            }
            packed += 1;
            if packed > 1 && validation.is_some() {
                let kind = ErrorKind::BadOption { option: "--validation".to_owned(), allowed: "one score at a time" };
                return Err(Error::new(kind).in_input(Role::Options, "options").at_field("validation"));
            }
            file.validation.clone_from(&validation);
            if packed > 1 && !is_folder {
                let kind = ErrorKind::BadOption { option: "--out".to_owned(), allowed: "a folder, for several scores" };
                return Err(Error::new(kind).in_input(Role::Options, "options").at_field("out"));
            }
            let to = if is_folder {
                args.out.join(format!("{}.tpack", safe_name(&file.table.header.id)))
            } else {
                args.out.clone()
            };
            let made_of = MadeOf {
                name: source.name().to_owned(),
                bytes: source.len(),
                sha256: sha256.clone(),
                format: file.format.to_owned(),
            };
            let mut out = BufWriter::new(File::create(&to).map_err(|error| unwritable_at(&to, error))?);
            write_pack(&mut out, &file, made_of)
                .and_then(|()| out.flush().map_err(|error| unwritable_at(&to, error)))?;
        }
    }
    Ok(())
}

/// A score's id as the name of a file.
pub fn safe_name(id: &str) -> String {
    let is_safe = |letter: char| letter.is_alphanumeric() || "-_.+".contains(letter);
    let name: String = id.chars().map(|letter| if is_safe(letter) { letter } else { '_' }).collect();
    name.trim_start_matches('.').to_owned()
}
