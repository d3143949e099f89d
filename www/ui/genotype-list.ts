// Opens genotype files, one after another, closes them, and merges those of one person.
import { open as openWords } from '../messages/en/open.ts';
import type { InputFile, Progress, SortedFiles } from '../shared/protocol.ts';
import type { Absent, GenotypeFile } from '../shared/report.ts';
import { ScorerError } from '../shared/scorer-error.ts';
import { changeItem } from './change-item.ts';
import { isBuildTold } from './is-build-told.ts';
import { newGenotype } from './new-item.ts';
import type { Ports } from './ports.ts';
import type { GenotypeItem } from './state.ts';
import type { Store } from './store.ts';
import { takeLost } from './take-lost.ts';
import { toScorerError } from './to-scorer-error.ts';

type Stored = { readonly name: string; readonly blob: Blob };

export class GenotypeList {
  readonly #store: Store;
  readonly #ports: Ports;
  readonly #changed: () => void;
  readonly #addChain: (file: InputFile) => Promise<void>;
  /** The engine's list, as keys: it names what is open by its place. */
  readonly #keys: number[] = [];
  /** The build that open files were read under. */
  #build: string | undefined;

  constructor(store: Store, ports: Ports, changed: () => void, addChain: (file: InputFile) => Promise<void>) {
    this.#store = store;
    this.#ports = ports;
    this.#changed = changed;
    this.#addChain = addChain;
  }

