// Texts: the people in the files, whom they are genetically like, how they are related, their results side by side.
import { formatCount } from '../../shared/format-count.ts';
import { plural } from '../plural.ts';

const people = (count: number): string => `${formatCount(count)} ${plural(count, 'person', 'people')}`;

export const peopleWords = {
  title: 'People',
  lead: 'Whom the people in your files are genetically like, how they are related, and their results side by side.',
  empty: 'Nobody is here yet. Open a DNA file first.',
  openFile: 'Open a file',
  print: 'Print',
  /** Above everything that is said of similarity; never softened or left out. */
  similarity: 'Genetic similarity to reference groups',
  notIdentity: 'This is not ethnicity or identity.',
  meaning:
    'Each share says how much of a person’s DNA looks most like that of one group of reference people. Another reference would give other shares.',
  ask: 'Compare with the reference people',
  askTitle: 'Nobody has been compared yet',
  /** What pressing the button does; the size is that of the pack that comes with the page. */
  askNote: (size: string) =>
    `This fetches one file that belongs to this page (${size}): figures of reference people of the open 1000 Genomes Project. The comparison is made here. Nothing of your files leaves the page.`,
  /** What it is good for. */
  askWhy: (count: number) =>
    `It says whom ${count === 1 ? 'the person' : 'the people'} in your ${plural(count, 'file', 'files')} ${plural(count, 'is', 'are')} genetically like. A percentile can only be told for somebody who was compared.`,
  comparingNote: 'It happens in this page. Nothing of your files leaves it.',
  afterSums: 'The comparison begins once the sums are added up.',
  sumsStopped: 'The sums stopped, and the comparison comes after them.',
  seeResults: 'See what stopped them',
  failed: 'The comparison did not work',
  again: 'Try again',
  /** With more people than are shown at once. */
  find: 'Find a person',
  shown: (shown: number, all: number) =>
    shown < all ? `${formatCount(shown)} of ${people(all)} shown. Type a name to see others.` : people(all),
  noneFound: 'No name fits.',
  from: (file: string) => `from ${file}`,
  sites: 'Places compared',
  sitesOf: (sites: number, all: number, share: string) => `${formatCount(sites)} of ${formatCount(all)} (${share})`,
  takenAsReference: 'Of them, not listed in the file',
  takenAsReferenceText: (sites: number) => `${formatCount(sites)}, counted as the reference`,
  nearestPopulation: 'Nearest population',
  outsideTitle: 'Outside the reference',
  outside: (name: string) =>
    `The DNA of ${name} lies outside of all reference people and of mixtures of them. No share would be meaningful, so none is told.`,
  outsideMeans:
    'No percentile is told either: there is nobody alike to compare with. A reference that includes people of this background would help.',
  fewTitle: 'Too few places to tell',
  fewMeans: 'Without a place among the reference people no percentile can be told.',
  map: 'Map of the reference people',
  mapWhat:
    'Principal components are the directions in which the DNA of the reference people differs most. People with much shared ancestry lie close together.',
  components: 'Draw',
  componentPair: (x: number, y: number) => `components ${x} and ${y}`,
  reference: 'The reference',
  referenceText: (name: string, origin: string, sites: number, count: number) =>
    `${name}: ${people(count)} at ${formatCount(sites)} places. ${origin}.`,
  licence: (text: string) => `Terms: ${text}.`,
};
