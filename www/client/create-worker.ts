// Makes the web worker that the engine runs in; the bundler reads the address from this very line.
import type { WorkerLike } from './connection.ts';

export function createWorker(): WorkerLike {
  return new Worker(new URL('../worker/worker.ts', import.meta.url), { type: 'module', name: 'tallele' }) as WorkerLike;
}
