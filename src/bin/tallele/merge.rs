//! `tallele score --partial` and `tallele merge`: a part of the files scored alone, and parts added up.

use crate::arguments::{MergeArgs, ScoreArgs};
use crate::file_source::open_file;
use crate::printed::unwritable;
use crate::score::{finish, open_session, print_report};
use std::fs::File;
use std::path::Path;
use std::process::ExitCode;
use tallele::error::{Result, Role};
use tallele::session::{LargeFiles, merge_partials};

/// Scores the files as a part and writes it to `path`, or to standard output where it is `-`.
pub fn write_partial(args: &ScoreArgs, path: &Path) -> Result<ExitCode> {
    let mut session = open_session(&args.inputs, &args.options, LargeFiles::NONE)?;
    session.begin_partial()?;
    finish(&mut session)?;
    let embeds = !args.without_scores;
    if path == Path::new("-") {
        session.write_partial(std::io::stdout().lock(), embeds)?;
    } else {
        // A part that was not written to its end is not taken for one: its gzip lacks its end.
        session.write_partial(File::create(path).map_err(unwritable)?, embeds)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Adds up partials and prints the report.
pub fn run(args: &MergeArgs) -> Result<ExitCode> {
    let open = |paths: &[std::path::PathBuf], role: Role| {
        paths.iter().map(|path| open_file(path, role)).collect::<Result<Vec<_>>>()
    };
    let session = merge_partials(&open(&args.partials, Role::Partials)?, &open(&args.scores, Role::Scores)?)?;
    print_report(&session, args.json)
}
