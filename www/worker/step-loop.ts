// Steps a begun task to its end: step, post progress, let messages in, look for a cancel, step again.
import type { Session } from '../shared/engine-module.ts';
import type { Progress } from '../shared/protocol.ts';

/** A step should be short enough for a cancel to feel instant and long enough for the overhead not to count. */
const shortStepMs = 8;
const longStepMs = 40;
const leastBudget = 1 << 16;
const mostBudget = 1 << 24;
const firstBudget = 1 << 22;
/** One post for each frame of the page. */
const postEveryMs = 16;

export type LoopControl = {
  readonly cancelled: () => boolean;
  readonly post: (progress: Progress) => void;
  /** Gives waiting messages their turn. */
  readonly pause: () => Promise<void>;
  readonly now: () => number;
};

export async function stepLoop(session: Session, { cancelled, post, pause, now }: LoopControl): Promise<void> {
  let budget = firstBudget;
  let posted = Number.NEGATIVE_INFINITY;
  for (;;) {
    if (cancelled()) {
      session.cancel();
      throw { code: 'cancelled', place: {}, text: 'Stopped as asked.' };
    }
    const began = now();
    const { finished, ...progress } = session.step(budget);
    const ended = now();
    if (finished || ended - posted >= postEveryMs) {
      post(progress);
      posted = ended;
    }
    if (finished) return;
    if (ended - began < shortStepMs) budget = Math.min(budget * 2, mostBudget);
    else if (ended - began > longStepMs) budget = Math.max(budget / 2, leastBudget);
    await pause();
  }
}
