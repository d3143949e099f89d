// Holds the labs' two ends to each other, with a module that stands in: answers, steps, a cancel between two, a fault, an end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LabsEngine } from '../../www/client/labs-engine.ts';
import type { LabsWorkerLike } from '../../www/client/labs-engine.ts';
import type { LabsModule } from '../../www/shared/labs-module.ts';
import type { PhaseStep } from '../../www/shared/labs.ts';
import { LabsDesk } from '../../www/worker/labs-desk.ts';

const settings = { h2: 0.5, p: 100, s: 5, seed: 1 };
const pause = () => new Promise<void>((done) => setImmediate(done));

/** A run of so many steps. */
function moduleOf(steps: number, freed: string[]): LabsModule {
  class PhaseLab {
    #left = steps;
    step(): PhaseStep {
      this.#left -= 1;
      return { finished: this.#left <= 0, share: 1 - this.#left / steps, points: [], now: null, fingerprint: 'f' };
    }
    free(): void {
      freed.push('phase');
    }
  }
  const module = {
    default: async () => {},
    PhaseLab,
    dataCurves: () => {
      throw { code: 'calibration-out-of-range', place: {}, text: 'out of range' };
    },
    flipCurves: () => {
      throw new WebAssembly.RuntimeError('unreachable');
    },
    phaseCurves: () => ({ people_per_effect: [1], expected: [], threshold: null }),
  };
  return module as unknown as LabsModule;
}

function started(steps: number) {
  const freed: string[] = [];
  let workers = 0;
  let clock = 0;
  const create = (): LabsWorkerLike => {
    workers += 1;
    const desk = new LabsDesk({
      post: (message) => setImmediate(() => worker.onmessage?.({ data: message })),
      load: async () => moduleOf(steps, freed),
      pause,
      now: () => (clock += 100),
    });
    const worker: LabsWorkerLike = {
      postMessage: (message) => setImmediate(() => desk.take(message)),
      terminate: () => {
        worker.onmessage = null;
      },
      onmessage: null,
      onerror: null,
    };
    return worker;
  };
  const loaded: unknown[] = [];
  return { labs: new LabsEngine((files) => loaded.push(files), create), freed, loaded, workers: () => workers };
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: { readonly code: string }) => error.code,
  );

test('a run posts its steps and ends', async () => {
  const { labs, freed, loaded } = started(4);
  const shares: number[] = [];
  const last = await labs.ask({ kind: 'phase', settings }, { onStep: ({ share }) => shares.push(share) });
  assert.deepEqual([last.finished, shares, freed, loaded.length], [true, [0.25, 0.5, 0.75], ['phase'], 1]);
});

test('a cancel ends a run between two steps, and others go on', async () => {
  const { labs, freed, workers } = started(1_000_000);
  const abort = new AbortController();
  let steps = 0;
  const run = labs.ask(
    { kind: 'phase', settings },
    {
      signal: abort.signal,
      onStep: () => {
        steps += 1;
        if (steps === 3) abort.abort();
      },
    },
  );
  assert.equal(await codeOf(run), 'cancelled');
  assert.deepEqual((await labs.ask({ kind: 'phase-curves', settings })).people_per_effect, [1]);
  for (let left = 20; left > 0 && freed.length === 0; left -= 1) await pause();
  assert.deepEqual([freed, workers()], [['phase'], 1]);
  assert.equal(await codeOf(labs.ask({ kind: 'phase', settings }, { signal: abort.signal })), 'cancelled');
});

test('what cannot be run is said with its code; after a trap there is another worker', async () => {
  const { labs, workers } = started(1);
  const data = { h2: 2, m: 1, sd: 1, within: 1, s: 1 };
  assert.equal(await codeOf(labs.ask({ kind: 'data', settings: data })), 'calibration-out-of-range');
  assert.equal(workers(), 1);
  const flips = { n: 10, h2: 0.5, effects: 'equal', seed: 1 } as const;
  assert.equal(await codeOf(labs.ask({ kind: 'flips', settings: flips })), 'internal');
  assert.equal((await labs.ask({ kind: 'phase', settings })).finished, true);
  assert.equal(workers(), 2);
});

test('the end rejects what was asked', async () => {
  const { labs } = started(1_000_000);
  const code = codeOf(labs.ask({ kind: 'phase', settings }));
  await pause();
  labs.end();
  assert.equal(await code, 'cancelled');
});
