// Fetches a file that comes with the page: the people whom others are compared with, or how well that was found to work.
import type { Ledger } from './ledger.ts';
import { asError, request } from './request.ts';

const files = {
  reference: {
    name: 'ancestry-core.tallele-panel',
    url: new URL('../packs/ancestry-core.tallele-panel', import.meta.url).href,
  },
  'how-good': { name: 'how-good.json', url: new URL('../packs/how-good.json', import.meta.url).href },
};

export class OwnFile {
  readonly #ledger: Ledger;
  readonly #purpose: keyof typeof files;
  #kept: Promise<{ readonly name: string; readonly blob: Blob }> | null = null;

  constructor(ledger: Ledger, purpose: keyof typeof files) {
    this.#ledger = ledger;
    this.#purpose = purpose;
  }

  /** The same file each time; one that could not be had is asked for again. */
  get(): Promise<{ readonly name: string; readonly blob: Blob }> {
    const kept = this.#kept ?? this.#download();
    this.#kept = kept;
    kept.catch(() => {
      this.#kept = null;
    });
    return kept;
  }

  async #download(): Promise<{ readonly name: string; readonly blob: Blob }> {
    const { name, url } = files[this.#purpose];
    try {
      const { response, entry } = await request({ url, purpose: this.#purpose, ledger: this.#ledger });
      const blob = await response.blob();
      entry.received(blob.size);
      entry.end({ status: response.status });
      return { name, blob };
    } catch (error) {
      throw asError(error, url, undefined);
    }
  }
}
