// Holds the client to its promises with a worker that does as the test says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../shared/engine-module.ts';
import type { FromWorker, Request, ToWorker } from '../shared/protocol.ts';
import { ScorerError } from '../shared/scorer-error.ts';
import { Desk } from '../worker/desk.ts';
import type { WorkerLike } from './connection.ts';
import { Engine } from './engine.ts';

/** Of a busy machine: only what waits for silence waits this long at most. */
const clocks = { silentMs: 30_000, poolMs: 60 };
const turn = () => new Promise<void>((done) => setImmediate(done));

/** A session that holds names, takes `steps` steps for each task, and traps on a file named "trap". */
function fakeSession(log: string[], steps = 3) {
  let task: { kind: string; name: string; left: number } | null = null;
  const files: string[] = [];
  const scores: string[] = [];
  const begin = (kind: string, name: string) => {
    task = { kind, name, left: steps };
  };
  return {
    setOptions(written: unknown) {
      log.push('options');
      return written;
    },
    beginOpen: (_: Blob, name: string) => begin('open', name),
    beginAddScore: (_: Blob, name: string) => begin('add', name),
    beginScore: () => begin('score', ''),
    step() {
      if (!task) throw new Error('no task');
      if (task.name === 'trap') throw new WebAssembly.RuntimeError('unreachable');
      if (task.name === 'bad') throw { code: 'empty-file', place: { line: 1 }, text: 'The file is empty.' };
      task.left -= 1;
      return { phase: 'reading', done: steps - task.left, total: steps, finished: task.left === 0 };
    },
    cancel: () => log.push('cancel'),
    takeOpened() {
      files.push(task?.name ?? '');
      log.push(`open ${task?.name}`);
      return { name: task?.name };
    },
    takeAdded() {
      scores.push(`${task?.name}.0`, `${task?.name}.1`);
      log.push(`add ${task?.name}`);
      return [{}, {}];
    },
    takeOverview() {
      log.push('score');
      return { files: [...files], scores: [...scores], figures: {} };
    },
    result: (sample: number, score: number) => {
      if (!scores[score]) throw { code: 'out-of-order', place: {}, text: 'No such score.' };
      return { id: `${files[sample]} ${scores[score]}` };
    },
    sortFiles: (some: readonly unknown[]) => some.map((_, place) => ({ kind: 'genotypes', files: [place] })),
    addChain(_: Blob, name: string) {
      log.push(`chain ${name}`);
      return { sha256: name };
    },
    mergeFiles(places: readonly number[]) {
      log.push(`merge ${places.map((place) => files[place]).join(' ')}`);
      const [first = 0, ...others] = places;
      files[first] = places.map((place) => files[place]).join('+');
      for (const other of others.toReversed()) files.splice(other, 1);
      return { name: files[first] };
    },
    setAbsent(at: number, absent: string | null) {
      log.push(`absent ${at} ${absent}`);
      return { name: files[at], absent };
    },
    close: (at: number) => {
      log.push(`close ${files[at]}`);
      files.splice(at, 1);
    },
    removeScore: (at: number) => void scores.splice(at, 1),
    audit: () => new TextEncoder().encode('row\n'),
    save: () => [new Blob(['{}'])],
    contributions: () => ({ dosage: new Float64Array(1), contribution: new Float64Array(1) }),
    free() {},
  } as unknown as Session;
}

/** Workers over the real desk, without a browser. */
function fakeWorkers({ poolHangs = false, mute = (_: Request): boolean => false, steps = 3 } = {}) {
  const log: string[] = [];
  const made: WorkerLike[] = [];
  const createWorker = (): WorkerLike => {
    const session = fakeSession(log, steps);
    let alive = true;
    const worker: WorkerLike = {
      onmessage: null,
      onerror: null,
      onmessageerror: null,
      terminate() {
        alive = false;
        log.push('terminate');
      },
      postMessage(message: ToWorker) {
        if ('request' in message && mute(message.request)) return;
        setImmediate(() => alive && desk.take(message));
      },
    };
    const desk = new Desk({
      post: (data: FromWorker) => setImmediate(() => alive && worker.onmessage?.({ data })),
      async load(threads, beforePool) {
        const variant = threads === 1 ? 'single' : 'threads';
        log.push(`start ${variant}`);
        if (variant === 'threads') beforePool();
        if (variant === 'threads' && poolHangs) await new Promise(() => {});
        const state = {
          variant,
          threads: threads ?? 2,
          reason: 'shared-memory',
          version: '0',
          memory_bytes: 1,
          loaded: [],
        } as const;
        const engine = {
          Session: class {
            constructor() {
              Object.assign(this, session);
            }
          },
        } as never;
        return { engine, memory: new WebAssembly.Memory({ initial: 1 }), state };
      },
      pause: turn,
      now: () => performance.now(),
    });
    made.push(worker);
    return worker;
  };
  return { log, made, createWorker };
}

