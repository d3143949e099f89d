// Reads one percentile of an overview: whole, with its range, or why it is withheld.
import type { Overview } from '../shared/overview.ts';

export type PercentileAt = {
  /** Null where there is none, or where its range is not there. */
  readonly percentile: { readonly value: number; readonly low: number; readonly high: number } | null;
  /** Code of why there is no percentile; null where there is one, and where nobody has compared. */
  readonly withheld: string | null;
};

/** `place` is sample × scores + score. */
export function percentileAt({ figures, withheld }: Overview, place: number): PercentileAt {
  const at = (column: Float64Array | Uint32Array): number => column[place] ?? Number.NaN;
  const [value, low, high] = [at(figures.percentile), at(figures.percentile_low), at(figures.percentile_high)];
  if (low >= 0 && low <= value && value <= high && high <= 100)
    return { percentile: { value, low, high }, withheld: null };
  const code = at(figures.withheld);
  if (code > 0) return { percentile: null, withheld: withheld[code - 1] ?? 'not-a-number' };
  // A percentile without its range is not one.
  return { percentile: null, withheld: Number.isNaN(value) ? null : 'not-a-number' };
}