  /** Opens what was chosen together: the engine says what belongs to what. */
  async open(files: readonly Stored[]): Promise<void> {
    const [first] = files;
    if (!first) return;
    const bytes = files.reduce((sum, { blob }) => sum + blob.size, 0);
    const waiting = this.#new(first.name, bytes, { step: 'sorting', files: files.length });
    const abort = this.#store.abortOf(waiting.key);
    let sorted: readonly SortedFiles[];
    try {
      sorted = await this.#ports.engine.sort(files);
    } catch (thrown) {
      this.#failed(waiting.key, abort, thrown);
      this.#changed();
      return;
    }
    if (abort.signal.aborted) return;
    const inputs = sorted.map(({ kind, files: places }) => {
      const [main = first, ...beside] = places.map((place) => files[place]).filter((file) => file !== undefined);
      const input: InputFile = beside.length > 0 ? { ...main, beside } : main;
      return { kind, input };
    });
    const found = inputs.filter(({ kind }) => kind === 'genotypes');
    const items = found.map(({ input }) => newGenotype(this.#store.newKey(), input.name, input.blob.size));
    const { genotypes } = this.#store.state;
    this.#store.set({ genotypes: genotypes.flatMap((item) => (item.key === waiting.key ? items : [item])) });
    await Promise.all([
      ...inputs.filter(({ kind }) => kind === 'chain').map(({ input }) => this.#addChain(input)),
      ...found.map(({ input }, place) => this.#read(items[place]?.key ?? -1, input)),
    ]);
  }

  /** Opens what is fetched first: the sample person, or everybody of the sample family. `beside` is done while it is read. */
  async openSample(who: 'person' | 'family', beside: () => Promise<void>): Promise<void> {
    const { key } = this.#new('', 0, { sample: true });
    const abort = this.#store.abortOf(key);
    const { net } = this.#ports;
    try {
      const onProgress = (progress: Progress): void => this.#change(key, { step: 'reading', progress });
      const watch = { signal: abort.signal, onProgress };
      const [first, ...others] = who === 'person' ? [await net.samplePerson(watch)] : await net.sampleFamily(watch);
      if (first === undefined) throw new ScorerError('shelf', {}, openWords.noFamily);
      const more = others.map((stored) => ({ ...this.#new(stored.name, stored.blob.size, { sample: true }), stored }));
      const read = [{ key, stored: first }, ...more].map((item) => this.#read(item.key, item.stored));
      await Promise.all([...read, beside()]);
    } catch (thrown) {
      this.#failed(key, abort, thrown);
    }
  }

  close(key: number): Promise<void> {
    this.#store.abortOf(key).abort();
    const { genotypes } = this.#store.state;
    this.#store.set({ genotypes: genotypes.filter((item) => item.key !== key), merging: { step: 'none' } });
    const closed = this.#store.enqueue(() => this.#closeOpened(key));
    this.#changed();
    return closed;
  }

  /** Merges files of one person into the first of them. */
  async merge(keys: readonly number[]): Promise<void> {
    this.#store.set({ merging: { step: 'merging' } });
    await this.#store.enqueue(async () => {
      const places = keys.map((key) => this.#keys.indexOf(key)).filter((place) => place >= 0);
      places.sort((one, other) => one - other);
      try {
        const file = await this.#ports.engine.merge(places);
        const [into = -1, ...others] = places.map((place) => this.#keys[place] ?? -1);
        const gone = others.map((key) => this.#store.state.genotypes.find((item) => item.key === key));
        const more = gone.flatMap((item) => (item?.source ? [item.source, ...item.merged] : []));
        for (const place of places.slice(1).reverse()) this.#keys.splice(place, 1);
        const left = this.#store.state.genotypes.filter(({ key }) => !others.includes(key));
        this.#store.set({ genotypes: left, merging: { step: 'none' } });
        const { merged = [] } = left.find(({ key }) => key === into) ?? {};
        this.#change(into, { ...shownOf(file), merged: [...merged, ...more] });
      } catch (thrown) {
        this.#store.set({ merging: { step: 'failed', error: toScorerError(thrown) } });
      }
    });
    this.#changed();
  }

  /** Says what places count as that a file of variants alone does not list; remembered for the file. */
  answerAbsent(key: number, absent: Absent): Promise<void> {
    const source = this.#store.state.genotypes.find((item) => item.key === key)?.source;
    if (source) void this.#ports.answers.keep(source, absent);
    return this.#store.enqueue(async () => {
      const file = await this.#tellAbsent(key, absent);
      // Before the answer is shown: no sum of before stands beside it.
      this.#changed();
      if (file) this.#change(key, { file, recalled: false });
    });
  }

  /** Reads files again that tell no build themselves, once another is stated. */
  async readAgain(build: string | undefined): Promise<void> {
    if (build === this.#build) return;
    this.#build = build;
    for (const { key, step, file, source } of this.#store.state.genotypes) {
      if (step !== 'ready' || !file || !source || isBuildTold(file)) continue;
      await this.#closeOpened(key);
      this.#change(key, { step: 'waiting', file: null });
      void this.#read(key, source);
    }
  }

  /** Takes what the file doctor shows after scoring, in the engine's order. */
  take(files: readonly GenotypeFile[]): void {
    for (const [place, file] of files.entries()) this.#change(this.#keys[place] ?? -1, { file });
  }

  /** A name for each sample of the report, in its order, that stays the sample's whatever is opened and closed around it. */
  sampleNames(): readonly string[] {
    const { genotypes } = this.#store.state;
    return this.#keys.flatMap((key) => {
      const samples = genotypes.find((item) => item.key === key)?.file?.samples ?? 0;
      return Array.from({ length: samples }, (_, place) => `${key}/${place}`);
    });
  }

  lose(places: readonly number[]): ReadonlySet<number> {
    return takeLost(this.#keys, places);
  }

  clear(): void {
    this.#keys.length = 0;
  }

  async #read(key: number, source: InputFile): Promise<void> {
    this.#change(key, { name: source.name, bytes: source.blob.size, source });
    const abort = this.#store.abortOf(key);
    await this.#store.enqueue(async () => {
      if (abort.signal.aborted) return;
      this.#change(key, { step: 'reading', progress: null });
      try {
        const file = await this.#openWhole(key, source, abort.signal);
        // A cancel that came too late: the engine has it, the person does not want it.
        if (abort.signal.aborted) {
          await this.#closeOpened(key);
          return;
        }
        this.#change(key, shownOf(file));
        const before = file.variants_only ? await this.#ports.answers.recall(source) : null;
        const told = before && (await this.#tellAbsent(key, before));
        if (told) this.#change(key, { file: told, recalled: true });
        this.#change(key, { step: 'ready', progress: null });
      } catch (thrown) {
        await this.#closeOpened(key);
        this.#failed(key, abort, thrown);
      }
    });
    this.#changed();
  }

  /** Opens a file with those that were merged into it before. */
  async #openWhole(key: number, source: InputFile, signal: AbortSignal): Promise<GenotypeFile> {
    const onProgress = (progress: Progress): void => this.#change(key, { progress });
    const { merged = [] } = this.#store.state.genotypes.find((item) => item.key === key) ?? {};
    const start = this.#keys.length;
    let file = await this.#ports.engine.open(source, { signal, onProgress });
    this.#keys.push(key);
    for (const other of merged) {
      await this.#ports.engine.open(other, { signal, onProgress });
      this.#keys.push(key);
    }
    if (merged.length > 0) {
      file = await this.#ports.engine.merge(this.#keys.slice(start).map((_, place) => start + place));
      this.#keys.length = start + 1;
    }
    return file;
  }

  async #tellAbsent(key: number, absent: Absent): Promise<GenotypeFile | null> {
    const place = this.#keys.indexOf(key);
    return place < 0 ? null : this.#ports.engine.setAbsent(place, absent);
  }

  async #closeOpened(key: number): Promise<void> {
    for (let place = this.#keys.lastIndexOf(key); place >= 0; place = this.#keys.lastIndexOf(key)) {
      await this.#ports.engine.close(place);
      this.#keys.splice(place, 1);
    }
  }

  #failed(key: number, abort: AbortController, thrown: unknown): void {
    const { genotypes } = this.#store.state;
    if (abort.signal.aborted) this.#store.set({ genotypes: genotypes.filter((item) => item.key !== key) });
    else this.#change(key, { step: 'failed', error: toScorerError(thrown, 'genotypes'), progress: null });
  }

  #new(name: string, bytes: number, change: Partial<GenotypeItem>): GenotypeItem {
    const item = { ...newGenotype(this.#store.newKey(), name, bytes), ...change };
    this.#store.set({ genotypes: [...this.#store.state.genotypes, item] });
    this.#changed();
    return item;
  }

  #change(key: number, change: Partial<GenotypeItem>): void {
    this.#store.set({ genotypes: changeItem(this.#store.state.genotypes, key, change) });
  }
}

/** Merged files have one name together. */
const shownOf = (file: GenotypeFile): Partial<GenotypeItem> =>
  file.merged.length > 0 ? { file, name: file.name, bytes: file.bytes } : { file };
