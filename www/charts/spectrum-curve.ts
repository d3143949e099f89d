// Draws which share of a trait's variance its largest loci hold.
import { labFlips } from '../messages/en/lab-flips.ts';
import { formatFigure } from '../shared/format-figure.ts';
import { formatPercent } from '../shared/format-percent.ts';
import type { FlipCurves } from '../shared/labs.ts';
import type { Chart } from './chart.ts';
import { curves } from './curves.ts';
import { evenTicks } from './even-ticks.ts';

const words = labFlips.spectrum;
/** Every so many points one is read and stands in the table. */
const readEvery = 4;

export function spectrumCurve(
  name: string,
  spread: NonNullable<FlipCurves['spread']>,
  spectrum: FlipCurves['spectrum'],
  width: number,
): Chart {
  const figure = formatFigure;
  const [half, ninety, ninetyNine] = spread.holding;
  // Few loci hold somewhat more than the share that they are the first to reach.
  const heldBy = (loci: number, share: number): number => spectrum.find(([count]) => count === loci)?.[1] ?? share;
  const read = spectrum.filter((_, at) => at % readEvery === readEvery - 1);
  return {
    name,
    title: words.title(figure(half), figure(spread.variants)),
    sentence: words.sentence(figure(ninety), figure(ninetyNine), figure(spread.effective)),
    drawing: curves(
      {
        x: { low: 0, high: spread.variants, ticks: evenTicks(spread.variants), label: words.axis },
        y: {
          low: 0,
          high: 1,
          ticks: [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: formatPercent(at) })),
          label: words.share,
        },
        curves: [
          {
            look: 'first',
            line: [[0, 0], ...spectrum],
            dots: [
              [half, heldBy(half, 0.5)],
              [ninety, heldBy(ninety, 0.9)],
            ],
            label: words.curve,
            labelAt: spread.variants * 0.35,
            side: 'below',
          },
        ],
        rules: [],
        marks: read.map(([loci]) => loci),
      },
      width,
    ),
    readings: read.map(([loci, share]) => words.reading(figure(loci), formatPercent(share))),
    table: {
      columns: words.columns.map((label) => ({ label, numeric: true })),
      rows: read.map(([loci, share]) => [figure(loci), share.toFixed(4)]),
    },
  };
}
