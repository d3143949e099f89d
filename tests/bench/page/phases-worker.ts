// Times each part of the work inside the worker, on one thread: reading the file, parsing with inflating, settling, scoring.
import start, { Session } from 'engine-single';
import type { FilesOfRun, Phases, Reading } from './phases.ts';

declare const self: DedicatedWorkerGlobalScope;

const stepBytes = 1 << 20;

let fetched = 0;
const readAsArrayBuffer = FileReaderSync.prototype.readAsArrayBuffer;
FileReaderSync.prototype.readAsArrayBuffer = function (blob) {
  const began = performance.now();
  const buffer = readAsArrayBuffer.call(this, blob);
  fetched += performance.now() - began;
  return buffer;
};

function reading(session: InstanceType<typeof Session>, begin: () => void, take: () => unknown): Reading {
  const whole = performance.now();
  let [parse_ms, parsed_share, fetch_ms, settle_ms] = [0, 0, 0, 0];
  fetched = 0;
  begin();
  let began = whole;
  for (let finished = false; !finished; ) {
    const progress = session.step(stepBytes);
    finished = progress.finished;
    if (finished) take();
    const took = performance.now() - began - fetched;
    if (finished) settle_ms = took;
    else {
      parse_ms += took;
      parsed_share = progress.done / progress.total;
    }
    fetch_ms += fetched;
    fetched = 0;
    began = performance.now();
  }
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
  session.takeReport();
  times.report = performance.now() - began;
  return times;
}

async function measure({ person, personGz, score, scoreGz }: FilesOfRun): Promise<Phases> {
  const began = performance.now();
  const { memory } = await start();
  const start_ms = performance.now() - began;
  const session = new Session();
  const open = (file: File) =>
    reading(
      session,
      () => session.beginOpen(file, file.name, null),
      () => session.takeOpened(),
    );
  const add = (file: File) =>
    reading(
      session,
      () => session.beginAddScore(file, file.name, null),
      () => session.takeAdded(),
    );
  // The person stays open while the score is read, as in the page; what is only timed is closed again.
  const ofPersonGz = open(personGz);
  session.close(0);
  const ofPerson = open(person);
  const ofScoreGz = add(scoreGz);
  const first = scoring(session);
  const memory_bytes = memory.buffer.byteLength;
  session.setOptions({ palindromes: 'keep' });
  const again = scoring(session);
  session.removeScore(0);
  const ofScore = add(score);
  session.free();
  return {
    start_ms,
    person: ofPerson,
    person_gz: ofPersonGz,
    score: ofScore,
    score_gz: ofScoreGz,
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
