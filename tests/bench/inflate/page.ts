// Hands the chosen file to a fresh worker that unpacks it.
import type { Unpacked, UnpackAsked } from './unpacked.ts';

function measureInflate(threads: number): Promise<Unpacked> {
  const file = document.querySelector<HTMLInputElement>('[data-testid="file"]')?.files?.[0];
  if (!file) throw new Error('a file is needed');
  const asked: UnpackAsked = { file, threads };
  const worker = new Worker(new URL('./inflate-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Unpacked>((done, fail) => {
    worker.onmessage = ({ data }: MessageEvent<Unpacked>) => done(data);
    worker.onerror = ({ message }) => fail(new Error(message));
    worker.postMessage(asked);
  }).finally(() => worker.terminate());
}

Object.assign(globalThis, { measureInflate });
