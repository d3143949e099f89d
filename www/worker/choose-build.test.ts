// Holds the choice of the build to its reasons.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EngineModule } from '../shared/engine-module.ts';
import { chooseBuild } from './choose-build.ts';

const all = { isolated: true, sharedMemory: true, cores: 4 };
const rows = [
  { name: 'all there', wanted: null, around: all, is: ['threads', 4, 'shared-memory'] },
  { name: 'many cores', wanted: null, around: { ...all, cores: 32 }, is: ['threads', 8, 'shared-memory'] },
  { name: 'two asked', wanted: 2, around: all, is: ['threads', 2, 'shared-memory'] },
  { name: 'one asked', wanted: 1, around: all, is: ['single', 1, 'one-thread-asked'] },
  { name: 'one core', wanted: null, around: { ...all, cores: 1 }, is: ['single', 1, 'one-core'] },
  { name: 'two asked on one core', wanted: 2, around: { ...all, cores: 1 }, is: ['threads', 2, 'shared-memory'] },
  { name: 'no headers', wanted: 4, around: { ...all, isolated: false }, is: ['single', 1, 'not-isolated'] },
  { name: 'WebKitGTK', wanted: null, around: { ...all, sharedMemory: false }, is: ['single', 1, 'no-shared-memory'] },
] as const;

const build = (pool?: (threads: number) => Promise<void>) => async () =>
  ({
    default: async () => ({ memory: new WebAssembly.Memory({ initial: 1 }) }),
    version: () => '0',
    initThreadPool: pool,
  }) as unknown as EngineModule;

for (const { name, wanted, around, is } of rows) {
  test(`${name}: ${is[0]}, ${is[2]}`, async () => {
    const started: number[] = [];
    const pool = async (threads: number) => void started.push(threads);
    let clock = 0;
    const { state } = await chooseBuild(wanted, around, { single: build(), threads: build(pool) }, () => clock++);
    assert.deepEqual([state.variant, state.threads, state.reason], is);
    assert.deepEqual(started, is[0] === 'threads' ? [is[1]] : []);
    assert.equal(clock, started.length);
  });
}

test('a pool that fails is said as such', async () => {
  const pool = () => Promise.reject(new Error('memory cannot be cloned'));
  const choice = chooseBuild(null, all, { single: build(), threads: build(pool) }, () => {});
  await assert.rejects(choice, (fault: { code: string }) => fault.code === 'pool-failed');
});
