// Writes the header line by which a CanRisk pedigree file takes a score: alpha and z, or why there is none.
// Source: CanRisk Pedigree Data v3 File Format Specification, File Header (alpha: the square root of the share of the overall
// polygenic variance that the score explains; zscore: the standard normal score).
import { normalQuantile } from '../shared/normal-quantile.ts';
import type { Report, ScoreResult } from '../shared/report.ts';
import { toldPercentile } from '../shared/told-percentile.ts';
import { pseudonyms } from './pseudonyms.ts';

/** Below this share of one group alpha, which is stated by group, does not hold; as src/calibration/expected.rs has it. */
const oneGroup = 0.85;

/** Closer to an end than this a percentile does not tell z any more. */
const nearestEnd = 1e-4;

/** Why there is no line: the pack says nothing of CanRisk, no percentile, whose sex or background alpha is not for. */
export type NoLine = 'no-alpha' | 'no-percentile' | 'other-sex' | 'mixed' | 'other-group' | 'at-the-end';

export type CanRiskLine = {
  readonly person: string;
  readonly score: string;
  /** "##PRS_BC=alpha=0.4362, zscore=0.5651", or why there is none. */
  readonly line: string | null;
  readonly why: NoLine | null;
};

/** For every score of every person. */
export function canRiskLines(report: Report): readonly CanRiskLine[] {
  const names = pseudonyms(report);
  return report.samples.flatMap(({ scores }, place) =>
    scores.map((score): CanRiskLine => {
      const found = lineOf(score);
      const about = { person: names[place] ?? '', score: score.id };
      return 'line' in found ? { ...about, line: found.line, why: null } : { ...about, line: null, why: found.why };
    }),
  );
}

/**
 * The z is that of the variants that the file holds, standardised over the same. These explain less than the whole score, so the
 * alpha written is the stated one times √(share of the score's variance that they hold).
 */
function lineOf({
  canrisk,
  percentile,
  absolute_risk: risk,
  z_norm2,
}: ScoreResult): { line: string } | { why: NoLine } {
  if (!canrisk) return { why: 'no-alpha' };
  const told = toldPercentile(percentile);
  if (!told) return { why: 'no-percentile' };
  if (risk && 'withheld' in risk && risk.withheld?.code === 'other-sex') return { why: 'other-sex' };
  if (told.share < oneGroup) return { why: 'mixed' };
  const stated = Object.hasOwn(canrisk.alpha, told.group) ? canrisk.alpha[told.group] : undefined;
  if (stated === undefined) return { why: 'other-group' };
  const isAtEnd = told.value < nearestEnd || told.value > 100 - nearestEnd;
  if (typeof z_norm2 !== 'number' && isAtEnd) return { why: 'at-the-end' };
  const z = typeof z_norm2 === 'number' ? z_norm2 : normalQuantile(told.value / 100);
  const alpha = stated * Math.sqrt(told.covered);
  return { line: `##${canrisk.variable}=alpha=${alpha.toFixed(4)}, zscore=${z.toFixed(4)}` };
}

/** The lines as a text to copy from, each under whose and which it is. CanRisk passes over header lines without "=". */
export function canRiskText(lines: readonly CanRiskLine[]): string {
  const plain = (text: string): string => text.replaceAll(/[=\s]+/g, ' ');
  return lines
    .filter(({ line }) => line !== null)
    .map(({ person, score, line }) => `## ${plain(person)}, ${plain(score)}\r\n${line}\r\n`)
    .join('');
}
