// Draws lines and points over two axes: the picture that the labs' charts share.
import type { Drawing } from './drawing.ts';
import { drawing } from './drawing.ts';
import { linearScale } from './linear-scale.ts';
import { textWidth } from './text-width.ts';

export type Axis = {
  readonly low: number;
  readonly high: number;
  /** Equal ratios are equally long. */
  readonly isLog?: boolean;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  readonly label: string;
};

export type Curve = {
  /** `first` in the person's colour and drawn through, with dots; `second` grey and dashed, with diamonds. */
  readonly look: 'first' | 'second';
  readonly line: readonly (readonly [x: number, y: number])[];
  readonly dots: readonly (readonly [x: number, y: number])[];
  readonly label: string;
  /** Where the label stands: on which x, and on which side of the curve. */
  readonly labelAt: number;
  readonly side: 'above' | 'below';
};

/** A line across the picture, with its meaning. */
export type Rule = {
  readonly at: number;
  readonly axis: 'x' | 'y';
  readonly label: string;
  /** On which side of a level line the label stands; of an upright one, at which end. */
  readonly side: 'above' | 'below';
  /** How far along a level line its label stands, from 0 to 1. */
  readonly along?: number;
};

export type Curves = {
  readonly x: Axis;
  readonly y: Axis;
  readonly curves: readonly Curve[];
  readonly rules: readonly Rule[];
  /** Where a reading stands, in the readings' order: the strip around it answers to the pointer. */
  readonly marks: readonly number[];
};

const top = 34;
const tall = 236;
const right = 14;
const foot = 46;

export function curves({ x, y, curves: all, rules, marks }: Curves, width: number): Drawing {
  const left = 14 + Math.max(...y.ticks.map(({ text }) => textWidth(text)));
  const base = top + tall;
  const across = scaleOf(x, left, width - right);
  const up = scaleOf(y, base, top);
  const places = marks.map((mark) => tidy(across(mark)));
  const strips = places.map((place, index) => {
    const from = index === 0 ? left : (place + (places[index - 1] ?? place)) / 2;
    const to = index === places.length - 1 ? width - right : (place + (places[index + 1] ?? place)) / 2;
    return drawing(
      'g',
      { class: 'row', 'data-mark': index },
      drawing('rect', {
        class: 'reach see-through',
        x: tidy(from),
        y: top,
        width: tidy(Math.max(0, to - from)),
        height: tall,
      }),
    );
  });
  const shownTicks = thinned(x.ticks, across);
  return drawing(
    'svg',
    { viewBox: `0 0 ${width} ${base + foot}`, width, height: base + foot },
    ...strips,
    ...y.ticks.map(({ at, text }) =>
      drawing(
        'g',
        {},
        drawing('line', { class: 'grid', x1: left, x2: width - right, y1: tidy(up(at)), y2: tidy(up(at)) }),
        drawing('text', { class: 'label', x: left - 8, y: tidy(up(at) + 4), 'text-anchor': 'end' }, text),
      ),
    ),
    ...shownTicks.map(({ at, text }) => {
      const place = tidy(across(at));
      const x = clamp(place, 0, width - textWidth(text) / 2);
      return drawing(
        'g',
        {},
        drawing('line', { class: 'axis', x1: place, x2: place, y1: base, y2: base + 5 }),
        drawing('text', { class: 'label', x, y: base + 20, 'text-anchor': 'middle' }, text),
      );
    }),
    drawing('line', { class: 'axis', x1: left, x2: width - right, y1: base, y2: base }),
    drawing('text', { class: 'label', x: left, y: 14, 'text-anchor': 'start' }, y.label),
    drawing('text', { class: 'label', x: width - right, y: base + 40, 'text-anchor': 'end' }, x.label),
    ...rules.map((rule) => ruled(rule, { left, base, width, across, up })),
    ...all.flatMap((curve) => drawn(curve, across, up)),
    ...all.map((curve) => named(curve, { left, width, across, up })),
  );
}

