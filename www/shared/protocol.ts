// Lists every message between page and worker: one union each way.
import type { Comparison } from './comparison.ts';
import type { Overview } from './overview.ts';
import type { Absent, ChainFile, GenotypeFile, Options, ScoreFile, ScoreResult, StatedRelative } from './report.ts';
import type { Place } from './scorer-error.ts';

/** Which of the two builds runs, and why. */
export type EngineState = {
  readonly variant: 'single' | 'threads';
  readonly threads: number;
  /** "shared-memory" where threads run; else why not: "one-thread-asked", "one-core", "not-isolated", "no-shared-memory", "pool-failed", "pool-silent". */
  readonly reason: string;
  readonly version: string;
  readonly memory_bytes: number;
  /** The files of its own that the worker loaded, for the request ledger. */
  readonly loaded: readonly LoadedFile[];
};

export type LoadedFile = { readonly url: string; readonly bytes: number; readonly from: 'network' | 'cache' };

/** A file as the page hands it over: nothing is read before the worker reads it. */
export type InputFile = {
  readonly name: string;
  readonly blob: Blob;
  /** Files that belong to it, as `.bim` and `.fam` do to `.bed`. */
  readonly beside?: readonly { readonly name: string; readonly blob: Blob }[];
};

/** Files that belong together, by their places among those that were sorted; that of the genotypes first. */
export type SortedFiles = { readonly kind: 'genotypes' | 'chain'; readonly files: readonly number[] };

/** Options as the person left them; everything left out takes the rule set's default. */
export type OptionsWritten = { readonly [Key in keyof Options]?: string };

/** One request of the page. Files and scores are named by their place in the list of what is open now, from 0. */
export type Request =
  | { readonly kind: 'start'; readonly threads: number | null }
  | { readonly kind: 'sort'; readonly files: readonly InputFile[] }
  | { readonly kind: 'add-chain'; readonly file: InputFile }
  | { readonly kind: 'merge'; readonly genotype_files: readonly number[] }
  | { readonly kind: 'open'; readonly file: InputFile }
  | { readonly kind: 'set-absent'; readonly genotype_file: number; readonly absent: Absent | null }
  | { readonly kind: 'close'; readonly genotype_file: number }
  | { readonly kind: 'add-score'; readonly file: InputFile }
  | { readonly kind: 'remove-score'; readonly score: number }
  | { readonly kind: 'set-options'; readonly options: OptionsWritten }
  | { readonly kind: 'score' }
  | {
      readonly kind: 'compare';
      readonly reference: InputFile;
      readonly age_years: number;
      readonly relatives: readonly StatedRelative[];
    }
  | { readonly kind: 'result'; readonly sample: number; readonly score: number }
  | { readonly kind: 'audit'; readonly sample: number; readonly score: number }
  | { readonly kind: 'save'; readonly as: 'json' | 'csv' }
  | { readonly kind: 'contributions'; readonly sample: number; readonly score: number };

/** What each request answers with. */
export type Answers = {
  start: EngineState;
  /** Which of the chosen files are opened as one, and which are chain files; at once, and nothing is opened yet. */
  sort: readonly SortedFiles[];
  'add-chain': ChainFile;
  /** What the file doctor shows of the first, which has the others' calls from then on; the others are closed. */
  merge: GenotypeFile;
  /** One file may hold one sample; indices count opened files from 0 in the order of opening. */
  open: GenotypeFile;
  /** What the file doctor shows of the file from then on. */
  'set-absent': GenotypeFile;
  close: null;
  /** One scoring file may hold several scores. */
  'add-score': readonly ScoreFile[];
  'remove-score': null;
  'set-options': Options;
  /** Scores every sample with every score and gives what a table of the report shows. */
  score: Overview;
  /** Says where everybody stands among the people of a reference pack; the report and the overview then carry it. Risks count
   * from the age asked for, and take in what is stated of relatives. */
  compare: { readonly comparison: Comparison; readonly overview: Overview | null };
  /** One entry of the report, at once: it waits for nothing that is at work. */
  result: ScoreResult;
  /** The audit table as CSV, one row for every score row. */
  audit: Blob;
  /** The report as a file, the same bytes as the command line writes. */
  save: Blob;
  /** In the score's row order. */
  contributions: { readonly dosage: Float64Array; readonly contribution: Float64Array };
};

/** Progress of one request, in bytes of the stored file, in people, in scores, or in pairs of person and score. */
export type Progress = {
  readonly phase: 'reading' | 'hashing' | 'scoring' | 'writing' | 'placing' | 'comparing';
  readonly done: number;
  readonly total: number;
  /** What is counted; bytes where it is left out. */
  readonly unit?: 'bytes' | 'people' | 'scores';
};

/** Page → worker. */
export type ToWorker =
  | { readonly id: number; readonly request: Request }
  | { readonly id: number; readonly cancel: true };

/** Worker → page. */
export type FromWorker =
  | { readonly id: number; readonly progress: Progress }
  /** The pool of threads is being started, which can hang: the page sets a clock. */
  | { readonly id: number; readonly starting: 'threads' }
  | { readonly id: number; readonly answer: Answers[keyof Answers]; readonly memory_bytes: number }
  /** After a fatal one the worker does no more work. */
  | { readonly id: number; readonly error: EngineFault; readonly fatal?: boolean };

export type EngineFault = { readonly code: string; readonly place: Place; readonly text: string };
