// Holds what the page knows and what it asks of the engine: one request after another, the latest wish wins.
import type { Lost } from '../client/lost.ts';
import type { InputFile, OptionsWritten, Progress } from '../shared/protocol.ts';
import type { Absent, ScoreFile } from '../shared/report.ts';
import type { ScorerError } from '../shared/scorer-error.ts';
import { catalogBuild } from './catalog-build.ts';
import { changeItem } from './change-item.ts';
import { DownloadLine } from './download-line.ts';
import { groupSets } from './group-sets.ts';
import { isBuildTold } from './is-build-told.ts';
import { newGenotype, newScore } from './new-item.ts';
import type { Offer, Ports } from './ports.ts';
import type { GenotypeItem, ScoreItem, State } from './state.ts';
import { emptyState } from './empty-state.ts';
import { toScorerError } from './to-scorer-error.ts';

type Stored = { readonly name: string; readonly blob: Blob };

export class AppState {
  readonly ports: Ports;
  #state: State;
  readonly #listeners = new Set<() => void>();
  readonly #aborts = new Map<number, AbortController>();
  /** The engine's lists, as keys: it names what is open by its place. */
  readonly #openKeys: number[] = [];
  readonly #scoreKeys: number[] = [];
  #keys = 0;
  #queue: Promise<void> = Promise.resolve();
  readonly #downloads = new DownloadLine(3);
  #run: AbortController | null = null;
  /** The build that open files were read under. */
  #build: string | undefined;

  constructor(ports: Ports, written: OptionsWritten = {}) {
    this.ports = ports;
    this.#state = emptyState(written);
  }

  get state(): State {
    return this.#state;
  }

  /** Calls the listener after every change; answers with the way to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async start(): Promise<void> {
    try {
      const engine = await this.ports.engine.start(this.ports.threads);
      this.#set({ engine, engineError: null });
    } catch (thrown) {
      this.#set({ engineError: toScorerError(thrown) });
      return;
    }
    await this.setOptions({});
  }

  async openGenotypes(files: readonly File[]): Promise<void> {
    await Promise.all(groupSets(files).map((file) => this.#openStored(file, false)));
  }

  /** The sample person and, where none is chosen yet, the sample scores. */
  async openSample(): Promise<void> {
    const { net } = this.ports;
    const item = this.#newGenotype('', 0, true);
    const abort = this.#abortOf(item.key);
    try {
      const onProgress = (progress: Progress): void => this.#genotype(item.key, { step: 'reading', progress });
      const stored = await net.samplePerson({ signal: abort.signal, onProgress });
      await Promise.all([
        this.#openStored(stored, true, item.key),
        this.#state.scores.length === 0 ? net.samples().then((offers) => this.addOffers(offers)) : undefined,
      ]);
    } catch (thrown) {
      this.#genotypeFailed(item.key, abort, thrown);
    }
  }

  closeGenotype(key: number): Promise<void> {
    this.#aborts.get(key)?.abort();
    this.#set({ genotypes: this.#state.genotypes.filter((item) => item.key !== key) });
    const closed = this.#enqueue(() => this.#closeOpened(key));
    this.#changed();
    return closed;
  }

  async addScores(files: readonly File[]): Promise<void> {
    await Promise.all(
      files.map((file) =>
        this.#readScore(this.#newScore(file.name, null, file.size).key, { name: file.name, blob: file }),
      ),
    );
  }

