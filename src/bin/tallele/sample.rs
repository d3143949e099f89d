//! `tallele sample`: writes the sample person and family, the sample scores, their reference people, the answer key and the
//! shelf's list.

use crate::ancestry::reference;
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};
use tallele::error::{Error, ErrorKind, Result, Role};
use tallele::simulation::{DEFAULT_SEED, sample_files};

/// Write the synthetic sample person and family, the sample scores with their answer key, and made-up reference people.
#[derive(Args, Debug)]
pub struct SampleArgs {
    /// Folder to write into; made where it does not exist.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The same seed gives the same files.
    #[arg(long, default_value_t = DEFAULT_SEED)]
    seed: u64,
    /// Also write the score of 1.1 million variants, for measuring.
    #[arg(long)]
    dense: bool,
}

/// Writes the files.
///
/// Errors: `unwritable`.
pub fn run(args: &SampleArgs) -> Result<()> {
    let unwritable = |path: &Path, error: std::io::Error| {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Error::new(ErrorKind::Unwritable).with_source(error).in_input(Role::Options, &name)
    };
    fs::create_dir_all(&args.out).map_err(|error| unwritable(&args.out, error))?;
    for file in sample_files(args.seed, args.dense, &*reference(None)?)? {
        let path = args.out.join(&file.name);
        let folder = path.parent().unwrap_or(&args.out);
        fs::create_dir_all(folder).map_err(|error| unwritable(folder, error))?;
        fs::write(&path, &file.bytes).map_err(|error| unwritable(&path, error))?;
    }
    Ok(())
}
