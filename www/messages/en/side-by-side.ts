// Texts: several people's results side by side, and how far brothers and sisters are apart.
import { formatCount } from '../../shared/format-count.ts';
import { plural } from '../plural.ts';

export const sideWords = {
  title: 'Side by side',
  /** What a percentile means where several people stand beside each other. */
  note: 'A percentile says how many of 100 people of a similar genetic background have a lower score. Each person is compared with people like themselves, so two people’s percentiles can rest on different groups. The range in brackets says how sure it is; each score’s own page says what it rests on.',
  sumsOnly:
    'Nobody has been compared with other people under these scores, so these are sums. Two people’s sums can be set side by side only where the same variants counted.',
  withReference: (name: string) => `Percentiles by the reference ${name}.`,
  none: 'There are no results yet. Choose scores, and they stand here side by side.',
  choose: 'Choose scores',
  people: (chosen: number, all: number) => `Choose people: ${formatCount(chosen)} of ${formatCount(all)}`,
  peopleNote: (most: number) => `Up to ${most} people stand side by side.`,
  findPerson: 'Find a person',
  findScore: 'Find a score',
  scoresShown: (shown: number, found: number) =>
    shown < found
      ? `${formatCount(shown)} of ${formatCount(found)} scores shown. Type a name to see others.`
      : `${formatCount(found)} ${plural(found, 'score', 'scores')}`,
  table: 'Scores of several people side by side',
  score: 'Score',
  sum: (sum: string) => `sum ${sum}`,
  /** The link's name for a screen reader. */
  page: (score: string, person: string) => `${score} of ${person}`,
  older: 'These are the results from before your last change.',
  siblings: {
    title: 'How far siblings are apart',
    explain:
      'The unit is the usual spread (one standard deviation) of a score among people like them. Two children of the same parents inherit by chance: about two of three pairs of full siblings differ by less than 1.',
    pair: (one: string, other: string) => `${one} and ${other}`,
    /** `value`, `low` and `high` are written without a sign where the interval leaves no doubt. */
    differ: (higher: string, lower: string, value: string, low: string, high: string) =>
      `${higher} is higher than ${lower} by ${value} (${low} to ${high}).`,
    unclear: (one: string, other: string, value: string, low: string, high: string) =>
      `${one} less ${other}: ${value} (${low} to ${high}). Which of them is higher is not sure.`,
    notTold: (count: number) =>
      `For ${formatCount(count)} ${plural(count, 'score', 'scores')} no difference is told, because a percentile of one of the two is not.`,
    nothing: 'No difference is told: no score has a percentile for both.',
    more: (count: number) => `${formatCount(count)} more are not listed.`,
  },
};
