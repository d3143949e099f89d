// Starts in the web worker: takes messages from the page to the desk, and nothing else.
import type { ToWorker } from '../shared/protocol.ts';
import { chooseBuild } from './choose-build.ts';
import { Desk } from './desk.ts';

declare const self: DedicatedWorkerGlobalScope;

// A task of its own lets a cancel that has arrived be seen; a promise alone would not, and a timer waits 4 ms.
const channel = new MessageChannel();
const pause = () =>
  new Promise<void>((done) => {
    channel.port1.onmessage = () => done();
    channel.port2.postMessage(null);
  });

const desk = new Desk({
  post: (message, transfer = []) => self.postMessage(message, transfer),
  load: (threads, beforePool) =>
    chooseBuild(
      threads,
      {
        isolated: self.crossOriginIsolated,
        sharedMemory: typeof SharedArrayBuffer === 'function',
        cores: navigator.hardwareConcurrency,
      },
      { single: () => import('engine-single'), threads: () => import('engine-threads') },
      beforePool,
    ),
  pause,
  now: () => performance.now(),
});

self.onmessage = ({ data }: MessageEvent<ToWorker>) => desk.take(data);
// A rejection nobody waits for reaches the page as an error event, which the client listens to.
self.onunhandledrejection = (event) => {
  setTimeout(() => {
    throw event.reason;
  });
};
