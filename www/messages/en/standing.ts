// Texts: where a person stands among others. A percentile is never said without its range and what it rests on.
// Numbers arrive already written: "71", "<1" and ">99" for what is less than 1 or more than 99 of 100.
import type { ToldPercentile } from '../../shared/told-percentile.ts';

/** "about 71", "at most 1", "at least 99": before "of 100 people". */
const about = (percentile: string): string =>
  percentile.startsWith('<')
    ? `at most ${percentile.slice(1)}`
    : percentile.startsWith('>')
      ? `at least ${percentile.slice(1)}`
      : `about ${percentile}`;

/** "63 to 78", "under 1 to 4", "97 to over 99". */
const range = (low: string, high: string): string =>
  `${low.replace('<', 'under ').replace('>', 'over ')} to ${high.replace('<', 'under ').replace('>', 'over ')}`;

const shortRange = (low: string, high: string): string =>
  /[<>]/.test(low + high) ? `${low} to ${high}` : `${low}–${high}`;

export const standing = {
  title: 'Where you stand',
  /** The first sentence of the page. */
  higher: (value: string, low: string, high: string) =>
    `Higher than ${about(value)} of 100 people like you in the reference (range ${range(low, high)}).`,
  /** What the range is: how often it holds, in cases of a hundred. */
  rangeMeans: (level: number) =>
    `The range says how sure this is. If every part of the score could be read, your place would be within it in about ${Math.round(level * 100)} of 100 cases like yours.`,
  restsOn: 'What this rests on',
  /** `mixed`: no group has most of the similarity. */
  group: (group: string, share: string, mixed: boolean) =>
    mixed
      ? `People like you: people of the same mix of genetic background. You are most similar to the reference group ${group}, with ${share} of the similarity; the rest is like other groups. This is genetic similarity, not ethnicity or identity.`
      : `People like you: you are genetically most similar to the reference group ${group}, with ${share} of the similarity. This is not ethnicity or identity.`,
  basis: {
    frequencies:
      'How it was worked out: from how common each variant is in the reference groups, weighted by how similar you are to each.',
    components:
      'How it was worked out: from the scores of the reference people, adjusted for genetic background by principal components, the main lines along which genomes differ.',
  } satisfies Record<ToldPercentile['basis'], string>,
  covered: (share: string) =>
    `Variants used: your file and the reference together hold ${share} of what makes this score differ between people. Others are scored over the same variants.`,
  notMeaning: 'What this does not mean',
  /** Never softened. */
  limits: [
    'It is not a diagnosis. It is a statistical estimate that was learned from many people. It does not tell what will happen to you.',
    'A low place is not the same as no risk, and a high place does not mean that you have or will get a disease.',
    'Rare variants with a large effect are not assessed. Neither are missing or extra stretches of DNA, missing or extra chromosomes, or most of the immune genes (the MHC). A clinical test looks for those.',
    'Do not start, stop or change a treatment because of this number. Talk with a doctor or a genetic counsellor if it worries you.',
  ],
  figures: 'The figures',
  figure: {
    percentile: 'Percentile',
    range: 'Range',
    level: 'How often the range holds',
    basis: 'Worked out from',
    group: 'Most similar group',
    share: 'Share of the similarity',
    covered: 'Share of the score’s variance covered',
    z: 'Standardised sum (Z_norm2)',
    reference: 'Reference',
  },
  figureBasis: {
    frequencies: 'frequencies in the reference groups',
    components: 'principal components',
  } satisfies Record<ToldPercentile['basis'], string>,
  /** `hash`: the first letters of the pack's fingerprint. */
  reference: (name: string, hash: string) => `${name}, SHA-256 ${hash}…`,
  levelText: (level: number) => `about ${Math.round(level * 100)} of 100 times`,
  /** In brackets after the percentile: "63–78", "97 to >99". */
  range: shortRange,
  /** Read aloud in place of the cell's bar and figures. */
  shortAloud: (value: string, low: string, high: string) =>
    `higher than ${about(value)} of 100, range ${range(low, high)}`,
  withheld: 'Percentile withheld',
  withheldShort: 'Withheld',
  withheldNote: 'Your sum below is still right. It just cannot be compared with other people. It is not a diagnosis.',
  help: 'What would help',
  damaged: {
    why: 'The figures of this comparison are damaged or do not fit each other, so none of them is shown.',
    help: 'Compare again, or save the report anew.',
  },
  /** What a comparison does, one after the other. */
  steps: {
    reading: 'Reading the files at the places of the reference',
    placing: 'Placing the people in your files among those of the reference',
    comparing: 'Comparing the scores',
  } as Readonly<Record<string, string>>,
  bytesOf: (done: string, total: string) => `${done} of ${total}`,
  peopleOf: (done: string, total: string) => `${done} of ${total} people`,
  scoresOf: (done: string, total: string) => `${done} of ${total} scores`,
  stop: 'Stop',
  stopLabel: 'Stop the comparison',
  stopped: 'You stopped the comparison, so it is not known where you stand. Your sum below is still right.',
  comparing: 'Comparing with the people of the reference…',
  comparingNote: 'This happens in your page. The percentile will stand here.',
  failed: 'The comparison did not work',
  again: 'Compare again',
  /** Nobody has compared, and nothing of this score would allow it. */
  none: 'By itself your sum is neither high nor low. This score brings no figures of other people, so Tallele cannot say where you stand. It is not a diagnosis.',
  chart: {
    /** Without a full stop; by where the range lies beside the middle. */
    titles: {
      above: 'Your whole range lies above the middle of people like you',
      across: 'Your range reaches across the middle of people like you',
      below: 'Your whole range lies below the middle of people like you',
    },
    sentence: (value: string, low: string, high: string, group: string, basis: ToldPercentile['basis']) =>
      `Your place is ${about(value)} of 100, with a range of ${range(low, high)} (shaded). The curve shows how the scores of people like you spread: most are near the middle. Nearest group: ${group}, by ${basis === 'frequencies' ? 'frequencies' : 'principal components'}.`,
    you: (value: string, low: string, high: string) => `you: ${value} (${shortRange(low, high)})`,
    people: 'people like you',
    axis: 'of 100 people, how many have a lower score',
    reading: {
      low: (low: string) => `The range begins at ${low}.`,
      you: (value: string, low: string, high: string) =>
        `You: higher than ${about(value)} of 100 people like you, range ${range(low, high)}.`,
      high: (high: string) => `The range ends at ${high}.`,
    },
    columns: ['', 'Percentile', 'Standardised score (z)'],
    rows: { low: 'Range, lower end', you: 'You', high: 'Range, upper end', middle: 'Middle of people like you' },
  },
};
