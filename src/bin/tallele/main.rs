//! The command line.

mod sample;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Polygenic scoring with correct matching.
#[derive(Parser, Debug)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Sample(sample::SampleArgs),
}

#[expect(clippy::print_stderr, reason = "the command line's place for errors")]
fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Sample(args) => sample::run(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
