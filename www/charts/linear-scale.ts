// Maps values to pixels along one axis.

export type LinearScale = (value: number) => number;

/** A scale from [low, high] to [from, to]; a domain of no width maps to `from`. */
export function linearScale(low: number, high: number, from: number, to: number): LinearScale {
  const span = high - low;
  return (value) => (span > 0 ? from + ((value - low) / span) * (to - from) : from);
}
