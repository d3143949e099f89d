// Lets a percentile through only whole: with its interval and what it rests on.
import type { Percentile } from './report.ts';

export type ToldPercentile = Extract<Percentile, { readonly withheld: null }>;

/** Null where there is none, or where a part of it is missing or cannot be. */
export function toldPercentile(percentile: Percentile | undefined): ToldPercentile | null {
  if (!percentile || percentile.withheld !== null) return null;
  const { value, low, high, level, basis, group, share, covered } = percentile;
  // A reopened report may hold anything, whatever its type says.
  const within = (number: unknown, most: number): boolean =>
    typeof number === 'number' && number >= 0 && number <= most;
  const isWhole =
    [value, low, high].every((number) => within(number, 100)) &&
    low <= value &&
    value <= high &&
    [level, share, covered].every((number) => within(number, 1)) &&
    level > 0 &&
    (basis === 'frequencies' || basis === 'components') &&
    typeof group === 'string' &&
    group !== '';
  return isWhole ? percentile : null;
}
