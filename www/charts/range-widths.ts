// Draws how wide the range is by how much of a score the file holds.
import { charts } from '../messages/en/charts.ts';
import { formatPercent } from '../shared/format-percent.ts';
import type { HowGoodFile } from '../shared/how-good.ts';
import { barRows } from './bar-rows.ts';
import type { Chart } from './chart.ts';

const words = charts.rangeWidths;

export function rangeWidths(name: string, files: readonly HowGoodFile[], width: number): Chart {
  const sorted = [...files].sort((one, other) => other.covered - one.covered);
  const [most, least] = [sorted[0], sorted.at(-1)];
  const points = (file: HowGoodFile | undefined): string => String(Math.round(file?.width ?? 0));
  const rows = sorted.map((file) => ({
    label: words.label(formatPercent(file.covered)),
    segments: [{ from: 0, to: file.width, kind: file.is_told ? ('mark' as const) : ('rest' as const) }],
    end: file.width,
    text: file.is_told ? words.value(points(file)) : words.withheld(points(file)),
  }));
  return {
    name,
    title: words.title(
      formatPercent(most?.covered ?? 0),
      points(most),
      formatPercent(least?.covered ?? 0),
      points(least),
    ),
    sentence: words.sentence,
    drawing: barRows({ width, rows, rowHeight: 30 }),
    readings: sorted.map((file) => words.reading(file.label, formatPercent(file.covered), points(file), file.is_told)),
    table: {
      columns: words.columns.map((label, place) => ({ label, numeric: place > 0 })),
      rows: sorted.map((file) => [
        file.label,
        formatPercent(file.covered),
        String(file.width),
        file.is_told ? words.yes : words.no,
      ]),
    },
  };
}
