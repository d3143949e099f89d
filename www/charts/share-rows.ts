// Draws shares from 0 to 1 as rows: the interval as an area, the share as a bar, both in figures at the end.
import type { ShareInterval } from '../shared/share-interval.ts';
import type { Drawing } from './drawing.ts';
import { drawing } from './drawing.ts';
import { linearScale } from './linear-scale.ts';
import { textWidth } from './text-width.ts';

export type ShareRow = {
  readonly label: string;
  readonly share: number;
  readonly interval: ShareInterval | null;
  /** At the end of the row: "99% (97–100)". */
  readonly text: string;
};

/** On a narrow card the names stand above their bars. */
export function shareRows(rows: readonly ShareRow[], width: number): Drawing {
  const stacked = width < 380;
  const rowHeight = stacked ? 50 : 30;
  const labelWidth = stacked ? width : Math.max(...rows.map(({ label }) => textWidth(label)));
  const valueWidth = Math.max(...rows.map(({ text }) => textWidth(text)));
  const scale = linearScale(0, 1, stacked ? 1 : labelWidth + 12, width - valueWidth - 12);
  const height = rows.length * rowHeight + 4;
  const marks = rows.map(({ label, share, interval, text }, index) => {
    const top = 2 + index * rowHeight;
    const middle = top + (stacked ? 32 : rowHeight / 2);
    return drawing(
      'g',
      { class: 'row', 'data-mark': index },
      drawing('rect', { class: 'reach', x: 0, y: top, width, height: rowHeight }),
      drawing(
        'text',
        stacked
          ? { class: 'label', x: 0, y: top + 16 }
          : { class: 'label', x: tidy(labelWidth), y: middle + 4.5, 'text-anchor': 'end' },
        label,
      ),
      bar('track', scale(0), scale(1), middle, 2),
      ...(interval === null ? [] : [bar('band', scale(interval.low), scale(interval.high), middle, 20)]),
      bar('mark', scale(0), scale(share), middle, 8),
      drawing('text', { class: 'value', x: width, y: middle + 4.5, 'text-anchor': 'end' }, text),
    );
  });
  return drawing(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height },
    ...marks,
    // Between the names it would cross them.
    ...(stacked
      ? []
      : [drawing('line', { class: 'axis', x1: tidy(scale(0)), x2: tidy(scale(0)), y1: 2, y2: height - 2 })]),
  );
}

function bar(kind: string, from: number, to: number, middle: number, tall: number): Drawing {
  return drawing('rect', { class: kind, x: tidy(from), y: middle - tall / 2, width: tidy(to - from), height: tall });
}

function tidy(value: number): number {
  return Math.round(value * 100) / 100;
}
