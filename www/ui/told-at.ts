// Reads from an overview where one person stands under one score.
import type { Overview } from '../shared/overview.ts';

export type Standing = {
  readonly percentile: { readonly value: number; readonly low: number; readonly high: number } | null;
  /** Code of why there is none; null where nobody has compared. */
  readonly withheld: string | null;
};

export function toldAt({ scores, figures, withheld }: Overview, sample: number, score: number): Standing {
  const place = sample * scores.length + score;
  const at = (column: Float64Array): number => column[place] ?? Number.NaN;
  const { percentile: values, percentile_low, percentile_high } = figures;
  const [value, low, high] = [at(values), at(percentile_low), at(percentile_high)];
  // A percentile without its range is not one.
  if (low >= 0 && low <= value && value <= high && high <= 100)
    return { percentile: { value, low, high }, withheld: null };
  const code = figures.withheld[place] ?? 0;
  const damaged = Number.isNaN(value) ? null : 'not-a-number';
  return { percentile: null, withheld: code > 0 ? (withheld[code - 1] ?? 'not-a-number') : damaged };
}
