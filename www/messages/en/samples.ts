// Texts: the table of many samples, one row for each, one column for each score.
import { formatCount } from '../../shared/format-count.ts';
import { plural } from '../plural.ts';

export const samples = {
  table: 'Results by sample',
  find: 'Find a sample',
  findScore: 'Find a score',
  measure: 'Show',
  measures: { observed: 'sums', filled: 'filled sums', coverage: 'coverage', percentile: 'percentiles' },
  sample: 'Sample',
  sortSamples: 'Sort by sample',
  sortScore: (score: string) => `Sort by ${score}`,
  /** "2 504 samples, 20 scores" */
  count: (samples: number, scores: number) =>
    `${formatCount(samples)} ${plural(samples, 'sample', 'samples')}, ${formatCount(scores)} ${plural(scores, 'score', 'scores')}`,
  countOf: (samples: number, all: number, scores: number, allScores: number) =>
    `${formatCount(samples)} of ${formatCount(all)} samples, ${formatCount(scores)} of ${formatCount(allScores)} scores`,
  save: 'Save this table',
  none: 'No sample or score fits.',
  showAll: 'Show all',
  /** Read aloud with a cell; the mark ◆ says it to the eye. */
  look: 'look at this first',
  /** Under the table, where it shows percentiles. */
  percentiles:
    'Of 100 people like the sample in the reference, how many have a lower sum; the range in brackets. A score’s page says what that rests on.',
  /** Read aloud with a cell without a percentile. */
  withheld: (reason: string) => `withheld: ${reason}`,
  /** Under the table, where a cell has the mark. */
  marked: '◆ There is something to look at first, which the score’s page says.',
  keys: 'Arrow keys move from cell to cell; Enter opens a score’s page, or sorts by a heading.',
  printed: (scores: number) => `The first ${formatCount(scores)} scores are printed; the saved table has all of them.`,
};
