// Draws what became of every row of a score as one stacked column with its labels beside it.
import type { ScoreResult } from '../shared/report.ts';
import { formatCount } from '../shared/format-count.ts';
import { formatShare } from '../shared/format-share.ts';
import { charts } from '../messages/en/charts.ts';
import type { Chart } from './chart.ts';
import type { Drawing } from './drawing.ts';
import { drawing } from './drawing.ts';
import { shorten } from './shorten.ts';

type Part = { readonly kind: 'mark' | 'hatched' | 'faint' | 'hollow'; readonly label: string; readonly rows: number };

const column = { x: 1, width: 56, top: 8, height: 216 };
const lineHeight = 26;

export function coverageColumn(score: ScoreResult, width: number): Chart {
  const words = charts.coverageColumn;
  const every: Part[] = [
    { kind: 'mark', label: words.matched, rows: score.matched },
    ...Object.entries(score.excluded)
      .sort((one, other) => other[1] - one[1])
      .map(([reason, rows]): Part => ({ kind: 'hatched', label: words.excluded(reason), rows })),
    { kind: 'faint', label: words.noCall, rows: score.no_call },
    { kind: 'hollow', label: words.unmatched, rows: score.unmatched },
  ];
  const parts = every.filter((part) => part.rows > 0);
  const share = (part: Part): string => formatShare(part.rows / score.rows);
  return {
    name: `${score.id}-coverage`,
    title: words.title(formatCount(score.matched), formatCount(score.rows)),
    sentence: words.sentence(
      formatShare(score.coverage.rows),
      score.coverage.share_of,
      formatShare(score.coverage.variance ?? score.coverage.weight),
    ),
    drawing: picture(parts, score.rows, width),
    readings: parts.map((part) => words.reading(part.label, formatCount(part.rows), share(part))),
    table: {
      columns: words.columns.map((label, index) => ({ label, numeric: index > 0 })),
      rows: parts.map((part) => [part.label, String(part.rows), share(part)]),
    },
  };
}

function picture(parts: readonly Part[], rows: number, width: number): Drawing {
  const heights = parts.map((part) => Math.max(2, (part.rows / Math.max(1, rows)) * column.height));
  const tops = heights.map((_, index) => column.top + heights.slice(0, index).reduce((sum, one) => sum + one, 0));
  const foot = column.top + heights.reduce((sum, one) => sum + one, 0);
  const places = apart(
    tops.map((top, index) => top + (heights[index] ?? 0) / 2),
    column.top + lineHeight / 2,
  );
  const height = Math.ceil(Math.max(foot, (places.at(-1) ?? 0) + lineHeight / 2) + 8);
  const elbow = column.x + column.width + 12;
  const marks = parts.map((part, index) => {
    const top = tops[index] ?? 0;
    const tall = heights[index] ?? 0;
    const place = places[index] ?? 0;
    const label = `${formatCount(part.rows)} ${part.label}`;
    return drawing(
      'g',
      { class: 'row', 'data-mark': index },
      drawing('rect', {
        class: 'reach',
        x: elbow,
        y: round(place - lineHeight / 2),
        width: width - elbow,
        height: lineHeight,
      }),
      drawing('rect', { class: part.kind, x: column.x, y: round(top), width: column.width, height: round(tall) }),
      ...(part.kind === 'hatched' ? hatches(top, tall) : []),
      drawing('polyline', {
        class: 'leader',
        points: `${column.x + column.width + 2},${round(top + tall / 2)} ${elbow},${round(top + tall / 2)} ${elbow + 10},${round(place)} ${elbow + 18},${round(place)}`,
      }),
      drawing(
        'text',
        { class: part.kind === 'mark' ? 'value strong' : 'value', x: elbow + 24, y: round(place + 4.5) },
        shorten(label, width - elbow - 28),
      ),
    );
  });
  return drawing('svg', { viewBox: `0 0 ${width} ${height}`, width, height }, ...marks);
}

/** Labels pushed down until none touches the one above. */
function apart(wanted: readonly number[], first: number): number[] {
  const places: number[] = [];
  for (const place of wanted) places.push(Math.max(place, (places.at(-1) ?? first - lineHeight) + lineHeight));
  return places;
}

/** Slanted lines inside one part, drawn one by one so that a saved file needs no pattern. */
function hatches(top: number, tall: number): Drawing[] {
  const lines: Drawing[] = [];
  const { x, width } = column;
  for (let start = -tall; start < width; start += 7) {
    const from = Math.max(0, start);
    const to = Math.min(width, start + tall);
    if (to - from < 1) continue;
    lines.push(
      drawing('line', {
        class: 'hatch',
        x1: round(x + from),
        y1: round(top + tall - (from - start)),
        x2: round(x + to),
        y2: round(top + tall - (to - start)),
      }),
    );
  }
  return lines;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
