//! `tallele shelf`: puts scores on the shelf of a deployment of the page.

use crate::file_source::open_file;
use crate::pack::safe_name;
use crate::printed::{name_of, print_json};
use crate::train::output::write_result;
use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use tallele::bytes::digest::sha256_hex;
use tallele::error::{Error, ErrorKind, Result, Role};
use tallele::formats::pack::is_pack;
use tallele::formats::score_file::ScoreFile;
use tallele::session::score_task::read_again;

/// The form of the list that is known.
const SCHEMA: u64 = 1;
/// How a trained score says that nobody said under what terms it may be used.
const NOT_STATED: &str = "not stated";

/// `tallele shelf`.
#[derive(Args, Debug)]
pub struct ShelfArgs {
    /// What to do.
    #[command(subcommand)]
    command: ShelfCommand,
}

/// What `tallele shelf` does.
#[derive(Subcommand, Debug)]
enum ShelfCommand {
    /// Puts a pack or scoring file on a deployment's shelf: copies it beside the list and lists it with hash, size and terms
    Add(AddArgs),
}

/// `tallele shelf add`. Done again with the same file it changes nothing; a score of the same id takes the place of the one before.
/// The file is whole before the list names it, and the list is replaced at once: who opens the page meanwhile sees the old shelf
/// or the new one.
#[derive(Args, Debug)]
struct AddArgs {
    /// The pack, or another scoring file
    #[arg(value_name = "PACK")]
    score: PathBuf,
    /// The deployment's list: `samples/shelf.json` in the folder of the built page
    #[arg(long, value_name = "FILE")]
    shelf: PathBuf,
    /// What the score is called on the shelf; its own name where none is given
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// One sentence about it
    #[arg(long, value_name = "TEXT")]
    summary: Option<String>,
    /// Under what terms it may be used, where its header does not say or is not right
    #[arg(long, value_name = "TEXT")]
    licence: Option<String>,
}

/// What is printed at the end.
#[derive(Serialize)]
struct Done<'a> {
    /// `added`, `replaced`, or `unchanged`.
    done: &'static str,
    entry: &'a Value,
}

/// Does it.
///
/// Errors: those of scoring files; `bad-option`, `unreadable`, `unwritable`.
pub fn run(args: &ShelfArgs) -> Result<()> {
    let ShelfCommand::Add(args) = &args.command;
    let source = open_file(&args.score, Role::Scores)?;
    let mut scores = read_again(&source)?;
    let (Some(score), true) = (scores.pop(), scores.is_empty()) else {
        return Err(refused("PACK", "a file of one score; `tallele pack` makes one of each"));
    };
    if score.table.is_empty() {
        return Err(refused("PACK", "a score with rows"));
    }
    let mut shelf = read_shelf(&args.shelf)?;
    let entry = entry(args, &score, source.len(), sha256_hex(source.clone())?)?;
    let Some(listed) = shelf.get_mut("scores").and_then(Value::as_array_mut) else { return Err(unknown_shelf()) };
    let is_same = |of: &&mut Value| of.get("id") == entry.get("id");
    let done = match listed.iter_mut().find(is_same) {
        Some(before) if *before == entry => "unchanged",
        Some(before) => {
            before.clone_from(&entry);
            "replaced"
        }
        None => {
            listed.push(entry.clone());
            "added"
        }
    };
    // The file first: a list never names what is not there. Written also where the list stays, in case that the copy was lost.
    let file = entry.get("file").and_then(Value::as_str).unwrap_or_default();
    let beside = args.shelf.with_file_name(file);
    if !is_copy(&beside, &entry)? {
        let bytes = std::fs::read(&args.score).map_err(|error| {
            Error::new(ErrorKind::Unreadable).with_source(error).in_input(Role::Scores, source.name())
        })?;
        write_result(&beside, &bytes)?;
    }
    if done != "unchanged" {
        write_result(&args.shelf, &crate::printed::json_line(&shelf)?)?;
    }
    print_json(&Done { done, entry: &entry })
}

/// Whether the copy on the shelf is there and whole.
fn is_copy(path: &Path, entry: &Value) -> Result<bool> {
    Ok(path.is_file() && entry["sha256"] == sha256_hex(open_file(path, Role::Scores)?)?.as_str())
}

fn entry(args: &AddArgs, score: &ScoreFile, bytes: u64, sha256: String) -> Result<Value> {
    let header = &score.table.header;
    let stated = header.license.clone().filter(|licence| licence.trim() != NOT_STATED && !licence.trim().is_empty());
    let Some(licence) = args.licence.clone().or(stated) else {
        return Err(refused("--licence", "the terms of use, as the score does not state them"));
    };
    let trait_reported = header.trait_reported.clone().unwrap_or_else(|| header.id.clone());
    let title = args.title.clone().or_else(|| header.name.clone()).unwrap_or_else(|| header.id.clone());
    let name = safe_name(&header.id);
    if name.is_empty() {
        return Err(refused("PACK", "a score with an id"));
    }
    let ending = ending_of(args)?;
    let summary = args.summary.clone().unwrap_or_else(|| match score.calibration {
        Some(_) => format!("{} variants, with figures of reference people.", score.table.len()),
        None => format!("{} variants.", score.table.len()),
    });
    Ok(json!({
        "id": header.id,
        "file": format!("{name}.{ending}"),
        "title": title,
        "trait": trait_reported,
        "rows": score.table.len(),
        "bytes": bytes,
        "sha256": sha256,
        "licence": licence,
        "summary": summary,
        "has_figures": score.calibration.is_some(),
    }))
}

/// What the copy's name ends in, by what the file is.
fn ending_of(args: &AddArgs) -> Result<&'static str> {
    let mut head = [0; 16];
    let read = open_file(&args.score, Role::Scores)?.read_at(0, &mut head)?;
    Ok(match &head[..read] {
        head if is_pack(head) => "tpack",
        // RFC 1952, 2.3.1.
        [0x1f, 0x8b, ..] => "txt.gz",
        _ => "txt",
    })
}

fn read_shelf(path: &Path) -> Result<Map<String, Value>> {
    let name = name_of(path);
    let unreadable =
        |error: std::io::Error| Error::new(ErrorKind::Unreadable).with_source(error).in_input(Role::Options, &name);
    let text = std::fs::read(path).map_err(unreadable)?;
    match serde_json::from_slice(&text) {
        Ok(Value::Object(shelf)) if shelf.get("schema").and_then(Value::as_u64) == Some(SCHEMA) => Ok(shelf),
        _ => Err(unknown_shelf()),
    }
}

fn unknown_shelf() -> Error {
    refused("--shelf", "a page's shelf.json: JSON of schema 1 with a list of scores")
}

fn refused(option: &str, allowed: &'static str) -> Error {
    let kind = ErrorKind::BadOption { option: option.to_owned(), allowed };
    Error::new(kind).in_input(Role::Options, "options").at_field(option.trim_start_matches('-'))
}
