// Runs the labs in a worker of their own, made when the first is asked something: a promise for each request, with a cancel.
import type { FromLabs, LabsAnswers, LabsRequest, ToLabs } from '../shared/labs-protocol.ts';
import type { PhaseStep } from '../shared/labs.ts';
import type { LoadedFile } from '../shared/protocol.ts';
import { ScorerError } from '../shared/scorer-error.ts';
import { createLabsWorker } from './create-labs-worker.ts';

/** What this needs of a Worker. */
export type LabsWorkerLike = {
  postMessage(message: ToLabs): void;
  terminate(): void;
  onmessage: ((event: { readonly data: FromLabs }) => void) | null;
  onerror: ((event: { readonly message?: string; preventDefault?(): void }) => void) | null;
};

export type LabsWatch = {
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((step: PhaseStep) => void) | undefined;
};

type Pending = {
  readonly onStep: ((step: PhaseStep) => void) | undefined;
  readonly resolve: (answer: LabsAnswers[keyof LabsAnswers]) => void;
  readonly reject: (error: ScorerError) => void;
};

export class LabsEngine {
  readonly #create: () => LabsWorkerLike;
  readonly #onLoaded: (files: readonly LoadedFile[]) => void;
  readonly #pending = new Map<number, Pending>();
  #worker: LabsWorkerLike | null = null;
  #nextId = 0;

  constructor(onLoaded: (files: readonly LoadedFile[]) => void, create: () => LabsWorkerLike = createLabsWorker) {
    this.#onLoaded = onLoaded;
    this.#create = create;
  }

  /** Rejects with `cancelled` as soon as the signal says so, whatever the worker still does. */
  ask<Kind extends LabsRequest['kind']>(
    request: LabsRequest & { kind: Kind },
    { signal, onStep }: LabsWatch = {},
  ): Promise<LabsAnswers[Kind]> {
    const stopped = new ScorerError('cancelled', {}, 'Stopped as asked.');
    if (signal?.aborted) return Promise.reject(stopped);
    const worker = this.#started();
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const settle = resolve as (answer: LabsAnswers[keyof LabsAnswers]) => void;
      this.#pending.set(id, { onStep, resolve: settle, reject });
      signal?.addEventListener('abort', () => {
        if (!this.#pending.delete(id)) return;
        worker.postMessage({ id, cancel: true });
        reject(stopped);
      });
      worker.postMessage({ id, request });
    });
  }

  /** Ends the worker with all it holds; the next request makes another. */
  end(why: ScorerError = new ScorerError('cancelled', {}, 'Stopped as asked.')): void {
    this.#worker?.terminate();
    this.#worker = null;
    for (const { reject } of this.#pending.values()) reject(why);
    this.#pending.clear();
  }

  #started(): LabsWorkerLike {
    if (this.#worker) return this.#worker;
    const worker = this.#create();
    worker.onmessage = ({ data }) => this.#hear(data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.end(new ScorerError('engine-stopped', {}, `The lab stopped: ${event.message ?? 'it could not be loaded'}`));
    };
    this.#worker = worker;
    return worker;
  }

  #hear(message: FromLabs): void {
    if ('loaded' in message) {
      this.#onLoaded(message.loaded);
      return;
    }
    const pending = this.#pending.get(message.id);
    if ('step' in message) {
      pending?.onStep?.(message.step);
      return;
    }
    this.#pending.delete(message.id);
    if ('answer' in message) {
      pending?.resolve(message.answer);
      return;
    }
    const { code, place, text } = message.error;
    pending?.reject(new ScorerError(code, place, text));
    if (message.fatal) this.end(new ScorerError('engine-stopped', {}, text));
  }
}
