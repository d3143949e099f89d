// Draws how a risk grows with age: the range as area, the person's line with its mark, the average's line beside it.
import { risk as words } from '../messages/en/risk.ts';
import { formatShare } from '../shared/format-share.ts';
import { peopleOf } from '../shared/people-of.ts';
import type { ToldRisk } from '../shared/told-risk.ts';
import type { Chart } from './chart.ts';
import type { Drawing } from './drawing.ts';
import { drawing } from './drawing.ts';
import { linearScale } from './linear-scale.ts';
import { textWidth } from './text-width.ts';

const height = 240;
const top = 16;
const base = height - 44;

/** Null where the risk is one of a lifetime, or the ages do not go upwards. */
export function riskCurve(id: string, told: ToldRisk, width: number): Chart | null {
  const { curve, from_years: from, to_years: to } = told;
  if (curve.length === 0 || from === undefined || to === undefined) return null;
  const start = { age_years: from, value: 0, low: 0, high: 0, average: 0 };
  const points = [start, ...curve];
  if (points.some((point, at) => at > 0 && point.age_years <= (points[at - 1]?.age_years ?? 0))) return null;
  const { of, value, low, high, average } = peopleOf(told);
  const most = Math.max(...points.map((point) => Math.max(point.high, point.average))) * of;
  const step = tickStep(most / 4);
  const ends = [words.curve.you(value, low, high), words.curve.average(average)];
  const right = width - Math.max(...ends.map(textWidth)) - 12;
  const left = textWidth(String(Math.floor(most / step) * step)) + 10;
  const x = linearScale(from, to, left, right);
  const y = linearScale(0, Math.max(most, step), base, top);
  type Point = (typeof points)[number];
  const place = (point: Point, share: number): string => `${tidy(x(point.age_years))} ${tidy(y(share * of))}`;
  const line = (share: (point: Point) => number, some = points): string =>
    some.map((point) => place(point, share(point))).join('L');
  const last = points.at(-1) ?? start;
  const [mine, others] = [y(last.value * of), y(last.average * of)];
  // Two names at the ends of two lines keep a line's height apart.
  const apart = Math.max(0, 18 - Math.abs(mine - others)) / 2;
  const up = mine <= others ? -1 : 1;
  const half = curve.length > 0 ? (x(to) - x(from)) / curve.length / 2 : 0;
  const ticks = Array.from({ length: Math.floor(most / step) + 1 }, (_, tick) => tick * step);
  const ages = points.filter(({ age_years }) => age_years % (width > 520 ? 10 : 20) === 0);
  return {
    name: `${id}-risk-by-age`,
    title: words.curve.title(value, average, of, to),
    sentence: words.curve.sentence(low, high, of, from),
    drawing: drawing(
      'svg',
      { viewBox: `0 0 ${width} ${height}`, width, height },
      ...ticks.flatMap((tick) => [
        drawing('line', { class: 'grid', x1: left, x2: tidy(right), y1: tidy(y(tick)), y2: tidy(y(tick)) }),
        drawing('text', { class: 'label', x: left - 6, y: tidy(y(tick) + 4.5), 'text-anchor': 'end' }, String(tick)),
      ]),
      drawing('path', {
        class: 'band',
        d: `M${line(({ high: one }) => one)}L${line(({ low: one }) => one, points.toReversed())}Z`,
      }),
      drawing('path', { class: 'average', d: `M${line(({ average: one }) => one)}` }),
      drawing('path', { class: 'own', d: `M${line(({ value: one }) => one)}` }),
      drawing('path', { class: 'mark', d: `M${tidy(x(last.age_years))} ${tidy(mine - 7)}l7 7l-7 7l-7 -7z` }),
      drawing('circle', { class: 'rest', cx: tidy(x(last.age_years)), cy: tidy(others), r: 4 }),
      drawing('text', { class: 'strong', x: tidy(right + 12), y: tidy(mine + 4.5 + up * apart) }, ends[0] ?? ''),
      drawing('text', { class: 'label', x: tidy(right + 12), y: tidy(others + 4.5 - up * apart) }, ends[1] ?? ''),
      drawing('line', { class: 'axis', x1: left, x2: tidy(right), y1: base, y2: base }),
      ...ages.map(({ age_years }) =>
        drawing(
          'text',
          { class: 'label', x: tidy(x(age_years)), y: base + 18, 'text-anchor': 'middle' },
          String(age_years),
        ),
      ),
      drawing('text', { class: 'label', x: left, y: base + 38 }, words.curve.axis(of)),
      ...curve.map(({ age_years }, mark): Drawing => {
        const edges = [Math.max(0, x(age_years) - half), Math.min(width, x(age_years) + half)] as const;
        return drawing(
          'g',
          { class: 'row', 'data-mark': mark },
          drawing('rect', {
            class: 'reach see-through',
            x: tidy(edges[0]),
            y: top,
            width: tidy(edges[1] - edges[0]),
            height: base - top,
          }),
        );
      }),
    ),
    readings: curve.map((point) =>
      words.curve.reading(
        point.age_years,
        formatShare(point.value),
        formatShare(point.low),
        formatShare(point.high),
        formatShare(point.average),
      ),
    ),
    table: {
      columns: words.curve.columns.map((label) => ({ label, numeric: true })),
      rows: curve.map((point) => [
        String(point.age_years),
        ...[point.value, point.low, point.high, point.average].map((one) => formatShare(one)),
      ]),
    },
  };
}

/** 1, 2 or 5 times a power of ten, at least as large, and at least one person. */
function tickStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= least) ?? 10 * power;
}

function tidy(value: number): number {
  return Math.round(value * 100) / 100;
}
