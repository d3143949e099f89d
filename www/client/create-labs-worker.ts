// Makes the web worker that the labs run in; the bundler reads the address from this very line.
import type { LabsWorkerLike } from './labs-engine.ts';

export function createLabsWorker(): LabsWorkerLike {
  return new Worker(new URL('../worker/labs-worker.ts', import.meta.url), {
    type: 'module',
    name: 'tallele-labs',
  }) as LabsWorkerLike;
}
