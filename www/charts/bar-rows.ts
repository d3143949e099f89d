// Draws labelled rows of bars along one axis: the frame that the horizontal charts share.
import type { Drawing } from './drawing.ts';
import { drawing } from './drawing.ts';
import { linearScale } from './linear-scale.ts';
import { shorten } from './shorten.ts';
import { textWidth } from './text-width.ts';

export type BarRow = {
  readonly label: string;
  /** Stretches of the row from value to value; the class says what each is. */
  readonly segments: readonly {
    readonly from: number;
    readonly to: number;
    readonly kind: 'mark' | 'rest' | 'faint';
  }[];
  /** Where the bar ends: the value label stands beyond it. */
  readonly end: number;
  readonly text: string;
};

export type BarRows = {
  readonly width: number;
  readonly rows: readonly BarRow[];
  /** A dot at the end and a thin line, for single variants. */
  readonly lollipop?: boolean;
  readonly rowHeight?: number;
};

const gap = 8;

export function barRows({ width, rows, lollipop = false, rowHeight = 24 }: BarRows): Drawing {
  const labelWidth = Math.min(Math.max(16, ...rows.map((row) => textWidth(row.label))), width * 0.46);
  const ends = rows.flatMap((row) => row.segments.flatMap((segment) => [segment.from, segment.to]));
  const low = Math.min(0, ...ends);
  const high = Math.max(0, ...ends);
  const left = rows.filter((row) => row.end < 0);
  const right = rows.filter((row) => row.end >= 0);
  const room = (some: readonly BarRow[]): number => Math.max(0, ...some.map((row) => textWidth(row.text) + gap));
  const scale = linearScale(low, high, labelWidth + gap * 2 + room(left), width - room(right));
  const zero = scale(0);
  const height = rows.length * rowHeight + 8;

  const marks = rows.map((row, index) => {
    const middle = 4 + index * rowHeight + rowHeight / 2;
    const end = scale(row.end);
    const negative = row.end < 0;
    const shapes = lollipop
      ? [
          drawing('line', { class: 'stem', x1: tidy(zero), x2: tidy(end), y1: middle, y2: middle }),
          drawing('circle', { class: 'mark', cx: tidy(end), cy: middle, r: 5 }),
        ]
      : row.segments.map(({ from, to, kind }) =>
          drawing('rect', {
            class: kind,
            x: tidy(Math.min(scale(from), scale(to))),
            y: middle - 6,
            width: tidy(Math.abs(scale(to) - scale(from))),
            height: 12,
          }),
        );
    return drawing(
      'g',
      { class: 'row', 'data-mark': index },
      drawing('rect', { class: 'reach', x: 0, y: middle - rowHeight / 2, width, height: rowHeight }),
      drawing(
        'text',
        { class: 'label', x: tidy(labelWidth), y: middle + 4.5, 'text-anchor': 'end' },
        shorten(row.label, labelWidth),
      ),
      ...shapes,
      drawing(
        'text',
        {
          class: 'value',
          x: tidy(end + (negative ? -gap : gap) * (lollipop ? 1.25 : 0.75)),
          y: middle + 4.5,
          'text-anchor': negative ? 'end' : 'start',
        },
        row.text,
      ),
    );
  });
  return drawing(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height },
    ...marks,
    drawing('line', { class: 'axis', x1: tidy(zero), x2: tidy(zero), y1: 2, y2: height - 2 }),
  );
}

function tidy(value: number): number {
  return Math.round(value * 100) / 100;
}
