// Is the engine to the page: typed methods with progress and cancel; a dead worker is replaced and brought up to date.
import type { Answers, EngineState, InputFile, OptionsWritten, Request, SortedFiles } from '../shared/protocol.ts';
import type { Overview } from '../shared/overview.ts';
import type {
  Absent,
  ChainFile,
  GenotypeFile,
  Options,
  ScoreFile,
  ScoreResult,
  StatedRelative,
} from '../shared/report.ts';
import { ScorerError } from '../shared/scorer-error.ts';
import { type Clocks, Connection, type Listening, type WorkerLike } from './connection.ts';
import { createWorker } from './create-worker.ts';
import { Kept } from './kept.ts';
import type { Lost } from './lost.ts';
import { measure } from './measure.ts';

export type EngineParts = {
  readonly createWorker?: () => WorkerLike;
  readonly clocks?: Clocks;
  /** The worker died and a fresh one has taken over; `lost` is what could not be read again. */
  readonly onRestart?: (why: ScorerError, lost: Lost) => void;
};

const usualClocks: Clocks = { silentMs: 30_000, poolMs: 4_000 };

export class Engine {
  #createWorker: () => WorkerLike;
  #clocks: Clocks;
  #onRestart: (why: ScorerError, lost: Lost) => void;
  #kept = new Kept();
  #threads: number | null = null;
  /** Why threads were given up, once they were: the next worker does not try them again. */
  #threadsFailed: string | null = null;
  #current: Connection | null = null;
  /** The current one, once it is up to date. */
  #serving: Connection | null = null;
  /** Why the last one stopped, until its successor is up. */
  #stopped: ScorerError | null = null;
  #ready: Promise<Connection> | null = null;
  #scoring: AbortController | null = null;
  #state: EngineState | null = null;

  constructor({ createWorker: create = createWorker, clocks = usualClocks, onRestart = () => {} }: EngineParts = {}) {
    this.#createWorker = create;
    this.#clocks = clocks;
    this.#onRestart = onRestart;
  }

  /** Which build runs and why; null before the first start. `memory_bytes` is the most it has taken so far. */
  get state(): EngineState | null {
    const { memoryBytes = 0 } = this.#current ?? {};
    return this.#state && { ...this.#state, memory_bytes: Math.max(memoryBytes, this.#state.memory_bytes) };
  }

  /** Starts the worker. `threads`: null for as many as serve, 1 for the build without threads. */
  async start(threads: number | null = null): Promise<EngineState> {
    if (threads !== this.#threads && this.#current) {
      this.#leave('cancelled', 'The engine was started anew.');
    }
    this.#threads = threads;
    await this.#connected();
    const { state } = this;
    if (!state) throw new ScorerError('engine-stopped', {}, 'The engine did not start.');
    return state;
  }

  /** Says which of the chosen files are opened as one, and which are chain files; waits for nothing that is at work. */
  sort(files: readonly InputFile[]): Promise<readonly SortedFiles[]> {
    return this.#ask({ kind: 'sort', files });
  }

  /** The same file again adds nothing. */
  async addChain(file: File | InputFile): Promise<ChainFile> {
    const input = asInput(file);
    const chain = await this.#ask({ kind: 'add-chain', file: input });
    this.#kept.chainAdded(input, chain.sha256);
    return chain;
  }

  /** Merges files of one person into the first of them; the others are closed. */
  async merge(genotypeFiles: readonly number[]): Promise<GenotypeFile> {
    const merged = await this.#ask({ kind: 'merge', genotype_files: genotypeFiles });
    this.#kept.merged(genotypeFiles);
    return merged;
  }

  async open(file: File | InputFile, listening?: Listening): Promise<GenotypeFile> {
    const input = asInput(file);
    const start = performance.now();
    const opened = await this.#ask({ kind: 'open', file: input }, listening);
    measure('open', start, input, this.state);
    this.#kept.opened(input);
    return opened;
  }

  async close(genotypeFile: number): Promise<void> {
    await this.#ask({ kind: 'close', genotype_file: genotypeFile });
    this.#kept.closed(genotypeFile);
  }

  /** Says what rows that a file of variants alone has no record of count as; null for what the options say. */
  async setAbsent(genotypeFile: number, absent: Absent | null): Promise<GenotypeFile> {
    const file = await this.#ask({ kind: 'set-absent', genotype_file: genotypeFile, absent });
    this.#kept.answered(genotypeFile, absent);
    return file;
  }

  async addScore(file: File | InputFile, listening?: Listening): Promise<readonly ScoreFile[]> {
    const input = asInput(file);
    const start = performance.now();
    const added = await this.#ask({ kind: 'add-score', file: input }, listening);
    measure('add-score', start, input, this.state);
    this.#kept.added(input, added.length);
    return added;
  }

  async removeScore(score: number): Promise<void> {
    await this.#ask({ kind: 'remove-score', score });
    this.#kept.removed(score);
  }

