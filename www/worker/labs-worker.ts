// Starts in the labs' own worker: takes messages from the page to the desk, and nothing else.
import type { ToLabs } from '../shared/labs-protocol.ts';
import { LabsDesk } from './labs-desk.ts';

declare const self: DedicatedWorkerGlobalScope;

// A task of its own lets a cancel that has arrived be seen; a promise alone would not, and a timer waits 4 ms.
const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();
const pause = () =>
  new Promise<void>((done) => {
    waiting.push(done);
    channel.port2.postMessage(null);
  });

const desk = new LabsDesk({
  post: (message) => self.postMessage(message),
  load: () => import('labs-wasm'),
  pause,
  now: () => performance.now(),
});

self.onmessage = ({ data }: MessageEvent<ToLabs>) => desk.take(data);
