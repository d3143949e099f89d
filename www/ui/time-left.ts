// Guesses how long something still takes, by a smoothed rate, so that the words do not jump about.

/** Nothing is said before this much has been seen of it. */
const quietMs = 2_000;
/** How far back the rate looks, and how often it is taken and the words may change. */
const memoryMs = 4_000;
const takeEveryMs = 250;
const sayEveryMs = 1_000;
/** What was said is taken back only when it is this much too short, for so long. */
const tooShort = 1.3;
const patienceMs = 3_000;

type Start = { readonly at: number; readonly done: number; readonly total: number };

/** Seconds in steps that a person would name: 5 s, then 10 s, then minutes, then quarters of an hour. */
export function roundSeconds(seconds: number): number {
  const step = seconds <= 30 ? 5 : seconds <= 90 ? 10 : seconds <= 3_600 ? 60 : 900;
  return Math.max(step, Math.round(seconds / step) * step);
}

export class TimeLeft {
  #start: Start | null = null;
  #last: { at: number; done: number } = { at: 0, done: 0 };
  /** Units a millisecond. */
  #rate: number | null = null;
  #said: { readonly seconds: number; readonly at: number } | null = null;
  /** Since when what was said is too short. */
  #shortSince: number | null = null;

  /** Takes how far it is at `now`, in milliseconds; answers with rounded seconds, or null while nothing can be said. */
  see(done: number, total: number, now: number): number | null {
    const start = this.#start;
    if (start === null || total !== start.total || done < this.#last.done) {
      this.#start = { at: now, done, total };
      this.#last = { at: now, done };
      this.#rate = null;
      this.#said = null;
      this.#shortSince = null;
      return null;
    }
    const passed = now - this.#last.at;
    if (passed >= takeEveryMs) {
      const rate = (done - this.#last.done) / passed;
      const weight = 1 - Math.exp(-passed / memoryMs);
      // Over the first seconds the rate is that since the start.
      this.#rate =
        this.#rate === null || now - start.at < memoryMs
          ? (done - start.done) / (now - start.at)
          : this.#rate + weight * (rate - this.#rate);
      this.#last = { at: now, done };
    }
    if (now - start.at < quietMs || !this.#rate || total <= 0) return null;
    this.#say((total - done) / this.#rate / 1000, now);
    return this.#said?.seconds ?? null;
  }

  #say(seconds: number, now: number): void {
    const said = this.#said;
    if (said !== null && now - said.at < sayEveryMs) return;
    const rounded = roundSeconds(seconds);
    const isShort = said !== null && seconds > said.seconds * tooShort;
    this.#shortSince = isShort ? (this.#shortSince ?? now) : null;
    const isOutdated = this.#shortSince !== null && now - this.#shortSince >= patienceMs;
    if (said === null || rounded < said.seconds || isOutdated) this.#said = { seconds: rounded, at: now };
  }
}
