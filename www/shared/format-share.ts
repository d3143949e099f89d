// Writes a share from 0 to 1 as per cent, never rounding a part to nothing or to all.

/** 0.4416 → "44.2%"; a tiny share stays visible as "<0.1%" and an almost whole one as ">99.9%". */
export function formatShare(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return '–';
  if (share === 0) return '0%';
  if (share === 1) return '100%';
  if (share < 0.001) return '<0.1%';
  if (share > 0.999) return '>99.9%';
  return `${(share * 100).toFixed(1)}%`;
}
