// Draws the variants that move a sum most: a dot at each contribution.
import type { ScoreResult } from '../shared/report.ts';
import { formatSigned } from '../shared/format-signed.ts';
import { charts } from '../messages/en/charts.ts';
import { barRows } from './bar-rows.ts';
import type { Chart } from './chart.ts';

const shown = 12;

export function largestVariants(score: ScoreResult, width: number): Chart {
  const words = charts.largestVariants;
  const rows = score.largest.filter((row) => row.contribution !== 0).slice(0, shown);
  const [top] = rows;
  return {
    name: `${score.id}-largest-variants`,
    title: top === undefined ? words.nothing : words.title(top.variant, formatSigned(top.contribution)),
    sentence: words.sentence(rows.length),
    drawing: barRows({
      width,
      lollipop: true,
      rowHeight: 28,
      rows: rows.map((row) => ({
        label: words.label(row.variant, row.dosage, row.effect_allele),
        segments: [{ from: 0, to: row.contribution, kind: 'mark' }],
        end: row.contribution,
        text: formatSigned(row.contribution),
      })),
    }),
    readings: rows.map((row) =>
      words.reading(row.variant, row.dosage, row.effect_allele, row.effect_weight, formatSigned(row.contribution)),
    ),
    table: {
      columns: words.columns.map((label, index) => ({ label, numeric: index > 2 })),
      rows: score.largest.map((row) => [
        row.variant,
        row.chromosome ?? '',
        row.effect_allele,
        row.effect_weight,
        String(row.dosage),
        String(row.contribution),
      ]),
    },
  };
}
