// Times each part of the work inside the worker, on one thread: reading the file, parsing with inflating, settling, scoring.
import start, { Session, version } from 'engine-single';
import { warmUp } from '../../../www/worker/warm-up.ts';
import type { StoredFile } from '../../../www/shared/engine-module.ts';
import type { FilesOfRun, Phases, Reading } from './phases.ts';

declare const self: DedicatedWorkerGlobalScope;

const stepBytes = 1 << 20;
/** The browser compiles in the background what it has found to run often. */
const compileMs = 1000;

async function reading(
  session: InstanceType<typeof Session>,
  file: File,
  begin: (stored: StoredFile) => void,
  take: () => unknown,
): Promise<Reading> {
  let began = performance.now();
  const stored: StoredFile = { bytes: new Uint8Array(await file.arrayBuffer()), sha256: null };
  const fetch_ms = performance.now() - began;
  let [parse_ms, parsed_share, settle_ms] = [0, 0, 0];
  began = performance.now();
  begin(stored);
  for (let finished = false; !finished; ) {
    const progress = session.step(stepBytes);
    finished = progress.finished;
    if (finished) take();
    const took = performance.now() - began;
    if (finished) settle_ms = took;
    else {
      parse_ms += took;
      parsed_share = progress.done / progress.total;
    }
    began = performance.now();
  }
  stored.bytes = null;
  return { fetch_ms, parse_ms, parsed_share, settle_ms };
}

/** Times of the two phases of scoring, and of the answer. */
function scoring(session: InstanceType<typeof Session>): { scoring: number; hashing: number; report: number } {
  const times = { scoring: 0, hashing: 0, report: 0 };
  session.beginScore();
  for (let finished = false; !finished; ) {
    const began = performance.now();
    const progress = session.step(stepBytes);
    times[progress.phase === 'hashing' ? 'hashing' : 'scoring'] += performance.now() - began;
    finished = progress.finished;
  }
  const began = performance.now();
  session.takeOverview();
  times.report = performance.now() - began;
  return times;
}

async function measure({ person, personGz, score, scoreGz, scorePack }: FilesOfRun): Promise<Phases> {
  const began = performance.now();
  const { memory } = await start();
  const start_ms = performance.now() - began;
  // As the page does while nobody asks for anything.
  await warmUp(
    { default: start, Session, version },
    () => false,
    () => Promise.resolve(),
  );
  await new Promise((done) => setTimeout(done, compileMs));
  const session = new Session();
  const open = (file: File) =>
    reading(
      session,
      file,
      (stored) => session.beginOpen(file, file.name, stored),
      () => session.takeOpened(),
    );
  const add = (file: File) =>
    reading(
      session,
      file,
      (stored) => session.beginAddScore(file, file.name, stored),
      () => session.takeAdded(),
    );
  // The person stays open while the score is read, as in the page; what is only timed is closed again.
  await open(personGz);
  // The first file also pays for memory touched for the first time; the page's own times have that.
  session.close(0);
  const ofPersonGz = await open(personGz);
  session.close(0);
  const ofPerson = await open(person);
  await add(scoreGz);
  session.removeScore(0);
  const ofScoreGz = await add(scoreGz);
  const first = scoring(session);
  const memory_bytes = memory.buffer.byteLength;
  session.setOptions({ palindromes: 'keep' });
  const again = scoring(session);
  session.removeScore(0);
  const ofScore = await add(score);
  session.removeScore(0);
  const ofScorePack = await add(scorePack);
  session.free();
  return {
    start_ms,
    person: ofPerson,
    person_gz: ofPersonGz,
    score: ofScore,
    score_gz: ofScoreGz,
    score_pack: ofScorePack,
    score_ms: first.scoring,
    hash_ms: first.hashing,
    report_ms: first.report,
    again_ms: again.scoring + again.report,
    memory_bytes,
  };
}

self.onmessage = ({ data }: MessageEvent<FilesOfRun>) => {
  void measure(data).then((phases) => self.postMessage(phases));
};
// A rejection reaches the page as an error event.
self.onunhandledrejection = (event) => {
  setTimeout(() => {
    throw event.reason;
  });
};