  /** Fetches and reads scores of the shelf or the catalog; those already chosen stay as they are. */
  async addOffers(offers: readonly Offer[]): Promise<void> {
    const chosen = new Set(this.#state.scores.filter((item) => item.step !== 'failed').map((item) => item.offer?.id));
    const failed = new Set(offers.map((offer) => offer.id));
    this.#set({
      scores: this.#state.scores.filter((item) => item.step !== 'failed' || !failed.has(item.offer?.id ?? '')),
    });
    const items = offers
      .filter((offer) => !chosen.has(offer.id))
      .map((offer) => ({ offer, item: this.#newScore(offer.name ?? offer.id, offer, offer.bytes) }));
    await Promise.all(items.map(({ offer, item }) => this.#download(item.key, offer)));
  }

  /** Removes scores, and cancels those on their way. */
  removeScores(keys: readonly number[]): Promise<void> {
    const gone = new Set(keys);
    const items = this.#state.scores.filter((item) => gone.has(item.key));
    for (const item of items) this.#aborts.get(item.key)?.abort();
    this.#set({ scores: this.#state.scores.filter((item) => !gone.has(item.key)) });
    const closed = this.#enqueue(async () => {
      for (const key of keys) await this.#closeScores(key);
    });
    this.#changed();
    return closed;
  }

  cancelScoring(): void {
    this.#run?.abort();
    this.#run = null;
    this.#set({ report: { step: 'none' } });
  }

  scoreAgain(): void {
    this.#changed();
  }

  setOptions(change: OptionsWritten): Promise<void> {
    const merged = Object.entries({ ...this.#state.written, ...change });
    // An empty wish is none: the rule set decides.
    const written: OptionsWritten = Object.fromEntries(merged.filter(([, value]) => value !== ''));
    this.#set({ written });
    // A run under the older options ends at once, and does not hold up the newer.
    this.#run?.abort();
    return this.#enqueue(async () => {
      if (this.#state.written !== written) return;
      try {
        const options = await this.ports.engine.setOptions(written);
        this.#set({ options, optionsError: null });
        await this.#readAgain(written.build);
      } catch (thrown) {
        this.#set({ optionsError: toScorerError(thrown) });
      }
      this.#changed();
    });
  }

  /** Says what places count as that a file of variants alone does not list; remembered for the file. */
  answerAbsent(key: number, absent: Absent): Promise<void> {
    const source = this.#state.genotypes.find((item) => item.key === key)?.source;
    if (source) void this.ports.answers.keep(source, absent);
    this.#run?.abort();
    return this.#enqueue(async () => {
      await this.#tellAbsent(key, absent, false);
      this.#changed();
    });
  }

  /** The engine had to begin anew; `lost` is what it could not open again, by the places before. */
  restarted(why: ScorerError, lost: Lost): void {
    const failed = { step: 'failed', error: why } as const;
    const take = (keys: number[], places: readonly number[]): ReadonlySet<number> => {
      const gone = new Set(places.map((place) => keys[place]).filter((key) => key !== undefined));
      // A scoring file of several scores has a key for each; it is lost or kept as a whole.
      const left = keys.filter((key) => !gone.has(key));
      keys.splice(0, keys.length, ...left);
      return gone;
    };
    const files = take(this.#openKeys, lost.genotypeFiles);
    const scores = take(this.#scoreKeys, lost.scores);
    this.#set({
      engine: this.ports.engine.state,
      genotypes: this.#state.genotypes.map((item) => (files.has(item.key) ? { ...item, ...failed } : item)),
      scores: this.#state.scores.map((item) => (scores.has(item.key) ? { ...item, ...failed } : item)),
    });
    if (files.size + scores.size > 0) this.#changed();
  }

  /** Ends the engine with all it holds, empties every store of the page, and leaves nothing chosen. */
  async forget(): Promise<void> {
    for (const abort of this.#aborts.values()) abort.abort();
    this.#run?.abort();
    this.#run = null;
    this.#openKeys.length = 0;
    this.#scoreKeys.length = 0;
    this.#set({ genotypes: [], scores: [], written: {}, options: null, optionsError: null, report: { step: 'none' } });
    await this.ports.net.forget();
    try {
      this.#set({ engine: await this.ports.engine.forget(), engineError: null });
    } catch (thrown) {
      this.#set({ engineError: toScorerError(thrown) });
      return;
    }
    await this.setOptions({});
  }

  async #openStored(stored: InputFile, sample: boolean, known?: number): Promise<void> {
    const key = known ?? this.#newGenotype(stored.name, stored.blob.size, sample).key;
    this.#genotype(key, { name: stored.name, bytes: stored.blob.size, source: stored });
    const abort = this.#abortOf(key);
    await this.#enqueue(async () => {
      if (abort.signal.aborted) return;
      this.#genotype(key, { step: 'reading', progress: null });
      try {
        const onProgress = (progress: Progress): void => this.#genotype(key, { progress });
        const file = await this.ports.engine.open(stored, { signal: abort.signal, onProgress });
        this.#openKeys.push(key);
        // A cancel that came too late: the engine has it, the person does not want it.
        if (abort.signal.aborted) {
          await this.#closeOpened(key);
          return;
        }
        this.#genotype(key, { file });
        const before = file.variants_only ? await this.ports.answers.recall(stored) : null;
        if (before) await this.#tellAbsent(key, before, true);
        this.#genotype(key, { step: 'ready', progress: null });
      } catch (thrown) {
        this.#genotypeFailed(key, abort, thrown);
      }
    });
    this.#changed();
  }

  async #tellAbsent(key: number, absent: Absent, recalled: boolean): Promise<void> {
    const place = this.#openKeys.indexOf(key);
    if (place < 0) return;
    this.#genotype(key, { file: await this.ports.engine.setAbsent(place, absent), recalled });
  }

  /** Reads files again that tell no build themselves, once another is stated. */
  async #readAgain(build: string | undefined): Promise<void> {
    if (build === this.#build) return;
    this.#build = build;
    for (const { key, step, file, source, sample } of this.#state.genotypes) {
      if (step !== 'ready' || !file || !source || isBuildTold(file)) continue;
      await this.#closeOpened(key);
      this.#genotype(key, { step: 'waiting', file: null });
      void this.#openStored(source, sample, key);
    }
  }

  async #closeOpened(key: number): Promise<void> {
    const place = this.#openKeys.indexOf(key);
    if (place < 0) return;
    await this.ports.engine.close(place);
    this.#openKeys.splice(place, 1);
  }

  /** From the last to the first, so that the places of those still to go do not move. */
  async #closeScores(key: number): Promise<void> {
    for (let place = this.#scoreKeys.length - 1; place >= 0; place -= 1) {
      if (this.#scoreKeys[place] !== key) continue;
      await this.ports.engine.removeScore(place);
      this.#scoreKeys.splice(place, 1);
    }
  }

  #genotypeFailed(key: number, abort: AbortController, thrown: unknown): void {
    if (abort.signal.aborted) this.#set({ genotypes: this.#state.genotypes.filter((item) => item.key !== key) });
    else this.#genotype(key, { step: 'failed', error: toScorerError(thrown, 'genotypes'), progress: null });
  }

  async #download(key: number, offer: Offer): Promise<void> {
    const abort = this.#abortOf(key);
    const fetchIt = async (): Promise<Stored | null> => {
      if (abort.signal.aborted) return null;
      this.#score(key, { step: 'downloading' });
      const onProgress = (progress: Progress): void => this.#score(key, { progress });
      return this.ports.net.download(offer, catalogBuild(this.#state), { signal: abort.signal, onProgress });
    };
    try {
      await this.#downloads.take(fetchIt, {
        came: (stored) => stored && this.#score(key, { step: 'waiting', progress: null, bytes: stored.blob.size }),
        handOn: (stored) => stored && void this.#readScore(key, stored),
      });
    } catch (thrown) {
      this.#scoreFailed(key, abort, thrown);
    }
  }

  async #readScore(key: number, stored: Stored): Promise<void> {
    const abort = this.#abortOf(key);
    await this.#enqueue(async () => {
      if (abort.signal.aborted) return;
      this.#score(key, { step: 'reading', progress: null });
      try {
        const onProgress = (progress: Progress): void => this.#score(key, { progress });
        const files = await this.ports.engine.addScore(stored, { signal: abort.signal, onProgress });
        this.#scoreKeys.push(...files.map(() => key));
        if (abort.signal.aborted) await this.#closeScores(key);
        else this.#score(key, { step: 'ready', files, progress: null });
      } catch (thrown) {
        this.#scoreFailed(key, abort, thrown);
      }
    });
    this.#changed();
  }

  #scoreFailed(key: number, abort: AbortController, thrown: unknown): void {
    if (abort.signal.aborted) this.#set({ scores: this.#state.scores.filter((item) => item.key !== key) });
    else this.#score(key, { step: 'failed', error: toScorerError(thrown, 'scores'), progress: null });
    this.#changed();
  }

  /** Something that a report stands on is new: an older run ends, and the next begins once nothing else is on its way. */
  #changed(): void {
    this.#run?.abort();
    this.#run = null;
    const { genotypes, scores, report, optionsError } = this.#state;
    const ready = (item: { readonly step: string }): boolean => item.step === 'ready';
    if (!genotypes.some(ready) || !scores.some(ready)) {
      this.#set({ report: { step: 'none' } });
      return;
    }
    // No sum is shown under rules that are not the ones asked for.
    if (optionsError !== null) {
      this.#set({ report: { step: 'failed', error: optionsError } });
      return;
    }
    const last = report.step === 'ready' ? report.report : 'last' in report ? report.last : null;
    const busy = [...genotypes, ...scores].some((item) => item.step !== 'ready' && item.step !== 'failed');
    this.#set({ report: { step: 'waiting', last } });
    if (busy) return;
    const run = new AbortController();
    this.#run = run;
    void this.#enqueue(async () => {
      if (run.signal.aborted) return;
      const onProgress = (progress: Progress | null): void => {
        if (!run.signal.aborted) this.#set({ report: { step: 'scoring', progress, last } });
      };
      onProgress(null);
      try {
        const answer = await this.ports.engine.score({ signal: run.signal, onProgress });
        if (run.signal.aborted) return;
        for (const [place, file] of answer.files.entries()) this.#genotype(this.#openKeys[place] ?? -1, { file });
        this.#set({ report: { step: 'ready', report: answer, at: new Date() } });
      } catch (thrown) {
        if (!run.signal.aborted) this.#set({ report: { step: 'failed', error: toScorerError(thrown) } });
      }
    });
  }

  #newGenotype(name: string, bytes: number, sample: boolean): GenotypeItem {
    const item = newGenotype(this.#key(), name, bytes, sample);
    this.#set({ genotypes: [...this.#state.genotypes, item] });
    this.#changed();
    return item;
  }

  #newScore(name: string, offer: Offer | null, bytes: number | null): ScoreItem {
    const item = newScore(this.#key(), name, offer, bytes);
    this.#set({ scores: [...this.#state.scores, item] });
    this.#changed();
    return item;
  }

  #key(): number {
    this.#keys += 1;
    this.#aborts.set(this.#keys, new AbortController());
    return this.#keys;
  }

  #abortOf(key: number): AbortController {
    const abort = this.#aborts.get(key) ?? new AbortController();
    this.#aborts.set(key, abort);
    return abort;
  }

  #genotype(key: number, change: Partial<GenotypeItem>): void {
    this.#set({ genotypes: changeItem(this.#state.genotypes, key, change) });
  }

  #score(key: number, change: Partial<ScoreItem>): void {
    this.#set({ scores: changeItem(this.#state.scores, key, change) });
  }

  /** What the scoring file said of the score at this place of the report. */
  scoreFile(place: number): ScoreFile | null {
    const key = this.#scoreKeys[place];
    const item = this.#state.scores.find((other) => other.key === key);
    return item?.files[place - this.#scoreKeys.indexOf(key ?? -1)] ?? null;
  }

  /** The engine works on one thing at a time; an error stays with the job that caused it. */
  #enqueue(job: () => Promise<void>): Promise<void> {
    const turn = this.#queue.then(job);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  #set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
