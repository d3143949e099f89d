// Draws what a run of the phase transition has found so far, over what theory expects.
import { labPhase as words } from '../messages/en/lab-phase.ts';
import { formatCount } from '../shared/format-count.ts';
import { formatFigure } from '../shared/format-figure.ts';
import type { PhaseCurves, PhasePoint, PhaseSettings } from '../shared/labs.ts';
import type { Chart } from './chart.ts';
import { curves } from './curves.ts';

/** Of so many people per causal variant theory's curve is drawn and named. */
const named = 0.3;

export function phaseCurve(
  name: string,
  { h2, s }: PhaseSettings,
  theory: PhaseCurves,
  points: readonly PhasePoint[],
  width: number,
): Chart {
  const ratioOf = (people: number): number => people / s;
  const last = Math.max(...theory.people_per_effect);
  const ofTheory = (ratio: number) =>
    theory.expected.reduce(
      (best, next) => (Math.abs(next[0] - ratio) < Math.abs(best[0] - ratio) ? next : best),
      theory.expected[0] ?? [0, { recall: 0, r2: 0 }],
    )[1];
  const digits = (value: number): string => value.toFixed(2);
  const newest = points.at(-1);
  const step = last > 20 ? 5 : last > 10 ? 2 : 1;
  return {
    name,
    title: newest
      ? words.title(formatFigure(ratioOf(newest.people)), digits(newest.recall), digits(newest.r2 / h2))
      : words.titles.waiting,
    sentence: newest ? words.sentence(formatCount(newest.people)) : words.titles.theory,
    drawing: curves(
      {
        x: {
          low: 0,
          high: last,
          ticks: Array.from({ length: Math.floor(last / step) + 1 }, (_, at) => ({
            at: at * step,
            text: String(at * step),
          })),
          label: words.axis,
        },
        y: {
          low: 0,
          high: 1,
          ticks: [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: digits(at) })),
          label: words.share,
        },
        curves: [
          {
            look: 'second',
            line: theory.expected.map(([ratio, { r2 }]) => [ratio, r2 / h2]),
            dots: points.map(({ people, r2 }) => [ratioOf(people), r2 / h2]),
            label: words.accuracy,
            labelAt: last * (h2 >= 1 ? 0.55 : 0.5),
            side: 'below',
          },
          {
            look: 'first',
            line: theory.expected.map(([ratio, { recall }]) => [ratio, recall]),
            dots: points.map(({ people, recall }) => [ratioOf(people), recall]),
            label: words.recall,
            labelAt: last * named,
            side: 'above',
          },
        ],
        rules:
          theory.threshold === null || theory.threshold > last
            ? []
            : [
                {
                  at: theory.threshold,
                  axis: 'x',
                  label: words.threshold(formatFigure(theory.threshold)),
                  side: h2 >= 1 ? 'below' : 'above',
                },
              ],
        marks: theory.people_per_effect,
      },
      width,
    ),
    readings: theory.people_per_effect.map((ratio, at) => {
      const point = points[at];
      const { recall, r2 } = ofTheory(ratio);
      return point
        ? words.reading(
            formatFigure(ratio),
            formatCount(point.people),
            digits(point.recall),
            digits(point.r2 / h2),
            point.chosen,
          )
        : words.toCome(formatFigure(ratio), digits(recall), digits(r2 / h2));
    }),
    table: {
      columns: words.columns.map((label) => ({ label, numeric: true })),
      rows: points.map(({ people, chosen, recall, precision, r2 }) => {
        const expected = ofTheory(ratioOf(people));
        return [
          formatFigure(ratioOf(people)),
          formatCount(people),
          formatCount(chosen),
          digits(recall),
          precision === null ? '' : digits(precision),
          digits(r2),
          digits(r2 / h2),
          digits(expected.recall),
          digits(expected.r2 / h2),
        ];
      }),
    },
  };
}
