// Turns a risk into people one can picture: of a hundred, or of a thousand where a hundred would be too few to show it.
import type { ToldRisk } from './told-risk.ts';

/** Counts of people among `of`; the range is rounded outwards, so that it holds what it held. */
export type PeopleOf = {
  readonly of: 100 | 1000;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly average: number;
};

/** `among`: as another risk beside it is counted. */
export function peopleOf(
  { value, low, high, average }: Pick<ToldRisk, 'value' | 'low' | 'high' | 'average'>,
  among?: 100 | 1000,
): PeopleOf {
  const of = among ?? (Math.min(value, average) < 0.01 ? 1000 : 100);
  // 0.14 × 100 is 14.000000000000002.
  const tiny = 1e-9;
  return {
    of,
    value: Math.round(value * of),
    low: Math.floor(low * of + tiny),
    high: Math.ceil(high * of - tiny),
    average: Math.round(average * of),
  };
}
