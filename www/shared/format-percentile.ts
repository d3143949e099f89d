// Writes a percentile as a whole number, never as nothing or as all.

/** 71.4 → "71"; below 1 it is "<1", above 99 ">99". */
export function formatPercentile(percentile: number): string {
  if (!Number.isFinite(percentile)) return '–';
  if (percentile < 1) return '<1';
  if (percentile > 99) return '>99';
  return String(Math.round(percentile));
}
