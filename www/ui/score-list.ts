// Brings scores in, from files, the shelf and the catalog, and takes them out again.
import type { Progress } from '../shared/protocol.ts';
import { isNonCommercial } from '../shared/is-non-commercial.ts';
import type { ScoreFile } from '../shared/report.ts';
import { catalogBuild } from './catalog-build.ts';
import { changeItem } from './change-item.ts';
import { DownloadLine } from './download-line.ts';
import { licenceRefused } from './licence-refused.ts';
import { newScore } from './new-item.ts';
import type { Offer, Ports } from './ports.ts';
import type { ScoreItem } from './state.ts';
import type { Store } from './store.ts';
import { takeLost } from './take-lost.ts';
import { toScorerError } from './to-scorer-error.ts';

type Stored = { readonly name: string; readonly blob: Blob };

export class ScoreList {
  readonly #store: Store;
  readonly #ports: Ports;
  readonly #changed: () => void;
  /** The engine's list, as keys: it names what is open by its place. A file of several scores has its key for each. */
  readonly #keys: number[] = [];
  readonly #downloads = new DownloadLine(3);

  constructor(store: Store, ports: Ports, changed: () => void) {
    this.#store = store;
    this.#ports = ports;
    this.#changed = changed;
  }

  async add(files: readonly File[]): Promise<void> {
    await Promise.all(
      files.map((file) => this.#read(this.#new(file.name, null, file.size).key, { name: file.name, blob: file })),
    );
  }

  /** Fetches and reads scores of the shelf or the catalog; those already chosen stay as they are. */
  async addOffers(offers: readonly Offer[]): Promise<void> {
    const { scores } = this.#store.state;
    const chosen = new Set(scores.filter((item) => item.step !== 'failed').map((item) => item.offer?.id));
    const failed = new Set(offers.map((offer) => offer.id));
    this.#store.set({ scores: scores.filter((item) => item.step !== 'failed' || !failed.has(item.offer?.id ?? '')) });
    const items = offers
      .filter((offer) => !chosen.has(offer.id))
      .map((offer) => ({ offer, item: this.#new(offer.name ?? offer.id, offer, offer.bytes) }));
    await Promise.all(items.map(({ offer, item }) => this.#download(item.key, offer)));
  }

  /** Removes scores, and cancels those on their way. */
  remove(keys: readonly number[]): Promise<void> {
    const gone = new Set(keys);
    const { scores } = this.#store.state;
    for (const { key } of scores) if (gone.has(key)) this.#store.abortOf(key).abort();
    this.#store.set({ scores: scores.filter((item) => !gone.has(item.key)) });
    const closed = this.#store.enqueue(async () => {
      for (const key of keys) await this.#close(key);
    });
    this.#changed();
    return closed;
  }

  /** What the scoring file said of the score at this place of the report. */
  fileAt(place: number): ScoreFile | null {
    const key = this.#keys[place];
    const item = this.#store.state.scores.find((other) => other.key === key);
    return item?.files[place - this.#keys.indexOf(key ?? -1)] ?? null;
  }

  /** A name for each score of the report, in its order, that stays the score's whatever is added and removed around it. */
  scoreNames(): readonly string[] {
    return this.#keys.map((key, place) => `${key}/${place - this.#keys.indexOf(key)}`);
  }

  /** Takes those at these places out of the engine's list; a scoring file is lost or kept as a whole. */
  lose(places: readonly number[]): ReadonlySet<number> {
    return takeLost(this.#keys, places);
  }

  async #download(key: number, offer: Offer): Promise<void> {
    const abort = this.#store.abortOf(key);
    // Before anything is fetched, where the licence is known by then.
    if (this.#ports.commercial && isNonCommercial(offer.license)) {
      this.#failed(key, abort, licenceRefused(offer.id, offer.license));
      return;
    }
    const fetchIt = async (): Promise<Stored | null> => {
      if (abort.signal.aborted) return null;
      this.#change(key, { step: 'downloading' });
      const onProgress = (progress: Progress): void => this.#change(key, { progress });
      return this.#ports.net.download(offer, catalogBuild(this.#store.state), { signal: abort.signal, onProgress });
    };
    try {
      await this.#downloads.take(fetchIt, {
        came: (stored) => stored && this.#change(key, { step: 'waiting', progress: null, bytes: stored.blob.size }),
        handOn: (stored) => stored && void this.#read(key, stored),
      });
    } catch (thrown) {
      this.#failed(key, abort, thrown);
    }
  }

  async #read(key: number, stored: Stored): Promise<void> {
    const abort = this.#store.abortOf(key);
    await this.#store.enqueue(async () => {
      if (abort.signal.aborted) return;
      this.#change(key, { step: 'reading', progress: null });
      try {
        const onProgress = (progress: Progress): void => this.#change(key, { progress });
        const files = await this.#ports.engine.addScore(stored, { signal: abort.signal, onProgress });
        this.#keys.push(...files.map(() => key));
        const refused = this.#ports.commercial ? files.find(({ license }) => isNonCommercial(license)) : undefined;
        if (abort.signal.aborted || refused) await this.#close(key);
        if (refused) throw licenceRefused(stored.name, refused.license);
        if (abort.signal.aborted) return;
        this.#change(key, { step: 'ready', source: stored, files, progress: null });
      } catch (thrown) {
        this.#failed(key, abort, thrown);
      }
    });
    this.#changed();
  }

  /** From the last to the first, so that the places of those still to go do not move. */
  async #close(key: number): Promise<void> {
    for (let place = this.#keys.length - 1; place >= 0; place -= 1) {
      if (this.#keys[place] !== key) continue;
      await this.#ports.engine.removeScore(place);
      this.#keys.splice(place, 1);
    }
  }

  #failed(key: number, abort: AbortController, thrown: unknown): void {
    if (abort.signal.aborted) this.#store.set({ scores: this.#store.state.scores.filter((item) => item.key !== key) });
    else this.#change(key, { step: 'failed', error: toScorerError(thrown, 'scores'), progress: null });
    this.#changed();
  }

  #new(name: string, offer: Offer | null, bytes: number | null): ScoreItem {
    const item = newScore(this.#store.newKey(), name, offer, bytes);
    this.#store.set({ scores: [...this.#store.state.scores, item] });
    this.#changed();
    return item;
  }

  #change(key: number, change: Partial<ScoreItem>): void {
    this.#store.set({ scores: changeItem(this.#store.state.scores, key, change) });
  }

  /** The engine has begun anew with nothing. */
  clear(): void {
    this.#keys.length = 0;
  }
}