const file = (name: string) => ({ name, blob: new Blob(['x']) });
const withCode = (code: string) => (error: unknown) => error instanceof ScorerError && error.code === code;

test('a request is answered, with progress that ends at the total', async () => {
  const engine = new Engine({ createWorker: fakeWorkers().createWorker, clocks });
  const seen: number[] = [];
  const opened = await engine.open(file('a'), { onProgress: ({ done }) => seen.push(done) });
  assert.equal(opened.name, 'a');
  assert.equal(seen.at(-1), 3);
});

test('an error of the engine arrives with code and place, and the engine goes on', async () => {
  const { createWorker, made } = fakeWorkers();
  const engine = new Engine({ createWorker, clocks });
  await assert.rejects(
    engine.open(file('bad')),
    (error) => withCode('empty-file')(error) && (error as ScorerError).place.line === 1,
  );
  assert.equal((await engine.open(file('a'))).name, 'a');
  assert.equal(made.length, 1);
});

test('a cancel stops the one at work and takes a waiting one out of the line', async () => {
  const { createWorker, log } = fakeWorkers();
  const engine = new Engine({ createWorker, clocks });
  await engine.start();
  const atWork = new AbortController();
  const waiting = new AbortController();
  const first = engine.open(file('a'), { signal: atWork.signal, onProgress: () => atWork.abort() });
  const second = engine.open(file('b'), { signal: waiting.signal });
  waiting.abort();
  await assert.rejects(second, withCode('cancelled'));
  await assert.rejects(first, withCode('cancelled'));
  assert.deepEqual(
    log.filter((line) => line.startsWith('open')),
    [],
  );
  assert.ok(log.includes('cancel'));
  await assert.rejects(engine.open(file('c'), { signal: AbortSignal.abort() }), withCode('cancelled'));
});

test('each answer leaves its time, its size and what it ran on', async () => {
  performance.clearMeasures();
  performance.clearMarks('tallele:ready');
  const engine = new Engine({ createWorker: fakeWorkers().createWorker, clocks });
  await engine.open(file('a'));
  await engine.addScore(file('s'));
  await engine.score();
  await assert.rejects(engine.open(file('bad')), withCode('empty-file'));
  assert.equal(performance.getEntriesByName('tallele:ready').length, 1);
  const entries = performance.getEntriesByType('measure') as PerformanceMeasure[];
  const measures = entries.map(({ name, detail }) => ({ name, detail }));
  const on = { memory_bytes: 65_536, variant: 'threads', threads: 2 };
  assert.deepEqual(measures, [
    { name: 'tallele:open', detail: { name: 'a', bytes: 1, ...on } },
    { name: 'tallele:add-score', detail: { name: 's', bytes: 1, ...on } },
    { name: 'tallele:score', detail: { name: '', bytes: 0, ...on } },
  ]);
});

test('the latest score wins', async () => {
  const engine = new Engine({ createWorker: fakeWorkers().createWorker, clocks });
  await engine.start();
  const older = engine.score();
  const newer = engine.score();
  await assert.rejects(older, withCode('superseded'));
  assert.ok(await newer);
});

test('after a trap a fresh worker has everything open again', async () => {
  const { createWorker, log, made } = fakeWorkers();
  let restarts = 0;
  const engine = new Engine({ createWorker, clocks, onRestart: () => restarts++ });
  await engine.open(file('a'));
  await engine.open(file('b'));
  await engine.close(0);
  await engine.addScore(file('s'));
  await engine.addScore(file('t'));
  await engine.removeScore(1);
  await engine.removeScore(1);
  await engine.setOptions({ rules: 'tallele' });
  await engine.score();
  log.length = 0;
  await assert.rejects(engine.open(file('trap')), withCode('internal'));
  const report = (await engine.score()) as unknown as { files: string[]; scores: string[] };
  assert.deepEqual(report, { files: ['b'], scores: ['s.0', 't.1'], figures: {} });
  assert.deepEqual(log, ['terminate', 'start threads', 'open b', 'options', 'add s', 'add t', 'score', 'score']);
  assert.equal(made.length, 2);
  assert.equal(restarts, 1);
});

test('a worker that dies or falls silent rejects what was pending, and the next request is served', async () => {
  let muted = true;
  const { createWorker, made } = fakeWorkers({ mute: (request) => muted && request.kind === 'score' });
  const engine = new Engine({ createWorker, clocks: { ...clocks, silentMs: 2000 } });
  await engine.open(file('a'));
  const silent = engine.score();
  await assert.rejects(silent, withCode('engine-stopped'));
  muted = false;
  assert.ok(await engine.score());
  const pending = engine.open(file('b'));
  await turn();
  made.at(-1)?.onerror?.({ message: 'unreachable' });
  await assert.rejects(pending, withCode('engine-stopped'));
  assert.equal((await engine.open(file('b'))).name, 'b');
});

