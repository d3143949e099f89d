// Says what the page asks of the worker that times the phases, and what it answers.
export type FilesOfRun = {
  readonly person: File;
  readonly personGz: File;
  readonly score: File;
  readonly scoreGz: File;
  readonly scorePack: File;
};

/** Milliseconds of one file on its way in. */
export type Reading = {
  /** The browser's own reading of the file. */
  readonly fetch_ms: number;
  /** Inflating and parsing, all steps but the last. */
  readonly parse_ms: number;
  /** Share of the file that `parse_ms` is of. */
  readonly parsed_share: number;
  /** The last step and the answer: what was left to parse, then order, duplicates, build and sex. */
  readonly settle_ms: number;
};

export type Phases = {
  readonly start_ms: number;
  readonly person: Reading;
  readonly person_gz: Reading;
  readonly score: Reading;
  readonly score_gz: Reading;
  readonly score_pack: Reading;
  /** Matching and summing. */
  readonly score_ms: number;
  /** SHA-256 of both files. */
  readonly hash_ms: number;
  readonly report_ms: number;
  /** The same score again from its parsed form, under another option. */
  readonly again_ms: number;
  readonly memory_bytes: number;
};
