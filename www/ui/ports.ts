// Says what the page needs from the engine and the network, so that tests can stand in for both.
import type { Answers, EngineState, InputFile, OptionsWritten, Progress, SortedFiles } from '../shared/protocol.ts';
import type { PhaseStep } from '../shared/labs.ts';
import type { LabsAnswers, LabsRequest } from '../shared/labs-protocol.ts';
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

export type Watch = {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
};

/** The part of `client/engine.ts` that the page uses. Files and scores are named by their place among those open now. */
export type EnginePort = {
  readonly state: EngineState | null;
  start(threads: number | null): Promise<EngineState>;
  sort(files: readonly InputFile[]): Promise<readonly SortedFiles[]>;
  addChain(file: InputFile): Promise<ChainFile>;
  merge(genotypeFiles: readonly number[]): Promise<GenotypeFile>;
  open(file: InputFile, watch?: Watch): Promise<GenotypeFile>;
  setAbsent(genotypeFile: number, absent: Absent | null): Promise<GenotypeFile>;
  close(genotypeFile: number): Promise<void>;
  addScore(file: InputFile, watch?: Watch): Promise<readonly ScoreFile[]>;
  removeScore(score: number): Promise<void>;
  setOptions(options: OptionsWritten): Promise<Options>;
  score(watch?: Watch): Promise<Overview>;
  compare(
    reference: InputFile,
    stated: { readonly ageYears: number; readonly relatives: readonly StatedRelative[] },
    watch?: Watch,
  ): Promise<Answers['compare']>;
  result(sample: number, score: number): Promise<ScoreResult>;
  audit(sample: number, score: number): Promise<Blob>;
  save(as: 'json' | 'csv'): Promise<Blob>;
  forget(): Promise<EngineState>;
};

/** One score that can be had from the shelf or the catalog, as known before its file is there. */
export type Offer = {
  readonly id: string;
  readonly name: string | null;
  readonly trait: string | null;
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly license: string | null;
  readonly citation: string | null;
  readonly origin: 'sample' | 'catalog';
};

export type LedgerEntry = {
  readonly time: Date;
  readonly method: string;
  readonly url: string;
  /** Bytes received, where they are known; requests of this page never carry a body. */
  readonly bytes: number | null;
  readonly outcome: string;
  readonly why: string;
  /** A part of the page itself: script, style, type, engine. */
  readonly part: boolean;
};

/** The builds the catalog has harmonised files of. */
export type CatalogBuild = 'GRCh37' | 'GRCh38';

export type NetPort = {
  /** Scores that come with the page: no foreign host. */
  samples(): Promise<readonly Offer[]>;
  samplePerson(watch: Watch): Promise<{ readonly name: string; readonly blob: Blob }>;
  /** The files of the sample family, in its order; none where the page comes without one. */
  sampleFamily(watch: Watch): Promise<readonly { readonly name: string; readonly blob: Blob }[]>;
  search(text: string, signal: AbortSignal): Promise<readonly Offer[]>;
  /** Fetches an offer's scoring file, whole. */
  download(offer: Offer, build: CatalogBuild, watch: Watch): Promise<{ readonly name: string; readonly blob: Blob }>;
  /** Size before the download, where the host says it. */
  size(offer: Offer, build: CatalogBuild, signal: AbortSignal): Promise<number | null>;
  /** The reference pack that comes with the page. */
  reference(): Promise<{ readonly name: string; readonly blob: Blob }>;
  /** How well the comparison was found to work: a file that comes with the page. */
  howGood(): Promise<Blob>;
  /** Hosts that may be asked: the catalog's first, then that of its files. */
  hosts(): readonly string[];
  ledger(): readonly LedgerEntry[];
  onLedger(listener: () => void): () => void;
  /** Caches, stored downloads and settings: all of it. Names what could not be removed. */
  forget(): Promise<readonly string[]>;
};

/** The labs' own worker. */
export type LabsPort = {
  ask<Kind extends LabsRequest['kind']>(
    request: LabsRequest & { kind: Kind },
    watch?: { readonly signal?: AbortSignal; readonly onStep?: (step: PhaseStep) => void },
  ): Promise<LabsAnswers[Kind]>;
  /** Ends the worker with all it holds. */
  end(): Promise<void>;
};

/** What the person said of files before. "Forget everything" forgets it with the page's other settings. */
export type AnswersPort = {
  recall(file: InputFile): Promise<Absent | null>;
  keep(file: InputFile, absent: Absent): Promise<void>;
};

export type Ports = {
  readonly engine: EnginePort;
  readonly net: NetPort;
  readonly answers: AnswersPort;
  readonly labs: LabsPort;
  /** Threads asked for in the address, or null. */
  readonly threads: number | null;
  /** Whether whoever runs this page uses it commercially: scores whose licence bars that are then refused. */
  readonly commercial: boolean;
};
