// Joins the catalog, the shelf and the ledger to what the page asks of them.
import { ledger as words } from '../messages/en/ledger.ts';
import { Catalog } from '../net/catalog.ts';
import type { CatalogCard } from '../net/catalog.ts';
import type { Downloaded } from '../net/download.ts';
import { hosts } from '../net/hosts.ts';
import { Ledger } from '../net/ledger.ts';
import { OwnFile } from '../net/own-file.ts';
import { Shelf } from '../net/shelf.ts';
import type { ShelfList } from '../net/shelf.ts';
import type { Progress } from '../shared/protocol.ts';
import { forget } from '../pwa/forget.ts';
import type { CatalogBuild, LedgerEntry, NetPort, Offer, Watch } from './ports.ts';

const mostFound = 500;

export class Network implements NetPort {
  readonly ledgerOfPage = new Ledger();
  readonly #catalog = new Catalog(this.ledgerOfPage);
  readonly #shelf = new Shelf(this.ledgerOfPage);
  readonly #reference = new OwnFile(this.ledgerOfPage, 'reference');
  readonly #howGood = new OwnFile(this.ledgerOfPage, 'how-good');
  #list: Promise<ShelfList> | null = null;

  async samples(): Promise<readonly Offer[]> {
    const { scores } = await this.#samples();
    return scores.map(({ id, title, trait, rows, bytes, licence, summary }) => ({
      id,
      name: title,
      trait,
      rows,
      bytes,
      license: licence,
      citation: summary,
      origin: 'sample',
    }));
  }

  async samplePerson({ signal, onProgress }: Watch): Promise<{ readonly name: string; readonly blob: Blob }> {
    const { person } = await this.#samples();
    const { blob } = await this.#shelf.download(person, how({ signal, onProgress }));
    return { name: person.file, blob };
  }

  async sampleFamily({
    signal,
    onProgress,
  }: Watch): Promise<readonly { readonly name: string; readonly blob: Blob }[]> {
    const people = (await this.#samples()).families[0]?.people ?? [];
    const total = people.reduce((sum, { bytes }) => sum + bytes, 0);
    const files: { readonly name: string; readonly blob: Blob }[] = [];
    let done = 0;
    for (const person of people) {
      const before = done;
      const tell = (of: Progress): void => onProgress?.({ ...of, done: before + of.done, total });
      const { blob } = await this.#shelf.download(person, how({ signal, onProgress: tell }));
      files.push({ name: person.file, blob });
      done += person.bytes;
    }
    return files;
  }

  async search(text: string, signal: AbortSignal): Promise<readonly Offer[]> {
    const words = text.split(/[\s,;]+/).filter((word) => word !== '');
    const ids = [Catalog.idOf(text) ?? words.map((word) => Catalog.idOf(word))].flat();
    if (ids.length > 0 && ids.every((id) => id !== null))
      return (await this.#catalog.cards([...new Set(ids)], { signal })).map(offerOf);
    const traits = await this.#catalog.traits(text, { signal });
    const found = [...new Set(traits.flatMap((trait) => trait.scores))].slice(0, mostFound);
    return found.length === 0 ? [] : (await this.#catalog.cards(found, { signal })).map(offerOf);
  }

  async download(
    offer: Offer,
    build: CatalogBuild,
    watch: Watch,
  ): Promise<{ readonly name: string; readonly blob: Blob }> {
    if (offer.origin === 'sample') {
      const score = (await this.#samples()).scores.find(({ id }) => id === offer.id);
      if (score) return { name: score.file, blob: (await this.#shelf.download(score, how(watch))).blob };
    }
    const { blob }: Downloaded = await this.#catalog.download(offer.id, build, how(watch));
    return { name: `${offer.id}_hmPOS_${build}.txt.gz`, blob };
  }

  size(offer: Offer, build: CatalogBuild, signal: AbortSignal): Promise<number | null> {
    return this.#catalog.scoringFileBytes(offer.id, build, { signal });
  }

  reference(): Promise<{ readonly name: string; readonly blob: Blob }> {
    return this.#reference.get();
  }

  async howGood(): Promise<Blob> {
    return (await this.#howGood.get()).blob;
  }

  hosts(): readonly string[] {
    return [...new Set(Object.values(hosts).map((base) => new URL(base).host))];
  }

  ledger(): readonly LedgerEntry[] {
    return this.ledgerOfPage.entries.map(({ time, method, url, purpose, status, bytes_in, from, state }) => ({
      time: new Date(time),
      method,
      url,
      // What the browser loads by itself, or has kept, it does not weigh for us.
      bytes: bytes_in === 0 ? null : bytes_in,
      outcome:
        from === 'cache'
          ? words.fromCache
          : state === 'failed' && status !== null
            ? words.status(status)
            : words.states[state],
      why: words.purpose(purpose),
      part: purpose === 'own-file',
    }));
  }

  onLedger(listener: () => void): () => void {
    this.ledgerOfPage.addEventListener('change', listener);
    return () => this.ledgerOfPage.removeEventListener('change', listener);
  }

  async forget(): Promise<readonly string[]> {
    this.#list = null;
    return forget();
  }

  #samples(): Promise<ShelfList> {
    const list = this.#list ?? this.#shelf.read();
    this.#list = list;
    // A list that could not be read is asked for again next time.
    list.catch(() => {
      this.#list = null;
    });
    return list;
  }
}

function offerOf(card: CatalogCard): Offer {
  const { publication } = card;
  const source = publication
    ? [publication.authors, publication.journal, publication.year].filter((part) => part !== '').join(', ')
    : '';
  const link = publication?.doi ? `doi:${publication.doi}` : '';
  return {
    id: card.id,
    name: card.name,
    trait: card.trait === '' ? null : card.trait,
    rows: card.rows,
    bytes: null,
    license: card.license,
    citation: [source, link].filter((part) => part !== '').join(' · ') || null,
    origin: 'catalog',
  };
}

function how({ signal, onProgress }: Watch): {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (done: number, total: number | null) => void;
} {
  return {
    signal,
    ...(onProgress ? { onProgress: (done, total) => onProgress({ phase: 'reading', done, total: total ?? 0 }) } : {}),
  };
}
