// Keeps one worker's life: sends requests, matches answers to them, and says once when the worker is dead.
import type { Answers, EngineFault, FromWorker, Progress, Request, ToWorker } from '../shared/protocol.ts';
import { ScorerError } from '../shared/scorer-error.ts';

/** What the client needs of a Worker. */
export type WorkerLike = {
  postMessage(message: ToWorker): void;
  terminate(): void;
  onmessage: ((event: { readonly data: FromWorker }) => void) | null;
  onerror: ((event: { readonly message?: string; preventDefault?(): void }) => void) | null;
  onmessageerror: (() => void) | null;
};

export type Listening = {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
};

export type Clocks = {
  /** A busy worker that says nothing for so long is taken for dead. */
  readonly silentMs: number;
  /** The pool of threads may take so long to start. */
  readonly poolMs: number;
};

type Pending = Listening & {
  readonly resolve: (answer: Answers[keyof Answers]) => void;
  readonly reject: (error: ScorerError) => void;
  readonly release: () => void;
  /** Loading the engine's files waits for the network, which has its own ends. */
  readonly watched: boolean;
};

export class Connection {
  #worker: WorkerLike;
  #clocks: Clocks;
  #onDeath: (why: ScorerError) => void;
  #pending = new Map<number, Pending>();
  #nextId = 0;
  #dead: ScorerError | null = null;
  #silence: ReturnType<typeof setTimeout> | undefined;
  /** Bytes of the engine's memory when it last answered; it only grows. */
  memoryBytes = 0;

  constructor(worker: WorkerLike, clocks: Clocks, onDeath: (why: ScorerError) => void) {
    this.#worker = worker;
    this.#clocks = clocks;
    this.#onDeath = onDeath;
    worker.onmessage = ({ data }) => this.#hear(data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.end('engine-stopped', `The engine stopped: ${event.message ?? 'its files could not be loaded'}`);
    };
    worker.onmessageerror = () => this.end('engine-stopped', 'The engine sent what could not be read.');
  }

  request<Kind extends Request['kind']>(
    request: Request & { kind: Kind },
    { signal, onProgress }: Listening = {},
  ): Promise<Answers[Kind]> {
    if (this.#dead) return Promise.reject(this.#dead);
    if (signal?.aborted) return Promise.reject(new ScorerError('cancelled', {}, 'Stopped before it began.'));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      // The promise settles when the worker says so: a cancel can come too late, and then the work was done.
      const cancel = () => this.#worker.postMessage({ id, cancel: true });
      signal?.addEventListener('abort', cancel);
      const release = () => signal?.removeEventListener('abort', cancel);
      const settle = resolve as (answer: Answers[keyof Answers]) => void;
      this.#pending.set(id, { onProgress, resolve: settle, reject, release, watched: request.kind !== 'start' });
      this.#worker.postMessage({ id, request });
      this.#listenForSilence();
    });
  }

  /** Ends the worker and rejects what was pending. */
  end(code: string, text: string): void {
    if (this.#dead) return;
    const why = new ScorerError(code, {}, text);
    this.#dead = why;
    clearTimeout(this.#silence);
    this.#worker.onmessage = null;
    this.#worker.onerror = null;
    this.#worker.onmessageerror = null;
    this.#worker.terminate();
    for (const { reject, release } of this.#pending.values()) {
      release();
      reject(why);
    }
    this.#pending.clear();
    this.#onDeath(why);
  }

  #listenForSilence(limitMs = this.#clocks.silentMs, code = 'engine-stopped'): void {
    clearTimeout(this.#silence);
    const busy = [...this.#pending.values()].some(({ watched }) => watched);
    if (!busy && code === 'engine-stopped') return;
    const text = `The engine has said nothing for ${limitMs / 1000} s.`;
    this.#silence = setTimeout(() => this.end(code, text), limitMs);
  }

  #hear(message: FromWorker): void {
    const pending = this.#pending.get(message.id);
    if ('starting' in message) {
      this.#listenForSilence(this.#clocks.poolMs, 'pool-silent');
      return;
    }
    if ('progress' in message) {
      this.#listenForSilence();
      pending?.onProgress?.(message.progress);
      return;
    }
    if ('memory_bytes' in message) this.memoryBytes = message.memory_bytes;
    this.#pending.delete(message.id);
    this.#listenForSilence();
    pending?.release();
    if ('answer' in message) {
      pending?.resolve(message.answer);
      return;
    }
    pending?.reject(asError(message.error));
    if (message.fatal) this.end('engine-stopped', message.error.text);
  }
}

function asError({ code, place, text }: EngineFault): ScorerError {
  return new ScorerError(code, place, text);
}
