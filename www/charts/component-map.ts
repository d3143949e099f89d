// Draws where people lie among the reference people, on two principal components.
import { charts } from '../messages/en/charts.ts';
import { referenceGroup, referenceGroupName } from '../messages/en/reference-groups.ts';
import type { Comparison, PlacedPerson } from '../shared/comparison.ts';
import { formatSum } from '../shared/format-sum.ts';
import type { Chart } from './chart.ts';
import type { Drawing } from './drawing.ts';
import { drawing } from './drawing.ts';
import { groupPath, shapeCount, starPath } from './group-shapes.ts';
import { isBetweenGroups } from './is-between-groups.ts';
import { labelPlace } from './label-place.ts';
import type { Box } from './label-place.ts';
import { linearScale } from './linear-scale.ts';
import { shorten } from './shorten.ts';
import { textWidth } from './text-width.ts';

type Point = readonly [x: number, y: number];
type Mark = { readonly person: PlacedPerson; readonly at: Point; readonly error: Point };

const words = charts.componentMap;
/** √(−2 ln 0.1): within so many standard errors lies the true place of two independent coordinates, nine times in ten. */
const ovalErrors = 2.146;
/** With more people the stars are small and bear no names. */
const named = 8;
const labelHeight = 16;

/** `axes`: the components' places from 0. Reading begins with the groups. */
export function componentMap(comparison: Comparison, axes: Point, width: number): Chart {
  const { groups, group_of, coordinates, width: components } = comparison.reference;
  const people = group_of.map(
    (_, person): Point => [
      coordinates[person * components + axes[0]] ?? 0,
      coordinates[person * components + axes[1]] ?? 0,
    ],
  );
  const byGroup = groups.map((_, group) => people.filter((_, person) => group_of[person] === group));
  const marks = comparison.people.flatMap((person): Mark[] => {
    const of = (from: readonly number[] | null, axis: number): number => from?.[axis] ?? Number.NaN;
    const at: Point = [of(person.pcs, axes[0]), of(person.pcs, axes[1])];
    const error: Point = [of(person.pcs_se, axes[0]), of(person.pcs_se, axes[1])];
    return [...at, ...error].every(Number.isFinite) ? [{ person, at, error }] : [];
  });
  const [x, y] = [axes[0] + 1, axes[1] + 1];
  return {
    name: `components-${x}-${y}`,
    title: title(marks),
    sentence: words.sentence(people.length, marks.length),
    drawing: picture(groups, byGroup, marks, [x, y], width),
    readings: [
      ...groups.map((code, group) =>
        words.group(referenceGroup(code), byGroup[group]?.length ?? 0, words.shapes[group % shapeCount] ?? ''),
      ),
      ...marks.map(({ person, at }) => {
        const [one, other] = at.map((value) => formatSum(value, 3));
        if (person.outside || person.nearest === null) return words.personApart(person.id, one ?? '', other ?? '');
        return isBetweenGroups(person)
          ? words.personBetween(person.id, one ?? '', other ?? '')
          : words.person(person.id, one ?? '', other ?? '', referenceGroup(person.nearest));
      }),
    ],
    table: {
      columns: words.columns(x, y).map((label, index) => ({ label, numeric: index > 1 })),
      rows: [
        ...marks.map(({ person, at, error }) => [
          person.id,
          words.kinds.person,
          '1',
          String(at[0]),
          String(error[0]),
          String(at[1]),
          String(error[1]),
        ]),
        ...groups.map((code, group) => {
          const some = byGroup[group] ?? [];
          const middle = (axis: 0 | 1): string =>
            (some.reduce((sum, one) => sum + one[axis], 0) / some.length).toFixed(4);
          return [referenceGroup(code), words.kinds.group, String(some.length), middle(0), '', middle(1), ''];
        }),
      ],
    },
  };
}

function title(marks: readonly Mark[]): string {
  const apart = marks.filter(({ person }) => person.outside).length;
  const between = marks.filter(({ person }) => !person.outside && isBetweenGroups(person)).length;
  const nearest = [...new Set(marks.map(({ person }) => person.nearest ?? ''))];
  const group = referenceGroupName(nearest[0] ?? '');
  const [one] = marks;
  if (one && marks.length === 1) {
    const { id } = one.person;
    return apart === 1 ? words.apart(id) : between === 1 ? words.between(id) : words.near(id, group);
  }
  if (apart > 0) return words.someApart(apart, marks.length);
  if (between > 0) return words.someBetween(between, marks.length);
  return nearest.length === 1 ? words.allNear(marks.length, group) : words.spread(marks.length, nearest.length);
}

