// Draws how far a trait moves with the loci that are changed: those first that move it most, and in any order.
import { labFlips as words } from '../messages/en/lab-flips.ts';
import { formatFigure } from '../shared/format-figure.ts';
import type { FlipCurves } from '../shared/labs.ts';
import type { Chart } from './chart.ts';
import { curves } from './curves.ts';
import { evenTicks } from './even-ticks.ts';

/** Every so many points one is read and stands in the table. */
const readEvery = 4;

export function flipCurve(name: string, { way, needed, people }: FlipCurves, width: number): Chart {
  const figure = formatFigure;
  const text = words.way;
  const read = way.filter((_, at) => at % readEvery === 0 && at > 0);
  const most = way.at(-1)?.loci ?? 1;
  const high = Math.max(1, ...way.map(({ best_first }) => best_first));
  return {
    name,
    title: needed === null ? text.never : text.title(figure(needed[0]), figure(needed[1])),
    sentence: text.sentence(people),
    drawing: curves(
      {
        x: { low: 0, high: most, ticks: evenTicks(most), label: text.axis },
        y: { low: 0, high, ticks: evenTicks(high), label: text.moved },
        curves: [
          {
            look: 'second',
            line: way.map(({ loci, any_order }) => [loci, any_order]),
            dots: needed && needed[1] <= most ? [[needed[1], 1]] : [],
            label: text.any,
            labelAt: most * 0.5,
            side: 'below',
          },
          {
            look: 'first',
            line: way.map(({ loci, best_first }) => [loci, best_first]),
            dots: needed && needed[0] <= most ? [[needed[0], 1]] : [],
            label: text.best,
            labelAt: most * 0.55,
            side: 'above',
          },
        ],
        rules: [{ at: 1, axis: 'y', label: text.one, side: 'above', along: 0.5 }],
        marks: read.map(({ loci }) => loci),
      },
      width,
    ),
    readings: read.map(({ loci, best_first, any_order }) =>
      text.reading(figure(loci), best_first.toFixed(2), any_order.toFixed(2)),
    ),
    table: {
      columns: text.columns.map((label) => ({ label, numeric: true })),
      rows: read.map(({ loci, best_first, any_order }) => [figure(loci), best_first.toFixed(3), any_order.toFixed(3)]),
    },
  };
}
