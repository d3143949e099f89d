// Leaves each request's time in the browser's own performance timeline, for benches and for developers.
import type { EngineState, InputFile } from '../shared/protocol.ts';

export type Measured = 'open' | 'add-score' | 'score';

/** What a measure `tallele:…` carries as its detail. */
export type MeasureDetail = {
  /** The file's name; empty for scoring, which has none. */
  readonly name: string;
  readonly bytes: number;
  /** The most memory that the engine has taken so far. */
  readonly memory_bytes: number;
  readonly variant: EngineState['variant'] | null;
  readonly threads: number;
};

/** Measures from `start`, a time of `performance.now()`, to now. */
export function measure(what: Measured, start: number, file: InputFile | null, state: EngineState | null): void {
  const detail: MeasureDetail = {
    name: file?.name ?? '',
    bytes: file?.blob.size ?? 0,
    memory_bytes: state?.memory_bytes ?? 0,
    variant: state?.variant ?? null,
    threads: state?.threads ?? 0,
  };
  performance.measure(`tallele:${what}`, { start, detail });
}
