// Draws the correlations of scores as a square of marks: the larger the mark, the more they share; hollow where it is negative.
import { labSharing } from '../messages/en/lab-sharing.ts';
import type { Sharing } from '../shared/labs.ts';
import type { Chart } from './chart.ts';
import { drawing } from './drawing.ts';
import { shorten } from './shorten.ts';
import { textWidth } from './text-width.ts';

const words = labSharing.matrix;
const cell = 34;
const head = 26;
/** Pixels of a score's name. */
const widest = 120;

export function shareMatrix(name: string, { predictors, pairs }: Sharing, width: number): Chart {
  const left = Math.min(width / 2.4, 12 + Math.max(0, ...predictors.map(({ id }) => textWidth(shorten(id, widest)))));
  const size = Math.min(cell, (width - left - 8) / Math.max(1, predictors.length));
  const height = head + size * predictors.length + 8;
  const told = (value: number | null): string =>
    value === null ? labSharing.unknown : value.toFixed(3).replace('-', '−');
  const marks = pairs.map(({ first, second, correlation }, index) => {
    const [x, y] = [left + size * (first + 0.5), head + size * (second + 0.5)];
    const radius = Math.max(1, (size / 2 - 2) * Math.sqrt(Math.min(1, Math.abs(correlation ?? 0))));
    const square = { x: tidy(x - size / 2), y: tidy(y - size / 2), width: tidy(size), height: tidy(size) };
    return drawing(
      'g',
      { class: 'row', 'data-mark': index },
      drawing('rect', { class: 'reach', ...square }),
      correlation === null
        ? drawing('text', { class: 'label', x: tidy(x), y: tidy(y + 4), 'text-anchor': 'middle' }, '?')
        : drawing('circle', { class: correlation < 0 ? 'hatched' : 'mark', cx: tidy(x), cy: tidy(y), r: tidy(radius) }),
    );
  });
  return {
    name,
    title: words.title,
    sentence: words.sentence,
    drawing: drawing(
      'svg',
      { viewBox: `0 0 ${width} ${Math.ceil(height)}`, width, height: Math.ceil(height) },
      ...predictors.map(({ id }, at) =>
        drawing(
          'text',
          { class: 'label', x: tidy(left - 8), y: tidy(head + size * (at + 0.5) + 4), 'text-anchor': 'end' },
          shorten(id, widest),
        ),
      ),
      ...predictors.map((_, at) =>
        drawing(
          'text',
          { class: 'label', x: tidy(left + size * (at + 0.5)), y: 16, 'text-anchor': 'middle' },
          String(at + 1),
        ),
      ),
      ...predictors.map((_, at) =>
        drawing('circle', {
          class: 'rest',
          cx: tidy(left + size * (at + 0.5)),
          cy: tidy(head + size * (at + 0.5)),
          r: tidy(size / 2 - 2),
        }),
      ),
      ...marks,
    ),
    readings: pairs.map(({ first, second, correlation }) =>
      words.reading(predictors[first]?.id ?? '', predictors[second]?.id ?? '', told(correlation)),
    ),
    table: {
      columns: words.columns.map((label, at) => ({ label, numeric: at > 1 })),
      rows: pairs.map(({ first, second, correlation }) => [
        predictors[first]?.id ?? '',
        predictors[second]?.id ?? '',
        told(correlation),
      ]),
    },
  };
}

function tidy(value: number): number {
  return Math.round(value * 100) / 100;
}