test('a worker that dies each time it starts is not started in a circle', async () => {
  let made = 0;
  const createWorker = (): WorkerLike => {
    made += 1;
    const worker: WorkerLike = {
      onmessage: null,
      onerror: null,
      onmessageerror: null,
      terminate() {},
      postMessage() {},
    };
    setImmediate(() => worker.onerror?.({ message: 'no such file' }));
    return worker;
  };
  const engine = new Engine({ createWorker, clocks });
  await assert.rejects(engine.start(), withCode('engine-stopped'));
  await new Promise((done) => setTimeout(done, 50));
  assert.equal(made, 1);
});

test('a pool of threads that hangs gives way to one thread, and stays with it', async () => {
  const { createWorker, log, made } = fakeWorkers({ poolHangs: true });
  const engine = new Engine({ createWorker, clocks });
  const state = await engine.start();
  assert.deepEqual([state.variant, state.threads, state.reason], ['single', 1, 'pool-silent']);
  await engine.forget();
  assert.deepEqual(log, ['start threads', 'terminate', 'start single', 'terminate', 'start single']);
  assert.equal(made.length, 3);
});

test('forget leaves nothing open', async () => {
  const engine = new Engine({ createWorker: fakeWorkers().createWorker, clocks });
  await engine.open(file('a'));
  await engine.forget();
  const report = (await engine.score()) as unknown as { files: string[] };
  assert.deepEqual(report.files, []);
});

test('one entry of a report is answered while a long task is at work', async () => {
  const engine = new Engine({ createWorker: fakeWorkers({ steps: 300 }).createWorker, clocks });
  await engine.open(file('a'));
  await engine.addScore(file('s'));
  const order: string[] = [];
  const opening = engine.open(file('b')).then(() => order.push('opened'));
  await turn();
  assert.equal((await engine.result(0, 1)).id, 'a s.1');
  order.push('result');
  await assert.rejects(engine.result(0, 9), withCode('out-of-order'));
  await opening;
  assert.deepEqual(order, ['result', 'opened']);
});

test('a fresh worker is told what was said of files', async () => {
  const { createWorker, log } = fakeWorkers();
  const engine = new Engine({ createWorker, clocks });
  for (const name of ['a', 'b', 'c']) await engine.open(file(name));
  await engine.setAbsent(1, 'missing');
  await engine.setAbsent(2, 'hom-ref');
  await engine.setAbsent(1, null);
  await engine.close(0);
  log.length = 0;
  await assert.rejects(engine.open(file('trap')), withCode('internal'));
  await engine.addScore(file('s'));
  assert.deepEqual(log, ['terminate', 'start threads', 'open b', 'open c', 'absent 1 hom-ref', 'add s']);
});

test('a fresh worker merges again what was merged, by the chain files of before', async () => {
  const { createWorker, log } = fakeWorkers();
  const engine = new Engine({ createWorker, clocks });
  for (const name of ['a', 'b', 'c', 'd', 'e']) await engine.open(file(name));
  await engine.addChain(file('chain'));
  await engine.addChain(file('chain'));
  await engine.merge([1, 3]);
  await engine.close(0);
  await engine.merge([0, 1]);
  log.length = 0;
  await assert.rejects(engine.open(file('trap')), withCode('internal'));
  await engine.addScore(file('s'));
  assert.deepEqual(log.slice(2), ['chain chain', 'open b', 'open d', 'open c', 'merge b d c', 'open e', 'add s']);
});

test('a file that can no longer be read takes those merged with it, and the others stay', async () => {
  let gone = '';
  const { createWorker } = fakeWorkers();
  const lost: unknown[] = [];
  const engine = new Engine({
    createWorker: () => {
      const worker = createWorker();
      const post = worker.postMessage.bind(worker);
      worker.postMessage = (message) => {
        const isGone = 'request' in message && message.request.kind === 'open' && message.request.file.name === gone;
        if (isGone) post({ ...message, request: { kind: 'open', file: file('bad') } });
        else post(message);
      };
      return worker;
    },
    clocks,
    onRestart: (_, what) => lost.push(what),
  });
  for (const name of ['a', 'b', 'c']) await engine.open(file(name));
  await engine.merge([0, 1]);
  gone = 'b';
  await assert.rejects(engine.open(file('trap')), withCode('internal'));
  await engine.addScore(file('s'));
  const report = (await engine.score()) as unknown as { files: string[] };
  assert.deepEqual([report.files, lost], [['c'], [{ genotypeFiles: [0], scores: [], chains: [] }]]);
});

test('files are sorted while a long task is at work', async () => {
  const engine = new Engine({ createWorker: fakeWorkers({ steps: 300 }).createWorker, clocks });
  await engine.start();
  const order: string[] = [];
  const opening = engine.open(file('a')).then(() => order.push('opened'));
  await turn();
  assert.equal((await engine.sort([file('b'), file('c')])).length, 2);
  order.push('sorted');
  await opening;
  assert.deepEqual(order, ['sorted', 'opened']);
});
