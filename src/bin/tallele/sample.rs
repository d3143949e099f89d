//! `tallele sample`: writes the sample person and family, the sample scores, their reference people, the answer key and the
//! shelf's list.

use crate::ancestry::reference;
use crate::printed::unwritable_at;
use clap::Args;
use std::fs;
use std::path::PathBuf;
use tallele::error::Result;
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
    fs::create_dir_all(&args.out).map_err(|error| unwritable_at(&args.out, error))?;
    for file in sample_files(args.seed, args.dense, &*reference(None)?)? {
        let path = args.out.join(&file.name);
        let folder = path.parent().unwrap_or(&args.out);
        fs::create_dir_all(folder).map_err(|error| unwritable_at(folder, error))?;
        fs::write(&path, &file.bytes).map_err(|error| unwritable_at(&path, error))?;
    }
    Ok(())
}
