// Writes the ends of a range of shares from 0 to 1 in whole per cent, rounded outwards, so that it holds what it held.

export function percentRange(low: number, high: number): readonly [string, string] {
  // 0.97 × 100 is 97 and 0.07 × 100 is 7.000000000000001.
  const tiny = 1e-9;
  return [`${Math.floor(low * 100 + tiny)}`, `${Math.ceil(high * 100 - tiny)}`];
}
