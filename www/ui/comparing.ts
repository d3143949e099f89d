// Compares everybody with the reference people: unasked where a score or a family makes it worth while, else when asked.
import type { Progress } from '../shared/protocol.ts';
import type { Overview } from '../shared/overview.ts';
import type { StatedRelative } from '../shared/report.ts';
import type { Ports } from './ports.ts';
import type { Store } from './store.ts';
import { toScorerError } from './to-scorer-error.ts';

export class Comparing {
  readonly #store: Store;
  readonly #ports: Ports;
  /** What is stated of relatives, by the places that the engine has now. */
  readonly #relatives: () => readonly StatedRelative[];
  /** Somebody has asked, so that later files are compared too; or has stopped, so that none is. */
  #wish: 'none' | 'asked' | 'stopped' = 'none';
  #stop: AbortController | null = null;

  constructor(store: Store, ports: Ports, relatives: () => readonly StatedRelative[]) {
    this.#store = store;
    this.#ports = ports;
    this.#relatives = relatives;
  }

  /** Older answers no longer hold. */
  drop(): void {
    this.#store.set({ comparison: { step: this.#wish === 'stopped' ? 'stopped' : 'none' } });
  }

  forget(): void {
    this.#wish = 'none';
    this.#store.set({ age_years: null, relatives: [] });
    this.drop();
  }

  ask(): void {
    this.#wish = 'asked';
  }

  /** Ends the one at work; nobody is compared again before somebody asks. */
  stop(): void {
    this.#wish = 'stopped';
    this.#stop?.abort();
    this.drop();
  }

  /** Whether there is something to say that a person would look for. */
  get isWanted(): boolean {
    if (this.#wish === 'stopped') return false;
    const { genotypes, scores } = this.#store.state;
    const people = genotypes.reduce((sum, { file }) => sum + (file?.samples ?? 0), 0);
    const hasFigures = scores.some(({ files }) => files.some((file) => file.calibrated.length > 0));
    return people > 0 && (this.#wish === 'asked' || hasFigures || (people > 1 && people <= 50));
  }

  /** To be called in turn at the engine, after scoring; answers with the overview that carries where everybody stands. */
  async run(signal: AbortSignal): Promise<Overview | null> {
    const stop = new AbortController();
    this.#stop = stop;
    const either = AbortSignal.any([signal, stop.signal]);
    const onProgress = (progress: Progress | null): void => {
      if (!either.aborted) this.#store.set({ comparison: { step: 'comparing', progress } });
    };
    onProgress(null);
    try {
      const reference = await this.#ports.net.reference();
      if (either.aborted) return null;
      const stated = { ageYears: this.#store.state.age_years ?? 0, relatives: this.#relatives() };
      const watch = { signal: either, onProgress };
      const { comparison, overview } = await this.#ports.engine.compare(reference, stated, watch);
      if (either.aborted) return null;
      this.#store.set({ comparison: { step: 'ready', comparison } });
      return overview;
    } catch (thrown) {
      if (!either.aborted) this.#store.set({ comparison: { step: 'failed', error: toScorerError(thrown) } });
      return null;
    } finally {
      if (this.#stop === stop) this.#stop = null;
    }
  }
}
