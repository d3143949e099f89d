// Draws for each background how many percentiles lie below each tenth, beside how many should: a line along the diagonal.
import { charts } from '../messages/en/charts.ts';
import { referenceGroupName } from '../messages/en/reference-groups.ts';
import type { HowGood, HowGoodFile, HowGoodGroup } from '../shared/how-good.ts';
import type { Chart } from './chart.ts';
import type { Drawing } from './drawing.ts';
import { drawing } from './drawing.ts';
import { linearScale } from './linear-scale.ts';

const words = charts.quantilePlots;
const gap = 20;
const headHeight = 24;
const footHeight = 60;

export function quantilePlots(name: string, file: HowGoodFile, rule: HowGood['rule'], width: number): Chart {
  const { groups } = file;
  const odd = groups.filter(({ is_uniform }) => !is_uniform).map(({ group }) => referenceGroupName(group));
  const tests = groups.reduce((sum, group) => sum + group.tests, 0);
  return {
    name,
    title: odd.length === 0 ? words.uniform(groups.length) : words.odd(odd),
    sentence: words.sentence(tests, pText(rule.alpha / Math.max(1, rule.tests))),
    drawing: picture(groups, width),
    readings: groups.map((group) =>
      words.reading(referenceGroupName(group.group), group.people, farthest(group), pText(group.least_p)),
    ),
    table: {
      columns: [...words.columns, ...tenths.map((tenth) => words.below(tenth))].map((label, place) => ({
        label,
        numeric: place > 0,
      })),
      rows: groups.map((group) => [
        referenceGroupName(group.group),
        String(group.people),
        String(group.percentiles),
        String(group.tests),
        pText(group.least_p),
        ...below(group)
          .slice(1, 10)
          .map((share) => (100 * share).toFixed(1)),
      ]),
    },
  };
}

const tenths: readonly number[] = [10, 20, 30, 40, 50, 60, 70, 80, 90];

/** Share of the percentiles below 0, 10 … 100. */
function below({ deciles }: HowGoodGroup): readonly number[] {
  const all = deciles.reduce((sum, count) => sum + count, 0);
  const sums = [0];
  for (const count of deciles) sums.push((sums.at(-1) ?? 0) + count);
  return sums.map((sum) => sum / Math.max(1, all));
}

/** The largest distance from the diagonal, in points. */
function farthest(group: HowGoodGroup): string {
  return (100 * Math.max(...below(group).map((share, tenth) => Math.abs(share - tenth / 10)))).toFixed(1);
}

/** "0.04", "6e-5" as "0.00006". */
function pText(p: number): string {
  if (p === 0 || p >= 0.001) return String(Number(p.toPrecision(2)));
  return p.toFixed(Math.min(20, 1 - Math.floor(Math.log10(p)))).replace(/0+$/, '');
}

function picture(groups: readonly HowGoodGroup[], width: number): Drawing {
  const columns = Math.max(1, Math.min(groups.length, Math.floor((width + gap) / (112 + gap))));
  const side = Math.min(180, (width - gap * (columns - 1)) / columns - 1);
  const rows = Math.ceil(groups.length / columns);
  const tall = headHeight + side + footHeight;
  const panels = groups.map((group, place) => {
    const [left, top] = [(place % columns) * (side + gap) + 0.5, Math.floor(place / columns) * tall + headHeight];
    const x = linearScale(0, 1, left, left + side);
    const y = linearScale(0, 1, top + side, top);
    const line = below(group)
      .map((share, tenth) => `${tidy(x(tenth / 10))} ${tidy(y(share))}`)
      .join('L');
    const name = referenceGroupName(group.group);
    return drawing(
      'g',
      { class: 'row', 'data-mark': place },
      drawing('rect', { class: 'reach', x: left - 0.5, y: top - headHeight, width: side + 1, height: tall - 12 }),
      drawing('text', { class: 'value strong', x: left, y: top - 8 }, name),
      drawing('rect', { class: 'axis', x: tidy(left), y: tidy(top), width: tidy(side), height: tidy(side) }),
      drawing('line', { class: 'average', x1: tidy(x(0)), y1: tidy(y(0)), x2: tidy(x(1)), y2: tidy(y(1)) }),
      drawing('path', { class: 'own', d: `M${line}` }),
      ...[0, 50, 100].map((tick) =>
        drawing(
          'text',
          {
            class: 'label',
            x: tidy(x(tick / 100)),
            y: tidy(top + side + 16),
            'text-anchor': tick === 0 ? 'start' : tick === 100 ? 'end' : 'middle',
          },
          String(tick),
        ),
      ),
      drawing('text', { class: 'label', x: left, y: tidy(top + side + 34) }, words.people(group.people)),
    );
  });
  const height = rows * tall - 12;
  return drawing('svg', { viewBox: `0 0 ${width} ${tidy(height)}`, width, height: tidy(height) }, ...panels);
}

function tidy(value: number): number {
  return Math.round(value * 100) / 100;
}
