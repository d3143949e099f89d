// Draws a percentile for a table's cell: the range as an area from 0 to 100, the person's mark on it; the figures stand beside.
import type { ToldPercentile } from '../shared/told-percentile.ts';
import type { Drawing } from './drawing.ts';
import { drawing } from './drawing.ts';

type Place = Pick<ToldPercentile, 'value' | 'low' | 'high'>;

const height = 14;

export function percentileBar({ value, low, high }: Place, width = 112): Drawing {
  const inset = 6;
  const x = (percentile: number): number =>
    Math.round((inset + (Math.max(0, Math.min(100, percentile)) / 100) * (width - inset * 2)) * 10) / 10;
  const middle = height / 2;
  return drawing(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, 'aria-hidden': 'true' },
    drawing('rect', { class: 'track', x: inset, y: middle - 1, width: width - inset * 2, height: 2 }),
    drawing('line', { class: 'axis', x1: x(50), x2: x(50), y1: 1, y2: height - 1 }),
    drawing('rect', {
      class: 'band',
      x: x(low),
      y: middle - 5,
      width: Math.max(2, Math.round((x(high) - x(low)) * 10) / 10),
      height: 10,
    }),
    drawing('path', { class: 'mark', d: `M${x(value)} ${middle - 6}l5 6l-5 6l-5 -6z` }),
  );
}
