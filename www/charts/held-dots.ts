// Draws how often the range held what it is about, by background and way of lacking variants, beside where it may lie.
import { charts } from '../messages/en/charts.ts';
import { referenceGroupName } from '../messages/en/reference-groups.ts';
import { formatPercent } from '../shared/format-percent.ts';
import type { HowGood, HowGoodFile } from '../shared/how-good.ts';
import type { Chart } from './chart.ts';
import type { Drawing } from './drawing.ts';
import { drawing } from './drawing.ts';
import { linearScale } from './linear-scale.ts';
import { textWidth } from './text-width.ts';

const words = charts.heldDots;
const headHeight = 34;
const rowHeight = 24;
const top = 26;

/** `files`: those that lack variants; with all of them the range holds by itself. */
export function heldDots(name: string, files: readonly HowGoodFile[], rule: HowGood['rule'], width: number): Chart {
  const { level, held_min: low, held_max: high } = rule;
  const within = (held: number): boolean => held >= low && held <= high;
  const good = files.filter(({ held }) => within(held)).length;
  const percent = (held: number): string => formatPercent(held);
  return {
    name,
    title: words.title(good, files.length),
    sentence: words.sentence(percent(level), percent(low), percent(high)),
    drawing: picture(files, rule, width),
    readings: files.flatMap(({ label, groups }) =>
      groups.map(({ group, held, people }) => words.reading(label, referenceGroupName(group), percent(held), people)),
    ),
    table: {
      columns: words.columns.map((column, place) => ({ label: column, numeric: place > 1 })),
      rows: files.flatMap((file) => [
        [file.label, words.everybody, sum(file, 'people'), sum(file, 'percentiles'), percent(file.held)],
        ...file.groups.map(({ group, people, percentiles, held }) => [
          file.label,
          referenceGroupName(group),
          String(people),
          String(percentiles),
          percent(held),
        ]),
      ]),
    },
  };
}

function sum({ groups }: HowGoodFile, of: 'people' | 'percentiles'): string {
  return String(groups.reduce((all, group) => all + group[of], 0));
}

function picture(files: readonly HowGoodFile[], rule: HowGood['rule'], width: number): Drawing {
  const all = files.flatMap(({ held, groups }) => [held, ...groups.map((group) => group.held)]);
  // Whole tenths, so that the axis can be read.
  const low = Math.min(0.8, Math.floor(Math.min(...all) * 10) / 10);
  const names = files.flatMap(({ groups }) => groups.map(({ group }) => textWidth(referenceGroupName(group))));
  const left = Math.max(...names, 0) + 14;
  const scale = linearScale(low, 1, left, width - textWidth('100%') - 22);
  const height = files.reduce((tall, { groups }) => tall + headHeight + groups.length * rowHeight, top);
  let mark = -1;
  let y = top;
  const rows = files.flatMap((file) => {
    const heading = drawing('text', { class: 'value strong', x: 0, y: y + 23 }, file.label);
    y += headHeight;
    return [
      heading,
      ...file.groups.map(({ group, held }) => {
        mark += 1;
        const middle = y + rowHeight / 2;
        y += rowHeight;
        return drawing(
          'g',
          { class: 'row', 'data-mark': mark },
          drawing('rect', { class: 'reach see-through', x: 0, y: middle - rowHeight / 2, width, height: rowHeight }),
          drawing(
            'text',
            { class: 'label', x: tidy(left - 14), y: middle + 4.5, 'text-anchor': 'end' },
            referenceGroupName(group),
          ),
          drawing('line', { class: 'grid', x1: tidy(scale(low)), x2: tidy(scale(1)), y1: middle, y2: middle }),
          drawing('circle', { class: 'mark', cx: tidy(scale(held)), cy: middle, r: 5 }),
          drawing('text', { class: 'value', x: width, y: middle + 4.5, 'text-anchor': 'end' }, formatPercent(held)),
        );
      }),
    ];
  });
  const [from, to] = [scale(rule.held_min), scale(rule.held_max)];
  const ticks = [low, rule.level, 1];
  return drawing(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height },
    drawing('rect', { class: 'track', x: tidy(from), y: top - 4, width: tidy(to - from), height: height - top + 4 }),
    ...ticks.map((tick) =>
      drawing('text', { class: 'label', x: tidy(scale(tick)), y: 14, 'text-anchor': 'middle' }, formatPercent(tick)),
    ),
    ...rows,
  );
}

function tidy(value: number): number {
  return Math.round(value * 100) / 100;
}
