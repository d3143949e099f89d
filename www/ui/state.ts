// Says what the page knows at one moment.
import type { Comparison } from '../shared/comparison.ts';
import type { Overview } from '../shared/overview.ts';
import type { ChainFile, GenotypeFile, Options, Relative, Report, ScoreFile } from '../shared/report.ts';
import type { EngineState, InputFile, OptionsWritten, Progress } from '../shared/protocol.ts';
import type { ScorerError } from '../shared/scorer-error.ts';
import type { Offer } from './ports.ts';

export type GenotypeItem = {
  readonly key: number;
  readonly name: string;
  readonly bytes: number;
  readonly sample: boolean;
  /** Files that were chosen, while nobody knows yet which of them belong together. */
  readonly files: number;
  /** What is opened, once it is there. */
  readonly source: InputFile | null;
  /** What was merged into it, as another file of the same person. */
  readonly merged: readonly InputFile[];
  readonly step: 'sorting' | 'waiting' | 'reading' | 'ready' | 'failed';
  readonly progress: Progress | null;
  readonly file: GenotypeFile | null;
  /** The answer on places that the file does not list is one of an earlier visit. */
  readonly recalled: boolean;
  readonly error: ScorerError | null;
};

export type ScoreItem = {
  readonly key: number;
  readonly name: string;
  readonly offer: Offer | null;
  readonly bytes: number | null;
  readonly step: 'waiting' | 'downloading' | 'reading' | 'ready' | 'failed';
  readonly progress: Progress | null;
  /** The scoring file or pack, once it has been read. */
  readonly source: InputFile | null;
  /** One scoring file may hold several scores. */
  readonly files: readonly ScoreFile[];
  readonly error: ScorerError | null;
};

export type ChainItem = {
  readonly key: number;
  readonly name: string;
  readonly step: 'reading' | 'ready' | 'failed';
  readonly file: ChainFile | null;
  readonly error: ScorerError | null;
};

/** Whether files of one person are being merged, and why they were not. */
export type MergeState =
  | { readonly step: 'none' | 'merging' }
  | { readonly step: 'failed'; readonly error: ScorerError };

export type ReportState =
  | { readonly step: 'none' }
  | { readonly step: 'waiting'; readonly last: Overview | null }
  | { readonly step: 'scoring'; readonly progress: Progress | null; readonly last: Overview | null }
  | { readonly step: 'ready'; readonly report: Overview; readonly at: Date }
  | { readonly step: 'failed'; readonly error: ScorerError };

/** Whether people have been compared with the reference people. */
export type ComparisonState =
  /** "stopped": by the person, until they ask again. */
  | { readonly step: 'none' | 'stopped' }
  | { readonly step: 'comparing'; readonly progress: Progress | null }
  | { readonly step: 'ready'; readonly comparison: Comparison }
  | { readonly step: 'failed'; readonly error: ScorerError };

/** A saved report that is shown in the place of results. */
export type Reopened =
  | { readonly step: 'none' }
  | { readonly step: 'reading'; readonly name: string }
  | { readonly step: 'ready'; readonly name: string; readonly blob: Blob; readonly report: Report }
  | { readonly step: 'failed'; readonly name: string; readonly error: ScorerError };

/** What the person states of a relative of one sample, about the disease of one score, both by names that stay theirs. */
export type RelativeItem = { readonly sample: string; readonly score: string; readonly relative: Relative };

export type State = {
  readonly engine: EngineState | null;
  readonly engineError: ScorerError | null;
  readonly genotypes: readonly GenotypeItem[];
  readonly scores: readonly ScoreItem[];
  readonly chains: readonly ChainItem[];
  readonly merging: MergeState;
  readonly written: OptionsWritten;
  readonly options: Options | null;
  readonly optionsError: ScorerError | null;
  readonly report: ReportState;
  readonly comparison: ComparisonState;
  /** Age from which risks count, as the person stated it; null for from birth. */
  readonly age_years: number | null;
  readonly relatives: readonly RelativeItem[];
  readonly reopened: Reopened;
};
