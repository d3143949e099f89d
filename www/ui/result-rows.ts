// Turns a report into rows of the results table, filters them and puts them in order.
import type { Finding, Report, ScoreResult } from '../shared/report.ts';

export type ResultRow = {
  readonly sample: number;
  readonly score: number;
  readonly sampleId: string;
  readonly input: string;
  readonly result: ScoreResult;
  /** Trait or name in front, the id beneath. */
  readonly title: string;
  readonly excluded: number;
  readonly absent: number;
  readonly fix: number;
  readonly notes: number;
  readonly text: string;
};

export type Column =
  | 'name'
  | 'sample'
  | 'observed'
  | 'filled'
  | 'coverage'
  | 'matched'
  | 'excluded'
  | 'unmatched'
  | 'flags';
export type Shown = 'all' | 'complete' | 'part' | 'low' | 'look';
export type Order = { readonly column: Column; readonly down: boolean };

const enough = 0.75;

export function resultRows(report: Report): ResultRow[] {
  return report.samples.flatMap((sample, sampleIndex) =>
    sample.scores.map((result, scoreIndex): ResultRow => {
      const title = result.trait ?? result.name ?? result.id;
      return {
        sample: sampleIndex,
        score: scoreIndex,
        sampleId: sample.id,
        input: sample.input,
        result,
        title,
        excluded: Object.values(result.excluded).reduce((sum, rows) => sum + rows, 0),
        absent: result.unmatched + result.no_call,
        fix: count(result.findings, 'fix'),
        notes: count(result.findings, 'note'),
        text: [title, result.id, result.name ?? '', sample.id, sample.input].join('\n').toLowerCase(),
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

function fits(row: ResultRow, shown: Shown): boolean {
  const { rows } = row.result.coverage;
  if (shown === 'complete') return rows === 1;
  if (shown === 'part') return rows < 1;
  if (shown === 'low') return rows < enough;
  return shown === 'all' || row.fix > 0;
}

function key(row: ResultRow, column: Column): number | string | null {
  switch (column) {
    case 'name':
      return row.title;
    case 'sample':
      return row.sampleId;
    case 'observed':
      return row.result.observed_sum;
    case 'filled':
      return row.result.filled_sum;
    case 'coverage':
      return row.result.coverage.rows;
    case 'matched':
      return row.result.matched;
    case 'excluded':
      return row.excluded;
    case 'unmatched':
      return row.absent;
    case 'flags':
      return row.fix * 1000 + row.notes;
  }
}

function count(findings: readonly Finding[], severity: Finding['severity']): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
