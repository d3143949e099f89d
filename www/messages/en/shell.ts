// Texts: what stands around every view. "Tallele" is the name and is not translated.
import { formatCount } from '../../shared/format-count.ts';
import { plural } from '../plural.ts';

export const shell = {
  name: 'Tallele',
  skip: 'Skip to the content',
  steps: 'Steps',
  /** The steps in their order; each also is the view's name in the window title. */
  views: {
    open: 'Open',
    shelf: 'Shelf',
    results: 'Results',
    people: 'People',
    score: 'Score',
    privacy: 'Privacy',
    'how-good': 'How good is this?',
    labs: 'Labs',
  },
  /** Under the name of a step: what it holds now. */
  files: (count: number) => (count === 0 ? 'your DNA file' : `${formatCount(count)} ${plural(count, 'file', 'files')}`),
  scores: (count: number) =>
    count === 0 ? 'choose scores' : `${formatCount(count)} ${plural(count, 'score', 'scores')}`,
  results: { none: 'sums', waiting: 'waiting', scoring: 'adding up', ready: 'ready', failed: 'stopped' },
  /** How many were compared with reference people, or how far that is. */
  people: (compared: number | 'none' | 'stopped' | 'comparing' | 'failed') =>
    typeof compared === 'number'
      ? `${formatCount(compared)} compared`
      : { none: 'side by side', stopped: 'side by side', comparing: 'comparing', failed: 'stopped' }[compared],
  title: (view: string) => `${view} · Tallele`,
  /** The button names what pressing it will do. */
  toDark: 'Use dark colours',
  toLight: 'Use light colours',
  dropGenotypes: 'Let go to open as genotype files',
  dropScores: 'Let go to add as scoring files',
  version: (version: string) => `Tallele ${version}`,
  engineStarting: 'The engine is starting.',
  promise: 'Your file stays in this page.',
  privacy: 'See what was requested',
  loading: 'Loading this view…',
  loadFailed: 'This part of the page could not be loaded. Check your connection and load the page again.',
  /** Read aloud when something changes. */
  said: {
    opened: (name: string) => `${name} is open.`,
    failed: (name: string) => `${name} could not be read.`,
    scored: (count: number) => `Your results are ready: ${formatCount(count)} ${plural(count, 'row', 'rows')}.`,
    scoring: 'Adding up.',
    merged: 'The files are merged.',
    notMerged: 'The files were not merged.',
    compared: 'The comparison with the reference people is ready.',
    notCompared: 'The comparison with the reference people did not work.',
  },
  print: {
    inputs: 'Made from',
    made: (date: string) => `Made on ${date}`,
    /** Where nothing was added up, so that the files have no fingerprints. */
    looked: (date: string) => `Printed on ${date}`,
    reference: (name: string) => `Compared by ${name}`,
    more: (count: number) => `and ${formatCount(count)} more`,
  },
};
