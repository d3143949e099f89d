// Brings in chain files, by which scores are carried from one build to another.
import type { InputFile } from '../shared/protocol.ts';
import { changeItem } from './change-item.ts';
import type { Ports } from './ports.ts';
import type { ChainItem } from './state.ts';
import type { Store } from './store.ts';
import { takeLost } from './take-lost.ts';
import { toScorerError } from './to-scorer-error.ts';

export class ChainList {
  readonly #store: Store;
  readonly #ports: Ports;
  readonly #changed: () => void;
  /** The engine's list, as keys. */
  readonly #keys: number[] = [];

  constructor(store: Store, ports: Ports, changed: () => void) {
    this.#store = store;
    this.#ports = ports;
    this.#changed = changed;
  }

  async add(file: InputFile): Promise<void> {
    const key = this.#store.newKey();
    const item: ChainItem = { key, name: file.name, step: 'reading', file: null, error: null };
    this.#store.set({ chains: [...this.#store.state.chains, item] });
    await this.#store.enqueue(async () => {
      try {
        const chain = await this.#ports.engine.addChain(file);
        const isKnown = this.#store.state.chains.some((other) => other.file?.sha256 === chain.sha256);
        if (isKnown) this.dismiss(key);
        else {
          this.#keys.push(key);
          this.#change(key, { step: 'ready', file: chain });
        }
      } catch (thrown) {
        this.#change(key, { step: 'failed', error: toScorerError(thrown, 'chain') });
      }
    });
    this.#changed();
  }

  /** Takes one that could not be read off the page. */
  dismiss(key: number): void {
    this.#store.set({ chains: this.#store.state.chains.filter((item) => item.key !== key) });
  }

  lose(places: readonly number[]): ReadonlySet<number> {
    return takeLost(this.#keys, places);
  }

  clear(): void {
    this.#keys.length = 0;
  }

  #change(key: number, change: Partial<ChainItem>): void {
    this.#store.set({ chains: changeItem(this.#store.state.chains, key, change) });
  }
}