type Frame = {
  readonly left: number;
  readonly base: number;
  readonly width: number;
  readonly across: (value: number) => number;
  readonly up: (value: number) => number;
};

function scaleOf({ low, high, isLog = false }: Axis, from: number, to: number): (value: number) => number {
  const turned = (value: number): number => (isLog ? Math.log10(value) : value);
  const scale = linearScale(turned(low), turned(high), from, to);
  return (value) => scale(turned(Math.min(high, Math.max(low, value))));
}

/** Ticks whose texts do not touch, from the first on. */
function thinned(ticks: Axis['ticks'], across: (value: number) => number): Axis['ticks'] {
  let end = Number.NEGATIVE_INFINITY;
  return ticks.filter(({ at, text }) => {
    const half = textWidth(text) / 2;
    if (across(at) - half < end + 8) return false;
    end = across(at) + half;
    return true;
  });
}

function ruled({ at, axis, label, side, along = 0 }: Rule, { left, base, width, across, up }: Frame): Drawing {
  const half = textWidth(label) / 2 + 6;
  if (axis === 'y') {
    const place = tidy(up(at));
    const x = clamp(left + along * (width - right - left), left + half, width - right - half);
    return drawing(
      'g',
      {},
      drawing('line', { class: 'rule', x1: left, x2: width - right, y1: place, y2: place }),
      drawing(
        'text',
        { class: 'halo rule-name', x, y: side === 'above' ? place - 6 : place + 16, 'text-anchor': 'middle' },
        label,
      ),
    );
  }
  const place = tidy(across(at));
  const isRight = place + 2 * half > width - right;
  return drawing(
    'g',
    {},
    drawing('line', { class: 'rule', x1: place, x2: place, y1: top, y2: base }),
    drawing(
      'text',
      {
        class: 'halo rule-name',
        x: place + (isRight ? -6 : 6),
        y: side === 'above' ? top + 12 : base - 8,
        'text-anchor': isRight ? 'end' : 'start',
      },
      label,
    ),
  );
}

function clamp(value: number, low: number, high: number): number {
  return tidy(Math.max(low, Math.min(high, value)));
}

function drawn({ look, line, dots }: Curve, across: Frame['across'], up: Frame['up']): Drawing[] {
  const place = ([x, y]: readonly [number, number]): [number, number] => [tidy(across(x)), tidy(up(y))];
  const path = line.map(place).map(([x, y]) => `${x} ${y}`);
  const dot = ([x, y]: readonly [number, number]): Drawing =>
    look === 'first'
      ? drawing('circle', { class: 'mark dot', cx: x, cy: y, r: 5 })
      : drawing('path', { class: 'rest dot', d: `M${x} ${y - 6}l6 6l-6 6l-6 -6z` });
  return [
    ...(path.length > 1
      ? [drawing('path', { class: look === 'first' ? 'own' : 'average', d: `M${path.join('L')}` })]
      : []),
    ...dots.map(place).map(dot),
  ];
}

function named({ line, dots, label, labelAt, side }: Curve, { left, width, across, up }: Omit<Frame, 'base'>): Drawing {
  const near = [...(line.length > 0 ? line : dots)].sort(
    ([one], [other]) => Math.abs(one - labelAt) - Math.abs(other - labelAt),
  )[0];
  const half = textWidth(label) / 2 + 6;
  const [x, y] = near ? [across(near[0]), up(near[1])] : [across(labelAt), top + 20];
  // Above a rising curve there is room to its left, below it to its right.
  const shifted = side === 'above' ? x - half - 4 : x + half + 4;
  return drawing(
    'text',
    {
      class: 'halo',
      x: clamp(shifted, left + half, width - right - half),
      y: tidy(Math.max(top + 6, side === 'above' ? y - 6 : y + 16)),
      'text-anchor': 'middle',
    },
    label,
  );
}

function tidy(value: number): number {
  return Math.round(value * 100) / 100;
}
