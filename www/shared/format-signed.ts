// Writes a contribution with its sign, so that a list of them can be added up by eye.
import { formatSum } from './format-sum.ts';

/** 0.1186 → "+0.1186"; −0.02 → "−0.02". */
export function formatSigned(value: number, digits = 4): string {
  const text = formatSum(value, digits);
  return value > 0 ? `+${text}` : text;
}
