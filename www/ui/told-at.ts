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
  const percentile = {
    value: at(figures.percentile),
    low: at(figures.percentile_low),
    high: at(figures.percentile_high),
  };
  const code = withheld[(figures.withheld[place] ?? 0) - 1] ?? null;
  const isWhole = code === null && Object.values(percentile).every(Number.isFinite);
  return { percentile: isWhole ? percentile : null, withheld: code };
}
