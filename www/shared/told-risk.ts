// Lets an absolute risk through only whole: with its band, the average and the test that it rests on.
import type { AbsoluteRisk } from './report.ts';

export type ToldRisk = Extract<AbsoluteRisk, { readonly value: number }>;

/** Null where there is none, or where a part of it is missing or cannot be. */
export function toldRisk(risk: AbsoluteRisk | undefined): ToldRisk | null {
  if (!risk || 'withheld' in risk) return null;
  const { value, low, high, level, average, citation, r2, accuracy_kept, from_years, to_years, curve } = risk;
  // A reopened report may hold anything, whatever its type says.
  const isShare = (number: unknown): boolean => typeof number === 'number' && number >= 0 && number <= 1;
  const isAge = (years: unknown): boolean => years === undefined || (typeof years === 'number' && years >= 0);
  const isWhole =
    [value, low, high, level, average, r2, accuracy_kept].every(isShare) &&
    low <= value &&
    value <= high &&
    level > 0 &&
    isAge(from_years) &&
    isAge(to_years) &&
    Array.isArray(curve) &&
    curve.every(
      (point) =>
        [point?.value, point?.low, point?.high, point?.average].every(isShare) &&
        isAge(point.age_years) &&
        point.low <= point.value &&
        point.value <= point.high,
    ) &&
    typeof citation === 'string' &&
    citation.trim() !== '';
  return isWhole ? risk : null;
}
