// Answers what the labs ask: closed forms at once, a run step by step with room for a cancel between two steps.
import type { LabsModule } from '../shared/labs-module.ts';
import type { FromLabs, LabsAnswers, LabsRequest, ToLabs } from '../shared/labs-protocol.ts';
import type { PhaseSettings, PhaseStep, Shared } from '../shared/labs.ts';
import type { EngineFault } from '../shared/protocol.ts';
import { loadedFiles } from './loaded-files.ts';

export type LabsDeskParts = {
  readonly post: (message: FromLabs) => void;
  readonly load: () => Promise<LabsModule>;
  /** Gives waiting messages their turn. */
  readonly pause: () => Promise<void>;
  readonly now: () => number;
};

/** One post for each frame of the page. */
const postEveryMs = 16;

const cancelled: EngineFault = { code: 'cancelled', place: {}, text: 'Stopped as asked.' };

function isFault(thrown: unknown): thrown is EngineFault {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'text' in thrown;
}

export class LabsDesk {
  readonly #parts: LabsDeskParts;
  readonly #running = new Set<number>();
  #module: Promise<LabsModule> | null = null;

  constructor(parts: LabsDeskParts) {
    this.#parts = parts;
  }

  take(message: ToLabs): void {
    if ('cancel' in message) this.#running.delete(message.id);
    else void this.#serve(message.id, message.request);
  }

  async #serve(id: number, request: LabsRequest): Promise<void> {
    const { post } = this.#parts;
    this.#running.add(id);
    try {
      post({ id, answer: await this.#answer(id, request) });
    } catch (thrown) {
      if (isFault(thrown)) {
        const { code, place = {}, text } = thrown;
        post({ id, error: { code, place, text } });
      } else {
        const text = `The lab stopped: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
        post({ id, error: { code: 'internal', place: {}, text }, fatal: true });
      }
    } finally {
      this.#running.delete(id);
    }
  }

  #load(): Promise<LabsModule> {
    this.#module ??= this.#parts.load().then(async (module) => {
      await module.default();
      this.#parts.post({ loaded: loadedFiles() });
      return module;
    });
    return this.#module;
  }

  async #answer(id: number, request: LabsRequest): Promise<LabsAnswers[keyof LabsAnswers]> {
    const module = await this.#load();
    switch (request.kind) {
      case 'phase':
        return this.#run(id, module, request.settings);
      case 'phase-curves':
        return module.phaseCurves(request.settings);
      case 'data':
        return module.dataCurves(request.settings);
      case 'flips':
        return module.flipCurves(request.settings);
      case 'edits':
        return module.editCurves(request.settings);
      case 'share':
        return share(module, request.files);
    }
  }

  async #run(id: number, module: LabsModule, settings: PhaseSettings): Promise<PhaseStep> {
    const { post, pause, now } = this.#parts;
    // What was cancelled while the module was on its way is not begun.
    await pause();
    if (!this.#running.has(id)) throw cancelled;
    const lab = new module.PhaseLab(settings);
    try {
      let posted = Number.NEGATIVE_INFINITY;
      for (;;) {
        await pause();
        if (!this.#running.has(id)) throw cancelled;
        const step = lab.step();
        if (step.finished) return step;
        if (now() - posted < postEveryMs) continue;
        posted = now();
        post({ id, step });
      }
    } finally {
      lab.free();
    }
  }
}

function share(module: LabsModule, files: readonly { readonly name: string; readonly blob: Blob }[]): Shared {
  const lab = new module.SharingLab();
  try {
    for (const file of files) lab.add(file);
    const sharing = lab.compare();
    return { sharing, moved: sharing.predictors.map((_, target) => lab.moveOne(target)) };
  } finally {
    lab.free();
  }
}
