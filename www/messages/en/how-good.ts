// Texts: the view "How good is this?". The figures come from a file that a command made; nothing here softens them.
import { formatCount } from '../../shared/format-count.ts';
import { plural } from '../plural.ts';

const people = (count: number): string => `${formatCount(count)} ${plural(count, 'person', 'people')}`;

export const howGood = {
  title: 'How good is this?',
  lead: 'A percentile is worth what its test shows. Here is what was tested, on whom, what came out, and how you can repeat it.',
  /** What a test of this kind can and cannot say. */
  asked: 'Two questions were asked of people whom the figures were not fitted to.',
  questions: (level: string) => [
    'Are percentiles spread evenly? Of 100 people of one background about 10 should stand below 10, another 10 between 10 and 20, and so on.',
    `Does the range hold? It says that the place which all variants would give lies within it ${level} of the time. So variants were taken away, and the places compared.`,
  ],
  notAsked:
    'This tests where a score stands among people. It does not test whether a score predicts a disease: each score’s own published validation says that, on its card.',
  answer: 'The answer',
  /** `above`, `below`: ways in which it held more often, and less often. */
  heldAll: (above: number, below: number, all: number, low: string, high: string) => {
    const inside = all - above - below;
    const span = `The range held in ${low} to ${high} of cases in`;
    if (inside === all) return `${span} every one of the ${all} ways of lacking variants that were tried.`;
    const parts = [
      above === 0 ? '' : `It held more often in ${above}, so it is wider there than it need be.`,
      below === 0 ? '' : `It held less often in ${below}, so it promises too much there.`,
    ];
    return `${span} ${inside} of the ${all} ways of lacking variants that were tried. ${parts.filter(Boolean).join(' ')}`;
  },
  evenAll: (odd: number, all: number) =>
    odd === 0
      ? `Percentiles were spread evenly in each background, every time (${formatCount(all)} of ${formatCount(all)}).`
      : `Percentiles were not spread evenly in ${formatCount(odd)} of ${formatCount(all)} backgrounds and ways. Read percentiles there with care.`,
  gate: (least: string) =>
    `Where a file holds less than ${least} of what makes a score differ between people, the page withholds the percentile. It was measured there too, and is marked “withheld”.`,
  /** Of one data set. */
  who: (all: number, fitted: number, compared: number) =>
    `${people(all)}. The figures were fitted to ${formatCount(fitted)} of them, and tested on ${formatCount(compared)} others.`,
  real: 'These are real people’s genotypes.',
  simulated:
    'These people are simulated: the test says that the reckoning is right where its assumptions hold, and no more.',
  background: {
    placed: 'Their background was found from their genotypes, as the page does.',
    label: 'Their background was taken from the labels of the data.',
  },
  scores: (count: number, rows: string, madeUp: number) =>
    `${formatCount(count)} ${plural(count, 'score', 'scores')} of ${rows} variants${madeUp === 0 ? '' : `. The weights of ${madeUp === count ? 'all' : formatCount(madeUp)} are made up for the test, so that no one trait decides`}.`,
  even: 'Are percentiles spread evenly?',
  evenWith: (label: string) => `With ${label}`,
  placing: 'From how few sites is a background known?',
  placingNote: 'People were placed again from fewer sites. The page places nobody from fewer than 300.',
  placingColumns: ['Sites', 'People', 'Nearest group is their own', 'Usual error of a share'],
  repeat: 'Repeat it',
  repeatNote: 'The same command and the same files give the same figures.',
  facts: {
    version: 'Made by',
    seed: 'Seed',
    reference: 'Reference',
    origin: 'Data',
    licence: 'Terms',
    sources: 'Files',
    rule: 'Held to',
  },
  version: (version: string) => `Tallele ${version}`,
  rule: (low: string, high: string, alpha: number, tests: number) =>
    `the range holds in ${low} to ${high}; all ${formatCount(tests)} tests of evenness together at alpha ${alpha}`,
  loading: 'Loading the figures…',
  damaged: 'The file of the figures is not one that this page can read. Load the page anew to get the newest.',
  again: 'Try again',
  failed: 'The figures could not be loaded',
  /** The link to this view. */
  link: 'How good is this?',
};
