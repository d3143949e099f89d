// Reads the shelf that comes with the page: a sample person, a sample family and sample scores, with lengths and hashes.
import { ScorerError } from '../shared/scorer-error.ts';
import { type Downloaded, type DownloadWanted, download } from './download.ts';
import type { Ledger } from './ledger.ts';
import { openCache } from './open-cache.ts';
import { asError, request } from './request.ts';

type ShelfFile = { readonly file: string; readonly bytes: number; readonly sha256: string };
export type ShelfPerson = ShelfFile & { readonly name: string; readonly answer_key: string };
export type ShelfMember = ShelfFile & { readonly role: string; readonly sex: 'female' | 'male' };
export type ShelfFamily = {
  readonly name: string;
  readonly summary: string;
  readonly licence: string;
  readonly people: readonly ShelfMember[];
};
export type ShelfScore = ShelfFile & {
  readonly id: string;
  readonly title: string;
  readonly trait: string;
  readonly rows: number;
  readonly licence: string;
  readonly summary: string;
  /** Whether it is a pack with figures of made-up reference people, by which a percentile can be told. */
  readonly has_figures: boolean;
};
export type ShelfList = {
  readonly schema: 1;
  readonly person: ShelfPerson;
  readonly families: readonly ShelfFamily[];
  readonly scores: readonly ShelfScore[];
};

export class Shelf {
  #ledger: Ledger;
  #base: string;

  /** `base`: the folder of shelf.json. */
  constructor(ledger: Ledger, base: string = new URL('samples/', document.baseURI).href) {
    this.#ledger = ledger;
    this.#base = base;
  }

  async read(signal?: AbortSignal): Promise<ShelfList> {
    const url = new URL('shelf.json', this.#base).href;
    const { blob } = await this.#fresh(url, signal);
    const list: unknown = JSON.parse(await blob.text());
    if (typeof list === 'object' && list !== null && 'schema' in list && list.schema === 1) return list as ShelfList;
    throw new ScorerError('shelf', {}, 'The list of samples has a form this page does not know.');
  }

  download(
    { file, bytes, sha256 }: ShelfFile,
    how: Pick<DownloadWanted, 'signal' | 'onProgress'> = {},
  ): Promise<Downloaded> {
    const url = new URL(file, this.#base).href;
    return download({ url, bytes, sha256, purpose: 'sample', ledger: this.#ledger, ...how });
  }

  /** The list from the network where there is one, so that a new deployment is seen; else the one kept. */
  async #fresh(url: string, signal: AbortSignal | undefined): Promise<{ blob: Blob }> {
    const cache = await openCache('tallele-downloads');
    try {
      const { response, entry } = await request({ url, purpose: 'shelf', ledger: this.#ledger, signal });
      const blob = await response.blob();
      entry.received(blob.size);
      entry.end({ status: response.status });
      await cache?.put(url, new Response(blob)).catch(() => {});
      return { blob };
    } catch (error) {
      const kept = await cache?.match(url);
      if (!kept || signal?.aborted) throw asError(error, url, signal);
      return { blob: await kept.blob() };
    }
  }
}
