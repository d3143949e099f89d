// Puts an interval around a share from 0 to 1 that has a standard error.

/** Half the width of a 90 % interval in standard errors: Φ⁻¹(0.95). The percentiles of the report have the same level. */
export const halfWidth = 1.6449;

export type ShareInterval = { readonly low: number; readonly high: number };

/** Shares end at nothing and at all; null where the error is not known. */
export function shareInterval(share: number, error: number | null): ShareInterval | null {
  if (error === null || !Number.isFinite(error)) return null;
  return { low: Math.max(0, share - halfWidth * error), high: Math.min(1, share + halfWidth * error) };
}
