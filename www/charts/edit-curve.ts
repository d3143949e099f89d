// Draws what a plan of edits gains with each of them: on average, and if every edited variant is a cause.
import { labEdits as words } from '../messages/en/lab-edits.ts';
import { formatFigure } from '../shared/format-figure.ts';
import type { EditCurves } from '../shared/labs.ts';
import type { Chart } from './chart.ts';
import { curves } from './curves.ts';
import { evenTicks } from './even-ticks.ts';

/** Every so many points one is read and stands in the table. */
const readEvery = 4;

export function editCurve(name: string, { points, expected, intended, edits }: EditCurves, width: number): Chart {
  const text = words.chart;
  const read = points.filter((point, at) => at > 0 && (at % readEvery === 0 || point.edits === edits));
  const most = Math.max(1, edits);
  const high = Math.max(0.1, ...points.map((point) => point.intended));
  const line = (of: 'expected' | 'intended'): readonly (readonly [number, number])[] =>
    points.map((point) => [point.edits, point[of]]);
  return {
    name,
    title: text.title(formatFigure(expected), formatFigure(intended)),
    sentence: text.sentence,
    drawing: curves(
      {
        x: { low: 0, high: most, ticks: evenTicks(most), label: text.axis },
        y: { low: 0, high, ticks: evenTicks(high), label: text.gained },
        curves: [
          {
            look: 'second',
            line: line('intended'),
            dots: [],
            label: text.intended,
            labelAt: most * 0.6,
            side: 'above',
          },
          { look: 'first', line: line('expected'), dots: [], label: text.expected, labelAt: most * 0.6, side: 'below' },
        ],
        rules: [],
        marks: read.map((point) => point.edits),
      },
      width,
    ),
    readings: read.map((point) =>
      text.reading(
        formatFigure(point.edits),
        point.expected.toFixed(2),
        point.intended.toFixed(2),
        point.free.toFixed(2),
      ),
    ),
    table: {
      columns: text.columns.map((label) => ({ label, numeric: true })),
      rows: read.map((point) => [
        formatFigure(point.edits),
        point.expected.toFixed(3),
        point.intended.toFixed(3),
        point.free.toFixed(3),
      ]),
    },
  };
}
