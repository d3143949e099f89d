// Texts: the table of results.
import { formatCount } from '../../shared/format-count.ts';
import { plural } from '../plural.ts';

const percentiles =
  'A percentile says how many of 100 people like you in the reference have a lower sum. Its range, in brackets, says how sure that is. It is not a diagnosis, and a low place is not the same as no risk.';

export const results = {
  title: 'Your results',
  /** Said once, above the table, and never softened. */
  meaning: 'Each sum says how your copies add up under one score, and how much of the score your file could answer.',
  /** After it, by whether there are percentiles. */
  afterMeaning: {
    none: 'None of these scores brings figures of other people, so Tallele cannot say whether a sum is high or low.',
    waiting: 'Whether that is high or low, a comparison with other people will say.',
    comparing: percentiles,
    told: percentiles,
  },
  empty: 'There is nothing to add up yet.',
  emptyFile: 'Open a DNA file first.',
  emptyScores: 'Your file is open. Choose one score or more.',
  openFile: 'Open a file',
  choose: 'Choose scores',
  waiting: 'Waiting for the scores on their way',
  waitingOf: (ready: number, all: number) => `${formatCount(ready)} of ${formatCount(all)} ready`,
  scoring: 'Adding up',
  hashing: 'Taking fingerprints of the files for the report',
  bytesOf: (done: string, total: string) => `${done} of ${total} read`,
  scoringOf: (done: number, total: number) => `${formatCount(done)} of ${formatCount(total)} scores`,
  cancel: 'Cancel',
  again: 'Add up again',
  older: 'These are the results from before your last change.',
  filter: 'Find a score',
  state: 'Show',
  view: 'Rows',
  views: { samples: 'one for each sample', pairs: 'one for each score of a sample' },
  states: {
    all: 'all',
    complete: 'fully covered',
    part: 'partly covered',
    low: 'less than three quarters covered',
    look: 'with something to look at first',
    told: 'with a percentile',
    withheld: 'with the percentile withheld',
  },
  count: (shown: number, all: number) =>
    shown === all
      ? `${formatCount(all)} ${plural(all, 'row', 'rows')}`
      : `${formatCount(shown)} of ${formatCount(all)} rows`,
  none: 'No row fits this filter.',
  showAll: 'Show all',
  table: 'Results',
  columns: {
    name: 'Score',
    sample: 'Sample',
    percentile: 'Percentile',
    observed: 'Sum',
    filled: 'Filled sum',
    coverage: 'Coverage',
    matched: 'Counted',
    excluded: 'Left out',
    unmatched: 'Not found',
    flags: 'Notes',
  },
  explainPercentile: [
    'Percentile',
    'how many of 100 people like you in the reference have a lower sum, over the variants that counted. The bar goes from 0 to 100: the mark is yours, the area its range. “Withheld” means that a number would mislead; the score’s page says why.',
  ] as const,
  explain: [
    ['Sum', 'the weights times your copies, over the variants that counted'],
    [
      'Filled sum',
      'the same, with the average of a reference group where your file has no answer; only where the scoring file brings frequencies',
    ],
    ['Coverage', 'the share of the score’s variants that counted'],
    ['Left out', 'variants that a rule excludes, or that no genotype file can answer'],
    ['Not found', 'variants that your file does not have, has with other letters, or has without a reading'],
  ] as const,
  explainTitle: 'What the columns mean',
  sort: (column: string) => `Sort by ${column}`,
  sortBy: 'Sort by',
  ofRows: (matched: string, rows: string) => `${matched} of ${rows}`,
  fix: (count: number) => `${count} to look at`,
  notes: (count: number) => `${count} ${plural(count, 'note', 'notes')}`,
  saveJson: 'Save as JSON',
  saveCsv: 'Save as CSV',
  print: 'Print',
  exact: (value: string) => `Exactly ${value}`,
  findings: 'About this run',
  options: 'Rules of this run',
  retry: 'Try again',
};
