// Draws how likely each colour of the eyes is: the range as an area, the probability as a bar.
import { eyeColour as words } from '../messages/en/eye-colour.ts';
import { formatPercent } from '../shared/format-percent.ts';
import { formatShare } from '../shared/format-share.ts';
import { percentRange } from '../shared/percent-range.ts';
import { eyeColours } from '../shared/told-eye-colour.ts';
import type { ToldEyeColour } from '../shared/told-eye-colour.ts';
import type { Chart } from './chart.ts';
import { shareRows } from './share-rows.ts';

export function eyeColourBars(id: string, told: ToldEyeColour, width: number): Chart {
  const rows = eyeColours.map((colour) => {
    const { value, low, high } = told[colour];
    return { label: words.rows[colour], share: value, interval: { low, high } };
  });
  const text = ({ share, interval: { low, high } }: (typeof rows)[number]): string =>
    words.chart.value(formatPercent(share), ...percentRange(low, high));
  return {
    name: `${id}-eye-colour`,
    title: words.chart.title(told.call),
    sentence: words.chart.sentence,
    drawing: shareRows(
      rows.map((row) => ({ ...row, text: text(row) })),
      width,
    ),
    readings: rows.map(({ label, share, interval }) =>
      words.chart.reading(label, formatPercent(share), ...percentRange(interval.low, interval.high)),
    ),
    table: {
      columns: words.chart.columns.map((label, index) => ({ label, numeric: index > 0 })),
      rows: rows.map(({ label, share, interval }) => [
        label,
        ...[share, interval.low, interval.high].map((one) => formatShare(one)),
      ]),
    },
  };
}
