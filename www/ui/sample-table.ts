// Reads an overview as a table of samples by scores: which samples and scores are wanted, in which order, and as CSV.
import type { Overview } from '../shared/overview.ts';
import { percentileAt } from './percentile-at.ts';

/** What the cells show. */
export type Measure = 'observed' | 'filled' | 'coverage' | 'percentile';
/** `score`: null for the samples' names. */
export type SampleOrder = { readonly score: number | null; readonly down: boolean };

const collator = new Intl.Collator('en', { numeric: true });
const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');

/** The number of a cell; NaN where it is not known. */
export function cellValue({ scores, figures }: Overview, measure: Measure, sample: number, score: number): number {
  const place = sample * scores.length + score;
  if (measure === 'observed') return figures.observed_sum[place] ?? Number.NaN;
  if (measure === 'percentile') return figures.percentile[place] ?? Number.NaN;
  if (measure === 'filled') return figures.filled_sum[place] ?? Number.NaN;
  const rows = scores[score]?.rows ?? 0;
  return rows === 0 ? 0 : (figures.matched[place] ?? Number.NaN) / rows;
}

/** Places of the samples whose names have every word, ordered; what is not known stands last. */
export function chooseSamples(
  overview: Overview,
  words: string,
  measure: Measure,
  order: SampleOrder | null,
): readonly number[] {
  const wanted = wordsOf(words);
  const chosen: number[] = [];
  for (const [place, { id, input }] of overview.samples.entries()) {
    const text = `${id}\n${input}`.toLowerCase();
    if (wanted.every((word) => text.includes(word))) chosen.push(place);
  }
  if (order === null) return chosen;
  const turn = order.down ? -1 : 1;
  const { score } = order;
  if (score === null) {
    const id = (place: number): string => overview.samples[place]?.id ?? '';
    return chosen.sort((one, other) => turn * collator.compare(id(one), id(other)));
  }
  const value = (place: number): number => cellValue(overview, measure, place, score);
  return chosen.sort((one, other) => {
    const [left, right] = [value(one), value(other)];
    if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    return turn * (left - right);
  });
}

/** Places of the scores whose trait, name or id has every word. */
export function chooseScores({ scores }: Overview, words: string): readonly number[] {
  const wanted = wordsOf(words);
  const chosen: number[] = [];
  for (const [place, { id, name, trait }] of scores.entries()) {
    const text = `${trait ?? ''}\n${name ?? ''}\n${id}`.toLowerCase();
    if (wanted.every((word) => text.includes(word))) chosen.push(place);
  }
  return chosen;
}

/** A text that a spreadsheet would run as a formula gets a ' before it, as in the engine's own tables. */
function field(text: string): string {
  const safe = /^[=@+\-\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The table as it stands, with every digit; a percentile with its range, or why it is withheld. */
export function sampleCsv(
  overview: Overview,
  measure: Measure,
  samples: readonly number[],
  scores: readonly number[],
): Blob {
  const heads = scores.flatMap((score) => {
    const id = overview.scores[score]?.id ?? '';
    return measure === 'percentile' ? [id, `${id}_low`, `${id}_high`, `${id}_withheld`] : [id];
  });
  const lines = [['sample', ...heads.map(field)].join(',')];
  for (const sample of samples) {
    const cells = [field(overview.samples[sample]?.id ?? '')];
    for (const score of scores) {
      if (measure === 'percentile') {
        const { percentile, withheld } = percentileAt(overview, sample * overview.scores.length + score);
        cells.push(...[percentile?.value, percentile?.low, percentile?.high, withheld].map((one) => String(one ?? '')));
      } else {
        const value = cellValue(overview, measure, sample, score);
        cells.push(Number.isNaN(value) ? '' : String(value));
      }
    }
    lines.push(cells.join(','));
  }
  return new Blob([`${lines.join('\r\n')}\r\n`], { type: 'text/csv' });
}
