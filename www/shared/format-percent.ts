// Writes a share from 0 to 1 in whole per cent, for shares whose error is larger than a tenth of one.

/** 0.9962 → ">99%": a part is never rounded to nothing or to all. */
export function formatPercent(share: number): string {
  if (share > 0 && share < 0.005) return '<1%';
  if (share < 1 && share >= 0.995) return '>99%';
  return `${Math.round(share * 100)}%`;
}
