// Turns an overview into rows of the results table, one for each score of each sample, filters them and puts them in order.
import type { Overview } from '../shared/overview.ts';
import { percentileAt } from './percentile-at.ts';
import type { PercentileAt } from './percentile-at.ts';

export type ResultRow = PercentileAt & {
  readonly sample: number;
  readonly score: number;
  readonly sampleId: string;
  readonly id: string;
  /** Trait or name in front, the id beneath. */
  readonly title: string;
  readonly rows: number;
  readonly observed: number;
  readonly filled: number | null;
  /** matched ÷ rows. */
  readonly coverage: number;
  readonly matched: number;
  readonly excluded: number;
  readonly absent: number;
  readonly fix: number;
  readonly notes: number;
  /** Places that the sample's file does not list count as the reference. */
  readonly assumed: boolean;
  readonly text: string;
};

export type Column =
  | 'name'
  | 'sample'
  | 'percentile'
  | 'observed'
  | 'filled'
  | 'coverage'
  | 'matched'
  | 'excluded'
  | 'unmatched'
  | 'flags';
export type Shown = 'all' | 'complete' | 'part' | 'low' | 'look' | 'told' | 'withheld';
export type Order = { readonly column: Column; readonly down: boolean };

const enough = 0.75;

/** Whether somebody has a percentile, or would have one but for their file: else there is nothing for a column to say. */
export function hasPercentiles({ figures, withheld }: Overview): boolean {
  return (
    figures.percentile.some((value) => !Number.isNaN(value)) ||
    figures.withheld.some((code) => code > 0 && withheld[code - 1] !== 'no-basis')
  );
}

export function resultRows(overview: Overview): ResultRow[] {
  const { samples, scores, figures } = overview;
  return samples.flatMap((sample, sampleIndex) =>
    scores.map((score, scoreIndex): ResultRow => {
      const place = sampleIndex * scores.length + scoreIndex;
      const at = (column: Float64Array | Uint32Array): number => column[place] ?? Number.NaN;
      const title = score.trait ?? score.name ?? score.id;
      const filled = at(figures.filled_sum);
      const matched = at(figures.matched);
      return {
        sample: sampleIndex,
        score: scoreIndex,
        sampleId: sample.id,
        id: score.id,
        title,
        rows: score.rows,
        observed: at(figures.observed_sum),
        filled: Number.isNaN(filled) ? null : filled,
        coverage: score.rows === 0 ? 0 : matched / score.rows,
        matched,
        excluded: at(figures.excluded),
        absent: at(figures.unmatched) + at(figures.no_call),
        fix: at(figures.fixes),
        notes: at(figures.notes),
        assumed: sample.absent === 'hom-ref',
        ...percentileAt(overview, place),
        text: [title, score.id, score.name ?? '', sample.id, sample.input].join('\n').toLowerCase(),
      };
    }),
  );
}

export function chooseRows(
  rows: readonly ResultRow[],
  words: string,
  shown: Shown,
  order: Order | null,
): readonly ResultRow[] {
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const some = rows.filter((row) => fits(row, shown) && wanted.every((word) => row.text.includes(word)));
  if (order === null) return some;
  const turn = order.down ? -1 : 1;
  return some.sort((one, other) => {
    const [left, right] = [key(one, order.column), key(other, order.column)];
    // What is not known stands last whichever way the column is turned.
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (typeof left === 'string' || typeof right === 'string')
      return turn * String(left).localeCompare(String(right), 'en', { numeric: true });
    return turn * (left - right);
  });
}

function fits({ coverage, fix, percentile, withheld }: ResultRow, shown: Shown): boolean {
  if (shown === 'told') return percentile !== null;
  if (shown === 'withheld') return withheld !== null;
  if (shown === 'complete') return coverage === 1;
  if (shown === 'part') return coverage < 1;
  if (shown === 'low') return coverage < enough;
  return shown === 'all' || fix > 0;
}

function key(row: ResultRow, column: Column): number | string | null {
  switch (column) {
    case 'name':
      return row.title;
    case 'sample':
      return row.sampleId;
    case 'percentile':
      return row.percentile?.value ?? null;
    case 'observed':
      return row.observed;
    case 'filled':
      return row.filled;
    case 'coverage':
      return row.coverage;
    case 'matched':
      return row.matched;
    case 'excluded':
      return row.excluded;
    case 'unmatched':
      return row.absent;
    case 'flags':
      return row.fix * 1000 + row.notes;
  }
}
