// Draws how much of one person's DNA is most like that of each reference group: the interval as an area, the share as a bar.
import { charts } from '../messages/en/charts.ts';
import { referenceGroup, referenceGroupName } from '../messages/en/reference-groups.ts';
import type { PlacedPerson } from '../shared/comparison.ts';
import { formatPercent } from '../shared/format-percent.ts';
import { shareInterval } from '../shared/share-interval.ts';
import type { ShareInterval } from '../shared/share-interval.ts';
import type { Chart } from './chart.ts';
import type { Drawing } from './drawing.ts';
import { drawing } from './drawing.ts';
import { isBetweenGroups } from './is-between-groups.ts';
import { linearScale } from './linear-scale.ts';
import { textWidth } from './text-width.ts';

type Row = {
  readonly code: string;
  readonly share: number;
  readonly error: number | null;
  readonly interval: ShareInterval | null;
  readonly text: string;
};

const words = charts.similarityBars;

/** Largest share first. */
export function similarityBars(person: PlacedPerson, width: number): Chart {
  const rows = Object.entries(person.similarity ?? {})
    .map(([code, { q, se }]): Row => {
      const interval = shareInterval(q, se);
      return { code, share: q, error: se, interval, text: shareText(q, interval) };
    })
    .sort((one, other) => other.share - one.share);
  const [top] = rows;
  return {
    name: `${person.id}-similarity`,
    title: (isBetweenGroups(person) ? words.mixed : words.title)(referenceGroupName(top?.code ?? ''), top?.text ?? ''),
    sentence: rows.some(({ interval }) => interval === null) ? words.unsure : words.sentence,
    drawing: picture(rows, width),
    readings: rows.map(({ code, share, interval }) =>
      interval === null
        ? words.readingUnsure(referenceGroup(code), formatPercent(share))
        : words.reading(
            referenceGroup(code),
            formatPercent(share),
            formatPercent(interval.low),
            formatPercent(interval.high),
          ),
    ),
    table: {
      columns: words.columns.map((label, index) => ({ label, numeric: index > 1 })),
      rows: rows.map(({ code, share, error, interval }) => [
        referenceGroupName(code),
        code,
        written(share),
        written(error),
        written(interval?.low ?? null),
        written(interval?.high ?? null),
      ]),
    },
  };
}

/** "99% (97–100)". */
function shareText(share: number, interval: ShareInterval | null): string {
  if (interval === null) return words.valueUnsure(formatPercent(share));
  const [low, high] = [interval.low, interval.high].map((end) => String(Math.round(end * 100)));
  return words.value(formatPercent(share), low ?? '', high ?? '');
}

function picture(rows: readonly Row[], width: number): Drawing {
  // On a narrow card the names stand above their bars.
  const stacked = width < 380;
  const rowHeight = stacked ? 50 : 30;
  const labelWidth = stacked ? width : Math.max(...rows.map(({ code }) => textWidth(referenceGroup(code))));
  const valueWidth = Math.max(...rows.map(({ text }) => textWidth(text)));
  const scale = linearScale(0, 1, stacked ? 1 : labelWidth + 12, width - valueWidth - 12);
  const height = rows.length * rowHeight + 4;
  const marks = rows.map(({ code, share, interval, text }, index) => {
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
        referenceGroup(code),
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

/** Four places: the errors are larger. */
function written(value: number | null): string {
  return value === null ? '' : value.toFixed(4);
}

function tidy(value: number): number {
  return Math.round(value * 100) / 100;
}
