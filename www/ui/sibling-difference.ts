// Finds how far two people's percentiles are apart, in standard deviations, with an interval.
import { normalQuantile } from '../shared/normal-quantile.ts';

type Told = { readonly value: number; readonly low: number; readonly high: number };

export type Difference = Told;

/**
 * First less second, at the level of the two intervals; null where a number lies at an end, where there is no distance.
 *
 * Each end of the interval joins the two people's own errors on the sides that move the difference that way, as if they were
 * independent: errors that siblings share would make it narrower. Source: Zou & Donner 2008, Statistics in Medicine 27:1693.
 */
export function siblingDifference(one: Told, other: Told): Difference | null {
  const ends = [one.value, one.low, one.high, other.value, other.low, other.high];
  if (!ends.every((percentile) => percentile > 0 && percentile < 100)) return null;
  const [a, aLow, aHigh, b, bLow, bHigh] = ends.map((percentile) => normalQuantile(percentile / 100)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const value = a - b;
  return { value, low: value - Math.hypot(a - aLow, bHigh - b), high: value + Math.hypot(aHigh - a, b - bLow) };
}
