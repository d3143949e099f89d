// Lets a prediction of eye colour through only whole: every probability with its range, and what the model rests on.
import type { EyeColour } from './report.ts';

export type ToldEyeColour = Exclude<EyeColour, { readonly withheld: unknown }>;

export const eyeColours = ['blue', 'intermediate', 'brown'] as const;

/** Null where there is none, or where a part of it is missing or cannot be. */
export function toldEyeColour(told: EyeColour | undefined): ToldEyeColour | null {
  if (!told || 'withheld' in told) return null;
  // A reopened report may hold anything, whatever its type says.
  const isShare = (number: unknown): boolean => typeof number === 'number' && number >= 0 && number <= 1;
  const isText = (text: unknown): boolean => typeof text === 'string' && /\p{L}/u.test(text);
  const probabilities = eyeColours.map((colour) => told[colour]);
  const isWhole =
    probabilities.every(
      (one) => [one?.value, one?.low, one?.high].every(isShare) && one.low <= one.value && one.value <= one.high,
    ) &&
    Math.abs(probabilities.reduce((sum, { value }) => sum + value, 0) - 1) < 1e-6 &&
    isShare(told.called_min) &&
    told.called_min > 0.5 &&
    told.basis === 'irisplex' &&
    [told.citation, told.trained_in].every(isText) &&
    Array.isArray(told.missing) &&
    told.missing.every(isText) &&
    told.sites + told.missing.length === 6 &&
    told.call === (eyeColours.find((colour) => told[colour].low >= told.called_min) ?? 'undefined');
  return isWhole ? told : null;
}
