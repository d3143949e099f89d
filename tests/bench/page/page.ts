// Hands the chosen files to the worker that times the phases, one fresh worker for each run.
import type { FilesOfRun, Phases } from './phases.ts';

function measurePhases(): Promise<Phases> {
  const chosen = [...(document.querySelector<HTMLInputElement>('[data-testid="files"]')?.files ?? [])];
  const [person, personGz, score, scoreGz, scorePack] = chosen;
  if (!person || !personGz || !score || !scoreGz || !scorePack) throw new Error('five files are needed');
  const files: FilesOfRun = { person, personGz, score, scoreGz, scorePack };
  const worker = new Worker(new URL('./phases-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Phases>((done, fail) => {
    worker.onmessage = ({ data }: MessageEvent<Phases>) => done(data);
    worker.onerror = ({ message }) => fail(new Error(message));
    worker.postMessage(files);
  }).finally(() => worker.terminate());
}

Object.assign(globalThis, { measurePhases });
