// Lets an AUC through only whole: within its interval, with who was counted and the test that it rests on.
import type { Discrimination } from './report.ts';

/** Null where there is none, or where a part of it is missing or cannot be. */
export function toldDiscrimination(of: Discrimination | null | undefined): Discrimination | null {
  if (!of) return null;
  const { auc, low, high, people, cases, group, citation } = of;
  // A reopened report may hold anything, whatever its type says.
  const isShare = (number: unknown): boolean => typeof number === 'number' && number >= 0 && number <= 1;
  const isWhole =
    [auc, low, high].every(isShare) &&
    low <= auc &&
    auc <= high &&
    [people, cases].every(Number.isInteger) &&
    cases > 0 &&
    cases < people &&
    (group === null || (typeof group === 'string' && group !== '')) &&
    typeof citation === 'string' &&
    citation.trim() !== '';
  return isWhole ? of : null;
}
