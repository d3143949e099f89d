// Keeps the page's state, tells of its changes, and hands out keys, ways to cancel, and turns at the engine.
import type { State } from './state.ts';

export class Store {
  #state: State;
  readonly #listeners = new Set<() => void>();
  readonly #aborts = new Map<number, AbortController>();
  #keys = 0;
  #queue: Promise<void> = Promise.resolve();

  constructor(state: State) {
    this.#state = state;
  }

  get state(): State {
    return this.#state;
  }

  set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** Calls the listener after every change; answers with the way to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  newKey(): number {
    this.#keys += 1;
    return this.#keys;
  }

  abortOf(key: number): AbortController {
    const abort = this.#aborts.get(key) ?? new AbortController();
    this.#aborts.set(key, abort);
    return abort;
  }

  abortAll(): void {
    for (const abort of this.#aborts.values()) abort.abort();
  }

  /** The engine works on one thing at a time; an error stays with the job that caused it. */
  enqueue(job: () => Promise<void>): Promise<void> {
    const turn = this.#queue.then(job);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}
