// Writes a saved report's results as CSV, with the columns of the engine's (`src/report/csv.rs`).
import type { Report } from '../shared/report.ts';

const columns = [
  'sample',
  'sex',
  'score',
  'name',
  'trait',
  'rows',
  'matched',
  'excluded',
  'unmatched',
  'no_call',
  'observed_sum',
  'filled_sum',
  'coverage_rows',
  'coverage_variance',
  'coverage_weight',
  'positions',
  'rules',
  'license',
  'citation',
];

/** A text that a spreadsheet would run as a formula gets a ' before it, as in the engine's own tables. */
function field(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=@+\-\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function reportCsv({ samples, options }: Report): string {
  const lines = samples.flatMap(({ id, sex, scores }) =>
    scores.map((score) =>
      [
        id,
        sex,
        score.id,
        score.name,
        score.trait,
        score.rows,
        score.matched,
        Object.values(score.excluded).reduce((sum, rows) => sum + rows, 0),
        score.unmatched,
        score.no_call,
        score.observed_sum,
        score.filled_sum,
        score.coverage.rows,
        score.coverage.variance,
        score.coverage.weight,
        score.positions,
        options.rules,
        score.license,
        score.citation,
      ]
        .map(field)
        .join(','),
    ),
  );
  return [columns.join(','), ...lines].map((line) => `${line}\r\n`).join('');
}
