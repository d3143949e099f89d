// Writes a sum out so that its printed lines add up by hand, digit for digit, to the printed total.
import type { Contribution, ScoreResult } from '../shared/report.ts';

export type WorkedSum = {
  readonly terms: readonly { readonly row: Contribution; readonly text: string }[];
  /** Counted rows that are not written out, and what they add together. */
  readonly rest: { readonly count: number; readonly text: string; readonly nothing: boolean } | null;
  /** What rounding each line leaves over, where anything is left. */
  readonly rounding: string | null;
  readonly total: string;
};

const mostDecimals = 17;
const digitsOfLargest = 6;

export function workedSum(score: ScoreResult, written = 12): WorkedSum {
  const rows = score.largest.slice(0, written);
  const decimals = decimalsFor(score.observed_sum, rows);
  const scaled = rows.map((row) => scale(row.contribution, decimals));
  const total = scale(score.observed_sum, decimals);
  const left = total - scaled.reduce((sum, one) => sum + one, 0n);
  const count = score.matched - rows.length;
  // The report lists the largest first, at most twenty: where it stops earlier, what is left adds nothing.
  const nothing =
    rows.some((row) => row.contribution === 0) || (score.largest.length === rows.length && rows.length < 20);
  return {
    terms: rows.map((row, index) => ({ row, text: unscale(scaled[index] ?? 0n, decimals) })),
    rest: count > 0 ? { count, text: unscale(nothing ? 0n : left, decimals), nothing } : null,
    rounding: (nothing || count <= 0) && left !== 0n ? unscale(left, decimals) : null,
    total: unscale(total, decimals),
  };
}

/** As many as the contributions need, but no more than show six digits of the largest. */
function decimalsFor(total: number, rows: readonly Contribution[]): number {
  const needed = Math.max(0, ...rows.map((row) => decimalsIn(row.contribution)));
  const largest = Math.max(Math.abs(total), ...rows.map((row) => Math.abs(row.contribution)));
  if (largest === 0) return 0;
  const enough = Math.max(4, digitsOfLargest - 1 - Math.floor(Math.log10(largest)));
  return Math.min(needed, enough, mostDecimals);
}

/** Decimals of the shortest text that stands for the value to twelve digits: 0.1186 has four, whatever binary makes of it. */
function decimalsIn(value: number): number {
  const [digits = '', power = '0'] = Number(value.toPrecision(12)).toExponential().split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(power));
}

function scale(value: number, decimals: number): bigint {
  return BigInt(value.toFixed(decimals).replace('.', ''));
}

function unscale(value: bigint, decimals: number): string {
  const sign = value < 0n ? '−' : '';
  const digits = String(value < 0n ? -value : value).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-decimals)}`;
}
