// Lets an absolute risk through only whole: with its band, the average and the test that it rests on.
import type { AbsoluteRisk, FamilyHistory } from './report.ts';

export type ToldRisk = Extract<AbsoluteRisk, { readonly value: number }>;

/** Null where there is none, or where a part of it is missing or cannot be. */
export function toldRisk(risk: AbsoluteRisk | undefined): ToldRisk | null {
  if (!risk || 'withheld' in risk) return null;
  const { value, low, high, level, average, citation, r2, accuracy_kept, from_years, to_years, curve } = risk;
  const { family_history: history } = risk;
  // A reopened report may hold anything, whatever its type says.
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
    isHistory(history) &&
    typeof citation === 'string' &&
    citation.trim() !== '';
  return isWhole ? risk : null;
}

function isShare(number: unknown): boolean {
  return typeof number === 'number' && number >= 0 && number <= 1;
}

/** A risk that holds what is said of a relative is told with the one that does not, or with why it does not. */
function isHistory(history: FamilyHistory | undefined): boolean {
  if (history === undefined) return true;
  if (history?.relative !== 'affected' && history?.relative !== 'unaffected') return false;
  if (history.withheld) return typeof history.withheld.why === 'string' && typeof history.withheld.help === 'string';
  const { heritability, without } = history;
  return (
    isShare(heritability) &&
    [without?.value, without?.low, without?.high].every(isShare) &&
    without.low <= without.value &&
    without.value <= without.high
  );
}
