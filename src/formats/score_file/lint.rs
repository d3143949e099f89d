//! Tells an author everything that is wrong with a scoring file, row by row, where the reader would stop or pass over it.
//!
//! The reader asks whether a row can be scored; this asks whether it should have been written so. It reads the same lines by
//! the same header, never stops at a row, and is run only when asked for, as it keeps a few bytes of every row.

mod alleles;
mod header;
mod places;
mod repeats;
mod rule;
mod spots;
mod text;
mod weights;

pub use places::KnownPlace;

use super::header_key::HeaderKeys;
use super::layout::Layout;
use super::opening::Opening;
use super::reader::EndOfLine;
use super::row::Fields;
use super::tool::Tool;
use super::{MAX_ROWS, columns::ABSENT, split};
use crate::error::{Error, ErrorKind, Result, Role};
use crate::finding::Lint;
use alleles::Alleles;
use places::Places;
use repeats::Repeats;
use rule::Rule;
use spots::Spots;
use std::borrow::Cow;
use text::Text;
use weights::Weights;

/// Looks through one scoring file.
pub struct Linter {
    file_name: String,
    known_places: Vec<KnownPlace>,
    opening: Opening,
    text: Text,
    rows: Option<Box<Rows>>,
}

/// The rows so far.
struct Rows {
    layout: Layout,
    header: HeaderKeys,
    rows: u64,
    alleles: Alleles,
    places: Places,
    repeats: Repeats,
    weights: Weights,
}

/// One row: its line, and its fields under the layout.
struct Row<'a, 'f> {
    line: u64,
    fields: Fields<'a, 'f>,
}

impl<'a> Row<'a, '_> {
    /// A field without blanks around it; empty where there is none.
    fn at(&self, column: usize) -> &'a [u8] {
        self.fields.fields.get(column).copied().unwrap_or(b"").trim_ascii()
    }
}

impl Linter {
    /// A linter for the file of this name. `known_places` are well-known variants with their places in each build.
    pub fn new(file_name: &str, known_places: Vec<KnownPlace>) -> Self {
        Self {
            file_name: file_name.to_owned(),
            known_places,
            opening: Opening::default(),
            text: Text::default(),
            rows: None,
        }
    }

    /// Says that a byte-order mark stood before the first line.
    pub fn skipped_mark(&mut self) {
        self.text.begins_with_mark = true;
    }

    /// Takes the next whole lines; `first_line` is the number of the first of them, from 1.
    ///
    /// Errors: those of a header that names no score, and `too-many-rows`.
    pub fn push_block(&mut self, lines: &[u8], first_line: u64) -> Result<()> {
        let text = lines.strip_suffix(b"\n").unwrap_or(lines);
        for (number, line) in (first_line..).zip(text.split(|byte| *byte == b'\n')) {
            self.line(line, number).map_err(|error| error.at_line(number).in_input(Role::Scores, &self.file_name))?;
        }
        Ok(())
    }

    fn line(&mut self, line: &[u8], number: u64) -> Result<()> {
        let line = self.text.look_at(line, number);
        if self.rows.is_none() {
            match self.opening.line(line, number)? {
                None => return Ok(()),
                Some(layout) => {
                    let header = std::mem::take(&mut self.opening.keys);
                    let known = std::mem::take(&mut self.known_places);
                    self.rows = Some(Box::new(Rows::new(layout, header, known)));
                }
            }
        }
        match &mut self.rows {
            Some(rows) => rows.line(line, number, &mut self.text),
            None => Ok(()),
        }
    }

    /// What was found, for each score of the file: what asks most first, and within that in the order of the rules.
    ///
    /// Errors: `empty`, `no-rows`, and those of a header that names no score.
    pub fn finish(self) -> Result<Vec<Vec<Lint>>> {
        let Some(rows) = self.rows else { return Err(self.opening.ended().in_input(Role::Scores, &self.file_name)) };
        if rows.rows == 0 {
            return Err(Error::from(ErrorKind::NoRows).in_input(Role::Scores, &self.file_name));
        }
        let rows = *rows;
        let mut shared = self.text.lints();
        shared.extend(header::lints(&rows.header, &rows.layout, rows.rows));
        shared.extend(rows.alleles.lints(rows.rows));
        shared.extend(rows.places.lints(&rows.layout));
        shared.extend(rows.repeats.lints());
        shared.extend(rows.weights.shared_lints());
        let weight_type = rows.header.header.weight_type;
        let scores = rows.layout.weights.iter().enumerate().map(|(score, column)| {
            let mut lints = shared.clone();
            lints.extend(rows.weights.lints_of(score, *column, weight_type, &rows.layout, rows.rows));
            let place = |lint: &Lint| rule::ALL.iter().position(|rule| rule.code == lint.code);
            lints.sort_by_key(|lint| (lint.severity, place(lint)));
            lints
        });
        Ok(scores.collect())
    }
}

impl Rows {
    fn new(layout: Layout, header: HeaderKeys, known_places: Vec<KnownPlace>) -> Self {
        let places = Places::new(&layout, &header.header, known_places);
        let weights = Weights::new(layout.weights.len());
        Self { places, weights, alleles: Alleles::default(), repeats: Repeats::default(), rows: 0, header, layout }
    }

    fn line(&mut self, line: &[u8], number: u64, text: &mut Text) -> Result<()> {
        let line = line.trim_ascii_end_of_line();
        if line.trim_ascii().is_empty() {
            return Ok(());
        }
        if line.starts_with(b"#") {
            text.comments.add(number);
            return Ok(());
        }
        let fields = split::quoted(line, self.layout.delimiter);
        let fields: Vec<&[u8]> = fields.iter().map(Cow::as_ref).collect();
        if fields.iter().all(|field| field.trim_ascii().is_empty()) {
            return Ok(());
        }
        self.rows += 1;
        let scores = u64::try_from(self.layout.weights.len()).unwrap_or(u64::MAX);
        if self.rows.saturating_mul(scores) > MAX_ROWS {
            return Err(ErrorKind::TooManyRows { limit: MAX_ROWS }.into());
        }
        if !text.fits(&self.layout, line, &fields, number) {
            return Ok(());
        }
        let Self { layout, alleles, places, repeats, weights, rows, .. } = self;
        let row = Row { line: number, fields: Fields { layout, fields: &fields } };
        if layout.kind != ABSENT && !row.at(layout.kind).eq_ignore_ascii_case(b"SNV") {
            *rows -= 1;
            return Ok(());
        }
        weights.look_at(&row, layout);
        let effect = row.at(layout.effect);
        if row.fields.structural_reason(row.at(layout.id), effect, true).is_some() {
            alleles.not_scorable.add(row.line);
            return Ok(());
        }
        let place = places.look_at(&row, layout);
        let pair = alleles.look_at(&row, layout, place.named_other.as_deref());
        // GenoBoost's rows of one variant add up.
        if let (Some(pair), false) = (pair, layout.tool == Some(Tool::GenoBoost)) {
            repeats.look_at(row.line, &place, &pair);
        }
        Ok(())
    }
}

/// The findings of these rules, with nothing to add to their texts.
fn plain_lints<'a>(found: impl IntoIterator<Item = (&'static Rule, &'a Spots)>) -> Vec<Lint> {
    found.into_iter().filter_map(|(rule, spots)| spots.lint(rule, "")).collect()
}
