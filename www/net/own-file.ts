// Fetches the reference pack that comes with the page: the people whom others are compared with.
import type { Ledger } from './ledger.ts';
import { asError, request } from './request.ts';

const name = 'ancestry-core.tallele-panel';

export class ReferencePack {
  #ledger: Ledger;
  #url: string;
  #kept: Promise<{ readonly name: string; readonly blob: Blob }> | null = null;

  constructor(ledger: Ledger, url: string = new URL('../packs/ancestry-core.tallele-panel', import.meta.url).href) {
    this.#ledger = ledger;
    this.#url = url;
  }

  /** The same pack each time; one that could not be had is asked for again. */
  get(): Promise<{ readonly name: string; readonly blob: Blob }> {
    const kept = this.#kept ?? this.#download();
    this.#kept = kept;
    kept.catch(() => {
      this.#kept = null;
    });
    return kept;
  }

  async #download(): Promise<{ readonly name: string; readonly blob: Blob }> {
    try {
      const { response, entry } = await request({ url: this.#url, purpose: 'reference', ledger: this.#ledger });
      const blob = await response.blob();
      entry.received(blob.size);
      entry.end({ status: response.status });
      return { name, blob };
    } catch (error) {
      throw asError(error, this.#url, undefined);
    }
  }
}
