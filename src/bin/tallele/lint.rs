//! Looks through a scoring file for `tallele inspect --scores`.

use tallele::bytes::SharedSource;
use tallele::error::Result;
use tallele::finding::Lint;
use tallele::formats::detect::open_scores;
use tallele::formats::pack::{MAGIC, is_pack};
use tallele::formats::score_file::Linter;
use tallele::variants::build_check::known_places;

/// Everything that an author should know of each score of the file; nothing of a pack, which is made of one that was read.
pub fn lint(source: &SharedSource) -> Result<Vec<Vec<Lint>>> {
    let mut head = [0; MAGIC.len()];
    let count = source.read_at(0, &mut head)?;
    if is_pack(&head[..count]) {
        return Ok(vec![Vec::new()]);
    }
    let mut opened = open_scores(source)?;
    let mut linter = Linter::new(source.name(), known_places().collect());
    while let Some(block) = opened.lines.next_block()? {
        if block.first_line == 1 && block.text_offset > 0 {
            linter.skipped_mark();
        }
        linter.push_block(block.bytes, block.first_line)?;
    }
    linter.finish()
}

/// The findings for people: what asks most first, with lines and what to do.
pub fn readable(lints: &[Lint]) -> String {
    let line = |lint: &Lint| {
        let lines: Vec<String> = lint.lines.iter().map(u64::to_string).collect();
        let more = if lint.count > lint.lines.len() as u64 { ", …" } else { "" };
        let lines = match lines.as_slice() {
            [] => String::new(),
            [only] if lint.count == 1 => format!(" Line {only}."),
            _ => format!(" Lines {}{more}.", lines.join(", ")),
        };
        let severity = format!("{:?}", lint.severity);
        format!("  {severity:<4}  {}: {}{lines}\n        {}\n", lint.code, lint.text, lint.next)
    };
    lints.iter().map(line).collect()
}
