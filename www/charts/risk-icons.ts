// Draws a risk as people: one mark a person, those who would get it filled, the range shaded, the average beside it.
import { risk as words } from '../messages/en/risk.ts';
import { formatShare } from '../shared/format-share.ts';
import { peopleOf } from '../shared/people-of.ts';
import type { ToldRisk } from '../shared/told-risk.ts';
import type { Chart } from './chart.ts';
import type { Drawing } from './drawing.ts';
import { drawing } from './drawing.ts';

const head = 26;
const gap = 24;
const cells = { 100: { columns: 10, rows: 10 }, 1000: { columns: 25, rows: 40 } } as const;

type Panel = {
  readonly label: string;
  readonly count: number;
  readonly low: number;
  readonly high: number;
  readonly kind: 'mark' | 'rest';
};

export function riskIcons(id: string, told: ToldRisk, width: number): Chart {
  const people = peopleOf(told);
  const { of } = people;
  const { columns, rows } = cells[of];
  const wide = Math.floor((width - gap) / 2);
  const size = Math.min(of === 100 ? 22 : 9, Math.floor((wide / columns) * 100) / 100);
  const panels: readonly Panel[] = [
    { label: words.chart.you, count: people.value, low: people.low, high: people.high, kind: 'mark' },
    { label: words.chart.average, count: people.average, low: 0, high: 0, kind: 'rest' },
  ];
  const step = Math.max(columns * size + gap, Math.min(wide + gap, 15 * 22));
  const height = head + rows * size + 26;
  return {
    name: `${id}-risk`,
    title: words.chart.title(people.value, people.average, of),
    sentence: words.chart.sentence(people.low, people.high, of),
    drawing: drawing(
      'svg',
      { viewBox: `0 0 ${width} ${tidy(height)}`, width, height: tidy(height) },
      ...panels.map((panel, index) => {
        const left = index * step;
        return drawing(
          'g',
          { class: 'row', 'data-mark': index },
          drawing('rect', {
            class: 'reach',
            x: tidy(left),
            y: 0,
            width: tidy(Math.min(step - 8, width - left)),
            height: tidy(height),
          }),
          drawing('text', { class: 'label', x: tidy(left), y: 14 }, panel.label),
          ...Array.from({ length: of }, (_, person) =>
            icon(panel, person, left + (person % columns) * size, head + Math.floor(person / columns) * size, size),
          ).flat(),
          drawing(
            'text',
            { class: 'strong', x: tidy(left), y: tidy(head + rows * size + 19) },
            words.chart.count(panel.count, of),
          ),
        );
      }),
    ),
    readings: [
      words.chart.reading.you(people.value, people.low, people.high, of),
      words.chart.reading.average(people.average, of),
    ],
    table: {
      columns: words.chart.columns.map((label, index) => ({ label, numeric: index > 0 })),
      rows: [
        [words.chart.rows.you, formatShare(told.value), formatShare(told.low), formatShare(told.high)],
        [words.chart.rows.average, formatShare(told.average), '–', '–'],
      ],
    },
  };
}

/** A diamond of the person's colour, a disc for the average, a ring for who would not get it; the range shaded behind. */
function icon({ count, low, high, kind }: Panel, person: number, left: number, top: number, size: number): Drawing[] {
  const [x, y, reach] = [tidy(left + size / 2), tidy(top + size / 2), tidy(size * 0.36)];
  const shade = drawing('rect', { class: 'band', x: tidy(left), y: tidy(top), width: tidy(size), height: tidy(size) });
  const shape =
    person >= count
      ? drawing('circle', { class: 'hollow', cx: x, cy: y, r: tidy(size * 0.24) })
      : kind === 'mark'
        ? drawing('path', {
            class: 'mark',
            d: `M${x} ${tidy(y - reach)}l${reach} ${reach}l-${reach} ${reach}l-${reach} -${reach}z`,
          })
        : drawing('circle', { class: 'rest', cx: x, cy: y, r: tidy(size * 0.3) });
  return person >= low && person < high ? [shade, shape] : [shape];
}

function tidy(value: number): number {
  return Math.round(value * 100) / 100;
}
