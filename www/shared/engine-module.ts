// Says what the wasm build offers the worker: one handle, few methods; both builds have the same face.
import type { Comparison } from './comparison.ts';
import type { Overview } from './overview.ts';
import type { Absent, ChainFile, GenotypeFile, Options, ScoreFile, ScoreResult } from './report.ts';
import type { OptionsWritten, Progress, SortedFiles } from './protocol.ts';

/** What the worker knows of a file already, so that the engine need not ask the browser for it piece by piece. */
export type StoredFile = {
  /** The whole file, while it is worked on and small enough. */
  bytes: Uint8Array | null;
  /** The SHA-256 in lower-case hexadecimal digits, once the browser has computed it. */
  sha256: string | null;
};

type NamedBlob = { readonly name: string; readonly blob: Blob };

/** Every method throws `{ code, place, text }` when it cannot do its work; what was there before stays. */
export interface Session {
  setOptions(written: OptionsWritten): Options;
  /** Begins a task; `step` until `finished`, then `take…` its answer. One task at a time. */
  beginOpen(blob: Blob, name: string, stored: StoredFile | null): void;
  /** Begins to open a file with those that belong to it, in any order. */
  beginOpenSet(files: readonly NamedBlob[]): void;
  /** Sorts files that were chosen together; touches nothing that is open or at work. */
  sortFiles(files: readonly NamedBlob[]): SortedFiles[];
  addChain(blob: Blob, name: string): ChainFile;
  /** Merges files of one person into the first of them. */
  mergeFiles(genotypeFiles: readonly number[]): GenotypeFile;
  beginAddScore(blob: Blob, name: string, stored: StoredFile | null): void;
  beginScore(): void;
  /** Works on about `budget` bytes (or rows) of the running task. */
  step(budget: number): Progress & { readonly finished: boolean };
  /** Drops the running task and leaves everything before it as it was. */
  cancel(): void;
  takeOpened(): GenotypeFile;
  takeAdded(): ScoreFile[];
  takeOverview(): Overview;
  /** Begins to compare everybody by a reference pack, with three numbers for each stated relative: the places of sample and score,
   * and 1 for an affected one, 0 for another. The overview, taken again, and the report then carry it. */
  beginComparison(pack: Blob, name: string, ageYears: number, relatives: Float64Array): void;
  takeComparison(): Comparison | null;
  result(sample: number, score: number): ScoreResult;
  setAbsent(genotypeFile: number, absent: Absent | null): GenotypeFile;
  close(genotypeFile: number): void;
  removeScore(score: number): void;
  /** UTF-8 CSV. */
  audit(sample: number, score: number): Uint8Array;
  /** The file in pieces, to be put together. */
  save(as: 'json' | 'csv'): Blob[];
  contributions(sample: number, score: number): { dosage: Float64Array; contribution: Float64Array };
  free(): void;
}

export interface EngineModule {
  /** wasm-bindgen's own initialiser; answers with the exports, whose memory the worker may ask the size of. */
  default(input?: { module_or_path?: unknown }): Promise<{ readonly memory: WebAssembly.Memory }>;
  Session: new () => Session;
  version(): string;
  /** Threads build only. */
  initThreadPool?(threads: number): Promise<void>;
}
