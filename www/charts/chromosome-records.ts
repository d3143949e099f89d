// Draws how many records a file of a laboratory's or a study's has on each chromosome.
import type { GenotypeFile } from '../shared/report.ts';
import { formatCount } from '../shared/format-count.ts';
import { charts } from '../messages/en/charts.ts';
import { barRows } from './bar-rows.ts';
import type { Chart } from './chart.ts';

export function chromosomeRecords(file: GenotypeFile, width: number): Chart {
  const words = charts.chromosomeRecords;
  const rows = file.chromosomes.filter((row) => row.markers > 0);
  const most = [...rows].sort((one, other) => other.markers - one.markers)[0];
  return {
    name: 'chromosomes',
    title: words.title(formatCount(file.markers), rows.length),
    sentence: most === undefined ? words.empty : words.sentence(most.chromosome, formatCount(most.markers)),
    drawing: barRows({
      width,
      rowHeight: 22,
      rows: rows.map(({ chromosome, markers }) => ({
        label: chromosome,
        segments: [{ from: 0, to: markers, kind: 'rest' }],
        end: markers,
        text: formatCount(markers),
      })),
    }),
    readings: rows.map(({ chromosome, markers }) => words.reading(chromosome, formatCount(markers))),
    table: {
      columns: words.columns.map((label, index) => ({ label, numeric: index > 0 })),
      rows: rows.map(({ chromosome, markers }) => [chromosome, String(markers)]),
    },
  };
}
