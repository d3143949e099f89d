//! The native command line: the same engine as the page's, over files.

mod ancestry;
mod arguments;
mod assess;
mod assess_plan;
mod calibrate;
mod file_source;
mod folder;
mod inspect;
mod kinship;
mod lint;
mod merge;
mod pack;
mod pack_calibration;
mod pack_sums;
mod pack_validation;
mod panel;
mod printed;
mod sample;
mod score;
mod shelf;
mod simulate;
mod threads;
mod train;
mod verify;

use arguments::{Cli, Command, PanelCommand};
use clap::Parser;
use serde::Serialize;
use std::io::{self, Write};
use std::process::ExitCode;
use tallele::error::{Error, Place};

/// How an error is printed, on standard output where the result would have been.
#[derive(Serialize)]
struct ErrorPrinted<'a> {
    error: ErrorBody<'a>,
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    code: &'a str,
    place: &'a Place,
    text: String,
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        // Help and version are no errors; clap prints them where they belong.
        Err(error) if !error.use_stderr() => error.exit(),
        Err(error) => {
            print_error("usage", &Place::default(), error.render().to_string());
            return ExitCode::from(2);
        }
    };
    threads::begin(cli.command.threads());
    let result = match cli.command {
        Command::Score(args) => score::run(&args),
        Command::Merge(args) => merge::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Pack(args) => pack::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Ancestry(args) => ancestry::run(&args),
        Command::Kinship(args) => kinship::run(&args),
        Command::Panel(args) => match args.command {
            PanelCommand::Build(args) => panel::build(&args),
        },
        Command::Assess(args) => assess::run(&args),
        Command::Calibrate(args) => calibrate::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Simulate(args) => simulate::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Shelf(args) => shelf::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Train(args) => train::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Sample(args) => sample::run(&args).map(|()| ExitCode::SUCCESS),
    };
    result.unwrap_or_else(|error: Error| {
        // Who read the output, `head` say, has had enough: nobody is left to be told.
        if !is_unread(&error) {
            print_error(error.code(), error.place(), error.to_string());
        }
        ExitCode::FAILURE
    })
}

/// Whether an error is that nobody reads what is written any more.
fn is_unread(error: &Error) -> bool {
    let source = std::error::Error::source(error).and_then(|source| source.downcast_ref::<io::Error>());
    source.is_some_and(|source| source.kind() == io::ErrorKind::BrokenPipe)
}

/// Says what is wrong on standard error and, as JSON, on standard output; where either is closed, on the other alone.
fn print_error(code: &str, place: &Place, text: String) {
    let _ = writeln!(io::stderr(), "tallele: {}", text.trim_end());
    let printed = ErrorPrinted { error: ErrorBody { code, place, text } };
    let _ = writeln!(io::stdout(), "{}", serde_json::to_string(&printed).unwrap_or_default());
}
