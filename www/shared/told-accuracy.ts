// Lets a score's accuracy through only whole: with the test that it rests on, and a range of the genetic value with both its ends.
import type { Accuracy } from './report.ts';

/** Null where there is none, or where a part of it is missing or cannot be. */
export function toldAccuracy(accuracy: Accuracy | null | undefined): Accuracy | null {
  if (!accuracy) return null;
  const { r2, kept, is_measured, citation, heritability, genetic_low: low, genetic_high: high } = accuracy;
  // A reopened report may hold anything, whatever its type says.
  const within = (number: unknown, most: number): boolean =>
    typeof number === 'number' && number >= 0 && number <= most;
  const isWhole =
    within(r2, 1) &&
    // Shares of similarity add up to 1 but for rounding.
    within(kept, 1 + 1e-9) &&
    typeof is_measured === 'boolean' &&
    typeof citation === 'string' &&
    citation.trim() !== '' &&
    (heritability === null || within(heritability, 1)) &&
    (low === null ? high === null : high !== null && within(low, high) && within(high, 100));
  return isWhole ? accuracy : null;
}
