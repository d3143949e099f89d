// Compares everybody with the reference people: unasked where a score or a family makes it worth while, else when asked.
import type { Overview } from '../shared/overview.ts';
import type { Ports } from './ports.ts';
import type { Store } from './store.ts';
import { toScorerError } from './to-scorer-error.ts';

export class Comparing {
  readonly #store: Store;
  readonly #ports: Ports;
  /** Somebody has asked, so that later files are compared too. */
  #asked = false;

  constructor(store: Store, ports: Ports) {
    this.#store = store;
    this.#ports = ports;
  }

  /** Older answers no longer hold. */
  drop(): void {
    this.#store.set({ comparison: { step: 'none' } });
  }

  forget(): void {
    this.#asked = false;
    this.#store.set({ age_years: null });
    this.drop();
  }

  ask(): void {
    this.#asked = true;
  }

  /** Whether there is something to say that a person would look for. */
  get isWanted(): boolean {
    const { genotypes, scores } = this.#store.state;
    const people = genotypes.reduce((sum, { file }) => sum + (file?.samples ?? 0), 0);
    const hasFigures = scores.some(({ files }) => files.some((file) => file.calibrated.length > 0));
    return people > 0 && (this.#asked || hasFigures || (people > 1 && people <= 50));
  }

  /** To be called in turn at the engine, after scoring; answers with the overview that carries where everybody stands. */
  async run(signal: AbortSignal): Promise<Overview | null> {
    this.#store.set({ comparison: { step: 'comparing' } });
    try {
      const reference = await this.#ports.net.reference();
      if (signal.aborted) return null;
      const { comparison, overview } = await this.#ports.engine.compare(reference, this.#store.state.age_years ?? 0);
      if (signal.aborted) return null;
      this.#store.set({ comparison: { step: 'ready', comparison } });
      return overview;
    } catch (thrown) {
      if (!signal.aborted) this.#store.set({ comparison: { step: 'failed', error: toScorerError(thrown) } });
      return null;
    }
  }
}
