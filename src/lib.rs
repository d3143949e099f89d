//! Tallele scores a DNA file against polygenic predictors, in the browser and on the command line.
//!
//! This page is the architecture document.
//!
//! # Words
//! A *genotype file* is what a person opens; it holds the *calls* of a *sample*. A *score* is a weighted sum, defined by a
//! *scoring file*: rows of *effect allele*, *other allele* and *effect weight*. A call's *dosage* counts copies of the
//! effect allele. A row is *matched*, *unmatched*, without a call, or *excluded* by a rule; *coverage* says how much of the
//! score was matched. An *error* stops a run; a *finding* is counted and shown.
//!
//! # The way of the data
//! `File → bytes (unpack, cut lines) → formats (rows of a layout) → variants (order, duplicates, build, sex) → Genome`, and
//! `File → bytes → formats::score_file → ScoreTable`; then `matching::join` looks every row up in the genome,
//! [`scoring`] adds it up, [`report`] says what was found, and [`session`] drives it step by step for the
//! page's worker (`wasm`) and the command line alike.
//!
//! # Floors
//! A room imports only from rooms on lower floors (and [`report`], [`session`] from all below); `tests/floors.rs` holds it.
//!
//! | floor | rooms |
//! |---|---|
//! | 0 | [`error`] [`finding`] · [`stats`] · [`genome`] · [`weights`] · [`reference`] |
//! | 1 | [`bytes`] |
//! | 2 | [`formats`] |
//! | 3 | [`variants`] |
//! | 4 | [`matching`] |
//! | 5 | [`scoring`] · [`training`] |
//! | 6 | [`calibration`] [`family`] [`simulation`] |
//! | 7 | [`report`] [`labs`] |
//! | 8 | [`session`] |
//! | 9 | `wasm`, the command line |
//!
//! Only `wasm` knows JavaScript. Everything else runs under plain `cargo test`.
//!
//! # A person's genome in memory
//! Consumer files are small: their calls are kept sorted by site, ten bytes and a bucket index for each, so that any row of
//! any score is found in constant time and scores stay in their author's order. Scores are columns too, about fifty bytes a
//! row; the session keeps a bounded number of parsed rows and reads scores beyond that again when they are needed.
//!
//! # Files of records
//! Files that list REF and ALT ([`genome::RecordStream`]) are never held: a reader gives each record's place and alleles, and its
//! calls only where a row lies. Rows of all scores stand in genome order ([`matching::RowIndex`]); a record finds its rows, and
//! each sample adds up for itself ([`scoring::CohortScorer`]). Memory grows with samples × scores; as sums are exact, the order
//! of records does not show.
//!
//! Of a genome's VCF the lines that are plain, as nearly all are, are read where their block is inflated, which may be another
//! thread ([`bytes::prepare`], [`genome::PlainRecord`]); the rest, and all that may be wrong, is left to the reader of any line.
//!
//! Nor does it show who read them: what some of the files add ([`scoring::ScoreState`]) is written as a partial
//! ([`report::partial`]) and added up with others ([`session::merge_partials`]) to the report of one process.
//!
//! # Parts of files
//! BGZF is read block by block ([`bytes::bgzf`]), ahead of the reader where there are threads. With an index, the places that a
//! score's rows lie on become parts of the file ([`formats::index`]), and the reader is given these as one text: the records it
//! gives are those of the whole file at those places, in order. Every part must begin and end with a record that is where the
//! index has it. A large file is looked into the same way when it is opened, and what is shown of it says so.
//!
//! A file's SHA-256 is computed from what is read of it anyway ([`bytes::HashingSource`]).
//!
//! # Labs
//! [`labs`] has the sums behind the page's labs, and the phase transition as a run that is stepped. They are built as a module of
//! their own for the browser (`wasm::labs`, feature `labs`), so that the engine is no larger for them; the page loads it into a
//! worker of its own when a lab is opened. What a run finds has the same bits there as natively.
//!
//! # Untrusted input
//! Every file is taken for hostile. Rooms that read input deny `unwrap`, panicking indexes and narrowing casts; every
//! allocation that input sizes has a named limit ([`bytes::limits`]); inflation is bounded in size and ratio; every reader
//! has a fuzz target. Error texts name code, file, line, byte and field, and never quote genotype content.
//!
//! # Numbers
//! A sum is added exactly and rounded once ([`stats::ExactSum`]), so that line order, chunks, threads, native or wasm
//! cannot change a bit of it. Transcendental functions come from `libm` on every target. Author weights are kept as
//! text beside the value that is summed. `NaN` is never a silent result: weights that are not finite numbers are errors,
//! and what is not known is `None`.

pub mod bytes;
pub mod calibration;
pub mod error;
pub mod family;
pub mod finding;
pub mod formats;
pub mod genome;
pub mod labs;
pub mod matching;
pub mod reference;
pub mod report;
pub mod scoring;
pub mod session;
pub mod simulation;
pub mod stats;
pub mod training;
pub mod variants;
#[cfg(any(feature = "wasm", feature = "labs"))]
pub mod wasm;
pub mod weights;
