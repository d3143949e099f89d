// Draws how much each chromosome adds to a sum: bars to both sides of nothing.
import type { ScoreResult } from '../shared/report.ts';
import { formatCount } from '../shared/format-count.ts';
import { formatSigned } from '../shared/format-signed.ts';
import { charts } from '../messages/en/charts.ts';
import { barRows } from './bar-rows.ts';
import type { Chart } from './chart.ts';

export function chromosomeSums(score: ScoreResult, width: number): Chart {
  const words = charts.chromosomeSums;
  const rows = score.chromosomes;
  const ordered = [...rows].sort((one, other) => Math.abs(other.sum) - Math.abs(one.sum));
  const top = ordered[0];
  const up = rows.filter((row) => row.sum > 0);
  const down = rows.filter((row) => row.sum < 0);
  const total = (some: typeof rows): number => some.reduce((sum, row) => sum + row.sum, 0);
  return {
    name: `${score.id}-chromosomes`,
    title: top === undefined || top.sum === 0 ? words.nothing : words.title(top.chromosome, formatSigned(top.sum)),
    sentence: words.sentence(up.length, formatSigned(total(up)), down.length, formatSigned(total(down))),
    drawing: barRows({
      width,
      rows: rows.map((row) => ({
        label: row.chromosome,
        segments: [{ from: 0, to: row.sum, kind: 'mark' }],
        end: row.sum,
        text: row.matched === 0 ? words.none : formatSigned(row.sum),
      })),
    }),
    readings: rows.map((row) => words.reading(row.chromosome, formatSigned(row.sum), row.matched, row.rows)),
    table: {
      columns: words.columns.map((label, index) => ({ label, numeric: index > 0 })),
      rows: rows.map((row) => [row.chromosome, formatCount(row.rows), formatCount(row.matched), String(row.sum)]),
    },
  };
}
