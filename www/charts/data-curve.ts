// Draws how accuracy grows with people, towards the heritability, and the accuracy that is wanted.
import { labData as words } from '../messages/en/lab-data.ts';
import { formatFigure } from '../shared/format-figure.ts';
import type { DataCurves, DataSettings } from '../shared/labs.ts';
import type { Chart } from './chart.ts';
import type { Rule } from './curves.ts';
import { curves } from './curves.ts';

/** Every so many points of the curve one is read and stands in the table: four in each tenfold. */
const readEvery = 4;
const tenfolds = [1e3, 1e4, 1e5, 1e6, 1e7];

export function dataCurve(name: string, settings: DataSettings, found: DataCurves, width: number): Chart {
  const { h2, within } = settings;
  const { points, wanted, people } = found;
  const figure = formatFigure;
  const read = points.filter((_, at) => at % readEvery === 0);
  const most = Math.min(1, Math.max(h2 * 1.15, (wanted ?? 0) * 1.1));
  const step = most > 0.6 ? 0.2 : most > 0.25 ? 0.1 : 0.05;
  const isAbove = wanted !== null && wanted > h2;
  const along = 0.02;
  const rules: readonly Rule[] = [
    { at: h2, axis: 'y', label: words.limit(figure(h2)), side: isAbove ? 'below' : 'above', along },
    ...(wanted === null
      ? []
      : [
          {
            at: wanted,
            axis: 'y',
            label: words.residual(figure(within)),
            side: isAbove ? 'above' : 'below',
            along,
          } as const,
        ]),
  ];
  return {
    name,
    title: words.at(figure(1e6), (points.find((point) => Math.abs(point.people - 1e6) < 1)?.accuracy ?? 0).toFixed(3)),
    sentence: words.drawn,
    drawing: curves(
      {
        x: {
          low: 1e3,
          high: 1e7,
          isLog: true,
          ticks: tenfolds.map((at) => ({ at, text: figure(at) })),
          label: words.axis,
        },
        y: {
          low: 0,
          high: most,
          ticks: Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, at) => ({
            at: at * step,
            text: (at * step).toFixed(2),
          })),
          label: words.accuracy,
        },
        curves: [
          {
            look: 'second',
            line: points.map((point) => [point.people, point.self_consistent]),
            dots: [],
            label: words.selfConsistent,
            labelAt: 8e4,
            side: 'above',
          },
          {
            look: 'first',
            line: points.map((point) => [point.people, point.accuracy]),
            dots: people !== null && wanted !== null && people <= 1e7 ? [[people, wanted]] : [],
            label: words.accuracy,
            labelAt: 2.5e5,
            side: 'below',
          },
        ],
        rules,
        marks: read.map((point) => point.people),
      },
      width,
    ),
    readings: read.map(({ people: count, accuracy, self_consistent, residual }) =>
      words.reading(figure(count), accuracy.toFixed(3), self_consistent.toFixed(3), figure(residual)),
    ),
    table: {
      columns: words.columns.map((label) => ({ label, numeric: true })),
      rows: read.map(({ people: count, accuracy, self_consistent, residual }) => [
        figure(count),
        accuracy.toFixed(4),
        self_consistent.toFixed(4),
        figure(residual, 4),
      ]),
    },
  };
}
