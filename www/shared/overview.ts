// Says what a table of results needs of a report: a line for each sample and score, and columns of numbers beside them.
import type { Absent, Finding, GenotypeFile, Input, Options, ReferenceUsed, Sex } from './report.ts';

/** One number for each sample and score, sample by sample: the place is sample × scores + score. */
export type Figures = {
  readonly observed_sum: Float64Array;
  /** NaN where the scoring file brings no frequencies. */
  readonly filled_sum: Float64Array;
  readonly matched: Uint32Array;
  readonly excluded: Uint32Array;
  readonly unmatched: Uint32Array;
  readonly no_call: Uint32Array;
  /** Findings of the severities "fix" and "note". */
  readonly fixes: Uint32Array;
  readonly notes: Uint32Array;
  /** NaN where there is none: withheld, or nobody has compared. */
  readonly percentile: Float64Array;
  readonly percentile_low: Float64Array;
  readonly percentile_high: Float64Array;
  /** Why a percentile is withheld, as one more than its place in the overview's `withheld`; else 0. */
  readonly withheld: Uint32Array;
};

export type SampleLine = {
  readonly id: string;
  readonly sex: Sex;
  /** Name of the genotype file. */
  readonly input: string;
  readonly absent: Absent | null;
};

export type ScoreLine = {
  readonly id: string;
  readonly name: string | null;
  readonly trait: string | null;
  readonly rows: number;
};

/** A finding, told once for everybody who has it; where counts differ, with the largest. */
export type SharedFinding = Finding & {
  /** Samples that have it; 0 for what belongs to a genotype file. */
  readonly samples: number;
};

export type Overview = {
  readonly tallele: string;
  readonly options: Options;
  readonly inputs: readonly Input[];
  readonly samples: readonly SampleLine[];
  readonly scores: readonly ScoreLine[];
  readonly findings: readonly SharedFinding[];
  /** The ancestry panel that people were compared by; null where nobody has compared. */
  readonly reference: ReferenceUsed | null;
  /** Codes of why percentiles are withheld. */
  readonly withheld: readonly string[];
  readonly figures: Figures;
  /** What the file doctor shows after scoring: the scores may have told a file's build. */
  readonly files: readonly GenotypeFile[];
};
