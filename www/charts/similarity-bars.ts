// Draws how much of one person's DNA is most like that of each reference group: the interval as an area, the share as a bar.
import { charts } from '../messages/en/charts.ts';
import { referenceGroup, referenceGroupName } from '../messages/en/reference-groups.ts';
import type { PlacedPerson } from '../shared/comparison.ts';
import { formatPercent } from '../shared/format-percent.ts';
import { shareInterval } from '../shared/share-interval.ts';
import type { ShareInterval } from '../shared/share-interval.ts';
import type { Chart } from './chart.ts';
import { isBetweenGroups } from './is-between-groups.ts';
import { shareRows } from './share-rows.ts';

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
    drawing: shareRows(
      rows.map(({ code, share, interval, text }) => ({ label: referenceGroup(code), share, interval, text })),
      width,
    ),
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

/** Four places: the errors are larger. */
function written(value: number | null): string {
  return value === null ? '' : value.toFixed(4);
}
