// Draws how much of a trait's differences a score explains: in people like this one, where it was tested, and of what genes do.
import { accuracy as texts } from '../messages/en/accuracy.ts';
import { formatShare } from '../shared/format-share.ts';
import type { Accuracy } from '../shared/report.ts';
import type { Chart } from './chart.ts';
import { shareRows } from './share-rows.ts';

const words = texts.chart;

export function accuracyBars(id: string, { r2, kept, heritability }: Accuracy, width: number): Chart {
  const rows = [
    { label: words.rows.you, share: r2 },
    // Of the same variants: what the file or the reference lacks is in neither.
    ...(kept > 0 && r2 / kept <= 1 ? [{ label: words.rows.tested, share: r2 / kept }] : []),
    ...(heritability === null ? [] : [{ label: words.rows.genes, share: heritability }]),
  ].map((row) => ({ ...row, interval: null, text: formatShare(row.share) }));
  return {
    name: `${id}-accuracy`,
    title: words.title(formatShare(r2)),
    sentence: words.sentence,
    drawing: shareRows(rows, width),
    readings: rows.map(({ label, text }) => words.reading(label, text)),
    table: {
      columns: words.columns.map((label, index) => ({ label, numeric: index > 0 })),
      rows: rows.map(({ label, share }) => [label, share.toFixed(4)]),
    },
  };
}
