// Is the network to the page: what can be had, where from, how large; everything asked for stands in the ledger.
import type { Progress } from '../shared/protocol.ts';
import type { Build } from '../shared/report.ts';
import { forget } from '../pwa/forget.ts';
import { Catalog, type CatalogCard } from './catalog.ts';
import { hosts } from './hosts.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { Shelf, type ShelfList, type ShelfScore } from './shelf.ts';

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

type Watch = { readonly signal?: AbortSignal; readonly onProgress?: (progress: Progress) => void };
type Stored = { readonly name: string; readonly blob: Blob };
type Line = Pick<LedgerEntry, 'method' | 'url'> & {
  readonly time: Date;
  readonly bytes: number;
  readonly outcome: string;
  readonly why: string;
};

/** More than a person reads through; a narrower search word finds the others. */
const mostFound = 200;

export class Network {
  readonly record: Ledger;
  #catalog: Catalog;
  #shelf: Shelf;
  #list: Promise<ShelfList> | null = null;
  #build: () => Build | null;

  /** `build`: that of the opened genotype file, which the scoring file's harmonised positions should have. */
  constructor(record: Ledger, build: () => Build | null) {
    this.record = record;
    this.#catalog = new Catalog(record);
    this.#shelf = new Shelf(record);
    this.#build = build;
  }

  async samples(): Promise<readonly Offer[]> {
    return (await this.#samples()).scores.map(offerOfSample);
  }

  async samplePerson({ signal, onProgress }: Watch): Promise<Stored> {
    const { person } = await this.#samples();
    const { blob } = await this.#shelf.download(person, { signal, onProgress: bytesAs(onProgress) });
    return { name: person.file, blob };
  }

  /** A catalog id, several with commas or blanks between, or words of a trait. */
  async search(text: string, signal: AbortSignal): Promise<readonly Offer[]> {
    const words = text.split(/[\s,;]+/).filter(Boolean);
    const one = Catalog.idOf(text);
    const ids = one ? [one] : words.map((word) => Catalog.idOf(word));
    const named = ids.filter((id) => id !== null);
    if (named.length === 1 && named.length === ids.length && named[0]) {
      return [offerOfCard(await this.#catalog.card(named[0], { signal }))];
    }
    if (named.length > 1 && named.length === ids.length) {
      return (await this.#catalog.cards(named.slice(0, mostFound), { signal })).map(offerOfCard);
    }
    const traits = await this.#catalog.traits(text, { signal });
    const found = [...new Set(traits.flatMap(({ scores }) => scores))].slice(0, mostFound);
    return (await this.#catalog.cards(found, { signal })).map(offerOfCard);
  }

  async download(offer: Offer, { signal, onProgress }: Watch): Promise<Stored> {
    const how = { signal, onProgress: bytesAs(onProgress) };
    if (offer.origin === 'catalog') {
      const build = this.#catalogBuild();
      const { blob } = await this.#catalog.download(offer.id, build, how);
      return { name: this.#catalog.scoringFile(offer.id, build).split('/').at(-1) ?? offer.id, blob };
    }
    const score = (await this.#samples()).scores.find(({ id }) => id === offer.id);
    if (!score) throw new Error(`the shelf has no ${offer.id}`);
    return { name: score.file, blob: (await this.#shelf.download(score, how)).blob };
  }

  size(offer: Offer, signal: AbortSignal): Promise<number | null> {
    if (offer.origin === 'sample') return Promise.resolve(offer.bytes);
    return this.#catalog.scoringFileBytes(offer.id, this.#catalogBuild(), { signal });
  }

  hosts(): readonly string[] {
    return [...new Set(Object.values(hosts).map((url) => new URL(url).host))];
  }

  ledger(): readonly Line[] {
    return this.record.entries.map(({ time, method, url, bytes_in, from, state, status, purpose }) => ({
      time: new Date(time),
      method,
      url,
      bytes: bytes_in,
      outcome: state === 'done' ? from : state === 'failed' && status !== null ? `failed ${status}` : state,
      why: purpose,
    }));
  }

  onLedger(listener: () => void): () => void {
    this.record.addEventListener('change', listener);
    return () => this.record.removeEventListener('change', listener);
  }

  async forget(): Promise<void> {
    this.#list = null;
    const left = await forget();
    if (left.length > 0) throw new Error(`could not be removed: ${left.join(', ')}`);
  }

  #samples(): Promise<ShelfList> {
    const list = this.#list ?? this.#shelf.read();
    this.#list = list;
    list.catch(() => {
      this.#list = null;
    });
    return list;
  }

  /** The catalog has two builds; files of the oldest are joined by rsID, for which either serves. */
  #catalogBuild(): 'GRCh37' | 'GRCh38' {
    return this.#build() === 'GRCh38' ? 'GRCh38' : 'GRCh37';
  }
}

function bytesAs(onProgress: Watch['onProgress']): (done: number, total: number | null) => void {
  return (done, total) => onProgress?.({ phase: 'reading', done, total: total ?? 0 });
}

function offerOfSample({ id, title, trait, rows, bytes, licence, summary }: ShelfScore): Offer {
  return { id, name: title, trait, rows, bytes, license: licence, citation: summary, origin: 'sample' };
}

function offerOfCard({ id, name, trait, rows, license, publication }: CatalogCard): Offer {
  const citation =
    publication && `${publication.authors} (${publication.year}). ${publication.title}. ${publication.journal}.`;
  return { id, name, trait, rows, bytes: null, license, citation, origin: 'catalog' };
}