  async setOptions(options: OptionsWritten): Promise<Options> {
    const checked = await this.#ask({ kind: 'set-options', options });
    this.#kept.optionsSet(options);
    return checked;
  }

  /** Scores every sample with every score. A newer call ends an older one with "superseded". */
  async score({ signal, onProgress }: Listening = {}): Promise<Overview> {
    this.#scoring?.abort();
    const scoring = new AbortController();
    this.#scoring = scoring;
    const either = signal ? AbortSignal.any([signal, scoring.signal]) : scoring.signal;
    const start = performance.now();
    try {
      const report = await this.#ask({ kind: 'score' }, { signal: either, onProgress });
      measure('score', start, null, this.state);
      this.#kept.scored();
      return report;
    } catch (error) {
      const superseded = scoring.signal.aborted && error instanceof ScorerError && error.code === 'cancelled';
      throw superseded ? new ScorerError('superseded', {}, 'A newer run took its place.') : error;
    } finally {
      if (this.#scoring === scoring) this.#scoring = null;
    }
  }

  /** Says where everybody stands among the people of a reference pack, after scoring; risks count from an age in years, and
   * take in what is stated of relatives. */
  async compare(
    reference: InputFile,
    { ageYears, relatives }: { readonly ageYears: number; readonly relatives: readonly StatedRelative[] },
    listening?: Listening,
  ): Promise<Answers['compare']> {
    const request = { kind: 'compare', reference, age_years: ageYears, relatives } as const;
    const compared = await this.#ask(request, listening);
    this.#kept.compared(request);
    return compared;
  }

  /** One entry of the report, without waiting for what is at work. */
  result(sample: number, score: number): Promise<ScoreResult> {
    return this.#ask({ kind: 'result', sample, score });
  }

  audit(sample: number, score: number): Promise<Blob> {
    return this.#ask({ kind: 'audit', sample, score });
  }

  save(as: 'json' | 'csv'): Promise<Blob> {
    return this.#ask({ kind: 'save', as });
  }

  contributions(sample: number, score: number): Promise<Answers['contributions']> {
    return this.#ask({ kind: 'contributions', sample, score });
  }

  /** Ends the worker with all it holds in memory, forgets the files, and starts a clean one. */
  async forget(): Promise<EngineState> {
    this.#kept = new Kept();
    this.#leave('cancelled', 'Everything was forgotten, as asked.');
    return this.start(this.#threads);
  }

  async #ask<Kind extends Request['kind']>(
    request: Request & { kind: Kind },
    listening?: Listening,
  ): Promise<Answers[Kind]> {
    const connection = await this.#connected();
    return connection.request<Kind>(request, listening);
  }

  /** The connection once it is up to date; when it cannot be had, the next request tries again, and nothing goes in circles. */
  #connected(): Promise<Connection> {
    if (this.#ready) return this.#ready;
    const ready = this.#bringUp().catch((error) => {
      if (this.#ready === ready) this.#ready = null;
      throw error;
    });
    this.#ready = ready;
    return ready;
  }

  async #bringUp(): Promise<Connection> {
    const connection = await this.#connect();
    try {
      const lost = await this.#kept.bringBack(connection);
      this.#serving = connection;
      const why = this.#stopped;
      this.#stopped = null;
      performance.mark('tallele:ready');
      if (why) this.#onRestart(why, lost);
      return connection;
    } catch (error) {
      connection.end('engine-stopped', 'What was open could not be opened again.');
      throw error;
    }
  }

  async #connect(): Promise<Connection> {
    const connection: Connection = new Connection(this.#createWorker(), this.#clocks, (why) =>
      this.#died(connection, why),
    );
    this.#current = connection;
    try {
      const state = await connection.request({ kind: 'start', threads: this.#threadsFailed ? 1 : this.#threads });
      this.#state = this.#threadsFailed ? { ...state, reason: this.#threadsFailed } : state;
      return connection;
    } catch (error) {
      const code = error instanceof ScorerError ? error.code : '';
      if (this.#threadsFailed || (code !== 'pool-failed' && code !== 'pool-silent')) throw error;
      this.#threadsFailed = code;
      this.#current = null;
      connection.end(code, 'The threads could not be started.');
      return this.#connect();
    }
  }

  #died(connection: Connection, why: ScorerError): void {
    if (this.#current !== connection) return;
    this.#current = null;
    // One that died while it was starting has a request waiting for it, which hears of it.
    if (this.#serving !== connection) return;
    this.#serving = null;
    this.#stopped = why;
    this.#ready = null;
    this.#connected().catch(() => {});
  }

  /** Lets the worker go without a successor. */
  #leave(code: string, text: string): void {
    const connection = this.#current;
    this.#current = null;
    this.#serving = null;
    this.#ready = null;
    connection?.end(code, text);
  }
}

function asInput(file: File | InputFile): InputFile {
  return 'blob' in file ? file : { name: file.name, blob: file };
}
