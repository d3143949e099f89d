// Times the engine's unpacking of a file and nothing else, on one thread or on several.
import type { Unpacked, UnpackAsked } from './unpacked.ts';

declare const self: DedicatedWorkerGlobalScope;

async function engineFor(threads: number): Promise<(file: Blob, name: string) => number> {
  if (threads === 1) {
    const { default: start, unpackedBytes } = await import('engine-single');
    await start();
    return unpackedBytes;
  }
  const { default: start, initThreadPool, unpackedBytes } = await import('engine-threads');
  await start();
  await initThreadPool(threads);
  return unpackedBytes;
}

async function measure({ file, threads }: UnpackAsked): Promise<Unpacked> {
  const unpackedBytes = await engineFor(threads);
  const began = performance.now();
  const text_bytes = unpackedBytes(file, file.name);
  return { inflate_ms: performance.now() - began, text_bytes };
}

self.onmessage = ({ data }: MessageEvent<UnpackAsked>) => {
  void measure(data).then((unpacked) => self.postMessage(unpacked));
};
// A rejection reaches the page as an error event.
self.onunhandledrejection = (event) => {
  setTimeout(() => {
    throw event.reason;
  });
};
