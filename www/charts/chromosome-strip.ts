// Draws how many markers a genotype file has on each chromosome, and how many of them were read.
import type { GenotypeFile } from '../shared/report.ts';
import { formatCount } from '../shared/format-count.ts';
import { formatShare } from '../shared/format-share.ts';
import { charts } from '../messages/en/charts.ts';
import { barRows } from './bar-rows.ts';
import type { Chart } from './chart.ts';

export function chromosomeStrip(file: GenotypeFile, width: number): Chart {
  const words = charts.chromosomeStrip;
  const rows = file.chromosomes.filter((row) => row.markers > 0);
  const rate = (row: (typeof rows)[number]): number => row.called / row.markers;
  const lowest = [...rows].sort((one, other) => rate(one) - rate(other))[0];
  return {
    name: 'chromosomes',
    title: words.title(rows.length, formatShare(file.call_rate ?? 0)),
    sentence: lowest === undefined ? words.empty : words.sentence(lowest.chromosome, formatShare(rate(lowest))),
    drawing: barRows({
      width,
      rowHeight: 22,
      rows: rows.map((row) => ({
        label: row.chromosome,
        segments: [
          { from: 0, to: row.called, kind: 'rest' },
          { from: row.called, to: row.markers, kind: 'faint' },
        ],
        end: row.markers,
        text: width < 480 ? formatShare(rate(row)) : words.value(formatCount(row.markers), formatShare(rate(row))),
      })),
    }),
    readings: rows.map((row) =>
      words.reading(row.chromosome, formatCount(row.called), formatCount(row.markers), formatShare(rate(row))),
    ),
    table: {
      columns: words.columns.map((label, index) => ({ label, numeric: index > 0 })),
      rows: rows.map((row) => [
        row.chromosome,
        String(row.markers),
        String(row.called),
        String(row.markers - row.called),
      ]),
    },
  };
}
