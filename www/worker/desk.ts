// Works on one request at a time: others wait in line, a cancel takes one out of the line or stops the one at work.
import type { EngineFault, FromWorker, Request, ToWorker } from '../shared/protocol.ts';
import type { Loaded } from './choose-build.ts';
import { stepLoop } from './step-loop.ts';
import { answerTask } from './tasks.ts';
import { warmUp } from './warm-up.ts';
import { WholeFiles } from './whole-files.ts';

export type DeskParts = {
  readonly post: (message: FromWorker, transfer?: Transferable[]) => void;
  readonly load: (threads: number | null, beforePool: () => void) => Promise<Loaded>;
  readonly pause: () => Promise<void>;
  readonly now: () => number;
};

type Waiting = { readonly id: number; readonly request: Request };

function isFault(thrown: unknown): thrown is EngineFault {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'text' in thrown;
}

export class Desk {
  #parts: DeskParts;
  #files = new WholeFiles();
  #line: Waiting[] = [];
  #atWork: { readonly id: number; cancelled: boolean } | null = null;
  #engine: (Loaded & { readonly session: InstanceType<Loaded['engine']['Session']> }) | null = null;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  take(message: ToWorker): void {
    if ('request' in message) {
      // What only looks something up can be done between two steps of what is at work.
      const { kind } = message.request;
      if ((kind === 'result' || kind === 'sort') && this.#engine) void this.#serve(message);
      else this.#line.push(message);
      if (!this.#atWork) void this.#work();
      return;
    }
    if (this.#atWork?.id === message.id) this.#atWork.cancelled = true;
    const place = this.#line.findIndex((waiting) => waiting.id === message.id);
    if (place < 0) return;
    this.#line.splice(place, 1);
    this.#parts.post({ id: message.id, error: { code: 'cancelled', place: {}, text: 'Stopped before it began.' } });
  }

  async #work(): Promise<void> {
    for (let next = this.#line.shift(); next; next = this.#line.shift()) {
      this.#atWork = { id: next.id, cancelled: false };
      await this.#serve(next);
      this.#atWork = null;
    }
  }

  /** Answers a request, or says what went wrong with it. */
  async #serve(waiting: Waiting): Promise<void> {
    const { id } = waiting;
    try {
      await this.#answer(waiting);
    } catch (thrown) {
      if (isFault(thrown)) {
        const { code, place = {}, text } = thrown;
        this.#parts.post({ id, error: { code, place, text } });
        return;
      }
      // A trap: the engine's memory may be half written, so nothing more is asked of it.
      const text = `The engine stopped: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
      this.#parts.post({ id, error: { code: 'internal', place: {}, text }, fatal: true });
      this.#line.length = 0;
    }
  }

  async #answer({ id, request }: Waiting): Promise<void> {
    const { post, load, pause, now } = this.#parts;
    if (request.kind === 'start') {
      const loaded = await load(request.threads, () => post({ id, starting: 'threads' }));
      this.#engine = { ...loaded, session: new loaded.engine.Session() };
      post({ id, answer: loaded.state, memory_bytes: loaded.memory.buffer.byteLength });
      const busy = () => this.#line.length > 0 || this.#atWork !== null;
      // After this answer, and only while nobody asks for anything. What goes wrong here goes wrong again where it counts.
      void pause()
        .then(() => warmUp(loaded.engine, busy, pause))
        .catch(() => {});
      return;
    }
    if (!this.#engine) throw { code: 'not-started', place: {}, text: 'The engine has not been started.' };
    const { session, memory } = this.#engine;
    const stepToEnd = () =>
      stepLoop(session, {
        cancelled: () => this.#atWork?.cancelled ?? false,
        post: (progress) => post({ id, progress }),
        pause,
        now,
      });
    const { answer, transfer } = await answerTask(session, request, this.#files, stepToEnd);
    post({ id, answer, memory_bytes: memory.buffer.byteLength }, transfer);
  }
}
