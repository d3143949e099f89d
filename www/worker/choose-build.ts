// Chooses the build of the engine: threads where the page may share memory, else one thread; and says why.
import type { EngineModule } from '../shared/engine-module.ts';
import type { EngineState } from '../shared/protocol.ts';
import { loadedFiles } from './loaded-files.ts';

export type Builds = { readonly single: () => Promise<EngineModule>; readonly threads: () => Promise<EngineModule> };

/** What the choice looks at, so that a test can say it. */
export type Surroundings = { readonly isolated: boolean; readonly sharedMemory: boolean; readonly cores: number };

export type Loaded = {
  readonly engine: EngineModule;
  readonly memory: WebAssembly.Memory;
  readonly state: EngineState;
};

/** More threads than this wait for each other more than they help, and each takes memory. */
const mostThreads = 8;

function whyOneThread(wanted: number | null, { isolated, sharedMemory, cores }: Surroundings): string | null {
  if (wanted !== null && wanted <= 1) return 'one-thread-asked';
  if (!isolated) return 'not-isolated';
  // WebKitGTK says it is isolated and has no SharedArrayBuffer.
  if (!sharedMemory) return 'no-shared-memory';
  if (wanted === null && cores <= 1) return 'one-core';
  return null;
}

/**
 * Loads one build and starts it. `beforePool` is called when the pool of threads is about to start: that can hang, and the
 * caller on the other side has to set a clock. When the pool fails, `{ code: "pool-failed" }` is thrown; memory is spent
 * then, so a fresh worker tries again with one thread.
 */
export async function chooseBuild(
  wanted: number | null,
  around: Surroundings,
  builds: Builds,
  beforePool: () => void,
): Promise<Loaded> {
  const reason = whyOneThread(wanted, around);
  const variant = reason === null ? 'threads' : 'single';
  const engine = await builds[variant]();
  const { memory } = await engine.default();
  const threads = variant === 'threads' ? (wanted ?? Math.min(around.cores, mostThreads)) : 1;
  if (variant === 'threads') {
    beforePool();
    try {
      if (!engine.initThreadPool) throw new Error('the threads build has no initThreadPool');
      await engine.initThreadPool(threads);
    } catch (cause) {
      throw { code: 'pool-failed', place: {}, text: `The threads could not be started: ${String(cause)}` };
    }
  }
  const state: EngineState = {
    variant,
    threads,
    reason: reason ?? 'shared-memory',
    version: engine.version(),
    memory_bytes: memory.buffer.byteLength,
    loaded: loadedFiles(),
  };
  return { engine, memory, state };
}