function picture(
  groups: readonly string[],
  byGroup: readonly (readonly Point[])[],
  marks: readonly Mark[],
  axes: Point,
  width: number,
): Drawing {
  const small = width < 480;
  const height = Math.round(small ? width * 0.95 : width * 0.68);
  const frame: Box = { x: 8, y: 8, width: width - 16, height: height - 36 };
  const inner: Box = { x: frame.x + 5, y: frame.y + 16, width: frame.width - 5, height: frame.height - 18 };
  const reach = marks.flatMap(({ at, error }) =>
    [-ovalErrors, ovalErrors].map((far): Point => [at[0] + far * error[0], at[1] + far * error[1]]),
  );
  const every = [...byGroup.flat(), ...reach];
  const [xs, ys] = [every.map(([x]) => x), every.map(([, y]) => y)];
  const pad = 14;
  const toX = linearScale(least(xs), most(xs), frame.x + pad, frame.x + frame.width - pad);
  const toY = linearScale(least(ys), most(ys), frame.y + frame.height - pad, frame.y + pad);
  const placed = byGroup.map((some) => some.map(([x, y]): Point => [toX(x), toY(y)]));
  const stars = marks.map(({ at }): Point => [toX(at[0]), toY(at[1])]);
  const radius = marks.length > named ? 5 : 9;
  const taken: Box[] = stars.map(([x, y]) => ({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius }));
  const all = placed.flat();
  const names = marks.length > named ? [] : marks.map(({ person }) => shorten(person.id, width * 0.4));
  const nameBoxes = names.map((name, index) => {
    const [x, y] = stars[index] ?? [0, 0];
    const around: Point[] = [
      [x - radius, y - radius],
      [x, y],
      [x + radius, y + radius],
    ];
    const box = labelPlace(around, { width: textWidth(name) * 1.05, height: labelHeight }, inner, all, taken);
    taken.push(box);
    return box;
  });
  const labels = groups.map((code, group) => {
    const text = small ? referenceGroupName(code) : referenceGroup(code);
    const box = labelPlace(placed[group] ?? [], { width: textWidth(text), height: labelHeight }, inner, all, taken);
    taken.push(box);
    return drawing('text', { class: `halo group-${group % shapeCount}`, x: tidy(box.x), y: tidy(box.y + 12.5) }, text);
  });
  const right = frame.x + frame.width;
  const foot = frame.y + frame.height;
  return drawing(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height },
    drawing('line', { class: 'axis', x1: frame.x, x2: right, y1: foot, y2: foot }),
    drawing('line', { class: 'axis', x1: frame.x, x2: frame.x, y1: frame.y, y2: foot }),
    drawing('text', { class: 'label', x: right, y: foot + 18, 'text-anchor': 'end' }, `${words.axis(axes[0])} →`),
    drawing('text', { class: 'label', x: frame.x + 6, y: frame.y + 10 }, `↑ ${words.axis(axes[1])}`),
    ...placed.map((some, group) =>
      drawing(
        'g',
        { class: 'cloud', 'data-mark': group },
        drawing('path', { class: `group-${group % shapeCount}`, d: groupPath(group, some, small ? 2 : 2.5) }),
      ),
    ),
    ...labels,
    // Below every star, so that none hides another's.
    ...marks.map(({ error }, index) => {
      const [x, y] = stars[index] ?? [0, 0];
      return drawing('ellipse', {
        class: 'oval',
        cx: tidy(x),
        cy: tidy(y),
        rx: tidy(Math.abs(toX(ovalErrors * error[0]) - toX(0))),
        ry: tidy(Math.abs(toY(ovalErrors * error[1]) - toY(0))),
      });
    }),
    ...marks.map((_, index) => {
      const [x, y] = stars[index] ?? [0, 0];
      const box = nameBoxes[index];
      return drawing(
        'g',
        { class: 'person', 'data-mark': groups.length + index },
        drawing('path', { class: 'star', d: starPath([x, y], radius) }),
        ...(box === undefined
          ? []
          : [drawing('text', { class: 'halo strong', x: tidy(box.x), y: tidy(box.y + 12.5) }, names[index] ?? '')]),
      );
    }),
  );
}

function least(values: readonly number[]): number {
  return values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
}

function most(values: readonly number[]): number {
  return values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
}

function tidy(value: number): number {
  return Math.round(value * 10) / 10;
}
