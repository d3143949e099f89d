// Draws where a person stands among people like them: the curve of their scores, the range as area, the person's mark.
import { referenceGroup } from '../messages/en/reference-groups.ts';
import { standing } from '../messages/en/standing.ts';
import { formatPercentile } from '../shared/format-percentile.ts';
import type { ToldPercentile } from '../shared/told-percentile.ts';
import type { Chart } from './chart.ts';
import type { Drawing } from './drawing.ts';
import { drawing } from './drawing.ts';
import { linearScale } from './linear-scale.ts';
import { normalQuantile } from '../shared/normal-quantile.ts';
import { textWidth } from './text-width.ts';

/** Percentiles that the axis names; those in the second list only where there is room. */
const always: readonly number[] = [1, 10, 50, 90, 99];
const withRoom: readonly number[] = [1, 5, 10, 25, 50, 75, 90, 95, 99];
const tall = 148;
const top = 34;
const base = top + tall;

export function percentileCurve(id: string, told: ToldPercentile, width: number): Chart {
  const words = standing.chart;
  const [value, low, high] = [told.value, told.low, told.high].map(formatPercentile) as [string, string, string];
  const [at, from, to] = [told.value, told.low, told.high].map((one) => normalQuantile(one / 100)) as [
    number,
    number,
    number,
  ];
  const far = Math.min(4, Math.max(3, ...[at, from, to].map((z) => Math.abs(z) + 0.25)));
  const scale = linearScale(-far, far, 8, width - 8);
  // What lies beyond the picture stands at its edge.
  const x = (z: number): number => scale(Math.max(-far, Math.min(far, z)));
  const y = (z: number): number => tidy(base - tall * 0.92 * Math.exp(-(z * z) / 2));
  /** The curve's line between two places, from left to right. */
  const line = (left: number, right: number): string => {
    const steps = Math.max(2, Math.ceil(((right - left) / far) * 48));
    return Array.from({ length: steps + 1 }, (_, step) => {
      const z = left + ((right - left) * step) / steps;
      return `${tidy(x(z))} ${y(z)}`;
    }).join('L');
  };
  const area = (left: number, right: number): string =>
    `M${tidy(x(left))} ${base}L${line(left, right)}L${tidy(x(right))} ${base}Z`;

  const you = words.you(value, low, high);
  const reach = textWidth(you) / 2 + 4;
  const middle = tidy(Math.min(width - reach, Math.max(reach, x(at))));
  // The curve's own name stands on the side where the person is not.
  const side = at > 0 ? -1 : 1;
  const named = x(side * 1.35);
  const within = (place: number): number => Math.max(0, Math.min(width, place));
  const strip = (start: number, stop: number, mark: number, ...shapes: readonly Drawing[]): Drawing => {
    const [left, right] = [within(start), within(stop)];
    const reachable = { x: tidy(left), y: top - 8, width: tidy(Math.max(0, right - left)), height: tall + 8 };
    return drawing(
      'g',
      { class: 'row', 'data-mark': mark },
      drawing('rect', { class: 'reach', ...reachable }),
      ...shapes,
    );
  };
  const end = (z: number): Drawing =>
    drawing('line', { class: 'end', x1: tidy(x(z)), x2: tidy(x(z)), y1: y(z), y2: base });
  const gap = 14;
  const ticks = (width > 520 ? withRoom : always).map((percentile) => {
    const place = tidy(x(normalQuantile(percentile / 100)));
    return drawing(
      'g',
      {},
      drawing('line', { class: 'axis', x1: place, x2: place, y1: base, y2: base + 5 }),
      drawing('text', { class: 'label', x: place, y: base + 20, 'text-anchor': 'middle' }, String(percentile)),
    );
  });
  return {
    name: `${id}-percentile`,
    title: words.titles[told.low > 50 ? 'above' : told.high < 50 ? 'below' : 'across'],
    sentence: words.sentence(value, low, high, referenceGroup(told.group), told.basis),
    drawing: drawing(
      'svg',
      { viewBox: `0 0 ${width} ${base + 44}`, width, height: base + 44 },
      drawing('path', { class: 'faint', d: area(-far, far) }),
      drawing('path', { class: 'band', d: area(from, to) }),
      strip(x(from) - gap, x(at) - gap / 2, 0, end(from)),
      strip(
        x(at) - gap / 2,
        x(at) + gap / 2,
        1,
        drawing('line', { class: 'stem', x1: tidy(x(at)), x2: tidy(x(at)), y1: top - 8, y2: base }),
        drawing('path', { class: 'mark', d: `M${tidy(x(at))} ${top - 16}l7 8l-7 8l-7 -8z` }),
      ),
      strip(x(at) + gap / 2, x(to) + gap, 2, end(to)),
      drawing('path', { class: 'axis', d: `M${line(-far, far)}` }),
      drawing('line', { class: 'axis', x1: 8, x2: width - 8, y1: base, y2: base }),
      drawing('text', { class: 'strong', x: middle, y: 12, 'text-anchor': 'middle' }, you),
      drawing(
        'text',
        { class: 'label', x: tidy(named + side * 6), y: y(1.35) - 8, 'text-anchor': side < 0 ? 'end' : 'start' },
        words.people,
      ),
      ...ticks,
      drawing('text', { class: 'label', x: tidy(width / 2), y: base + 39, 'text-anchor': 'middle' }, words.axis),
    ),
    readings: [words.reading.low(low), words.reading.you(value, low, high), words.reading.high(high)],
    table: {
      columns: words.columns.map((label, index) => ({ label, numeric: index > 0 })),
      rows: [
        [words.rows.low, low, standardised(from)],
        [words.rows.you, value, standardised(at)],
        [words.rows.high, high, standardised(to)],
        [words.rows.middle, '50', '0.00'],
      ],
    },
  };
}

/** Two digits and a true minus sign; what is too far out to be told apart says so. */
function standardised(z: number): string {
  const text = z.toFixed(2).replace('-', '−');
  return Math.abs(z) > 4.75 ? `${z > 0 ? '>' : '<'}${z > 0 ? '4.75' : '−4.75'}` : text;
}

function tidy(value: number): number {
  return Math.round(value * 100) / 100;
}
