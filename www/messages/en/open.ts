// Texts: the first view, where a person opens a genotype file.
import type { Build } from '../../shared/report.ts';
import { formatCount } from '../../shared/format-count.ts';
import { plural } from '../plural.ts';

export const open = {
  title: 'Open your DNA file',
  lead: 'Choose the raw data download of a DNA test. Tallele reads it here, in this page, and adds it up against published scores.',
  drop: 'Drop your files here',
  or: 'or',
  choose: 'Choose files',
  more: 'Open another file',
  formats:
    '23andMe, AncestryDNA, MyHeritage, FamilyTreeDNA, Living DNA or a table of markers, as text, .gz or .zip; VCF, gVCF and BCF; PLINK and BGEN. Choose all files of a set, or of all chromosomes, at once. A chain file carries scores from one build to another. A report that you saved as JSON opens again.',
  sample: 'Try a sample person',
  family: 'Try a sample family',
  sampleNote: 'No file at hand? The sample people are made up.',
  noFamily: 'This page comes without a sample family.',
  privacy: 'Your file does not leave this page.',
  ledger: 'Every request the page makes is listed.',
  files: 'Your files',
  sampleBadge: 'sample person, made up',
  /** While it is looked at which files belong together. */
  sorting: (name: string, files: number) => `Looking at ${files === 1 ? name : `${formatCount(files)} files`}`,
  reading: (name: string) => `Reading ${name}`,
  fetching: 'Fetching the sample person',
  hashing: (name: string) => `Fingerprinting ${name}`,
  waiting: (name: string) => `${name} waits for its turn`,
  cancel: 'Cancel',
  cancelOf: (name: string) => `Cancel reading ${name}`,
  /** "4.1 MB of 16.4 MB" */
  of: (done: string, total: string) => `${done} of ${total}`,
  chains: 'Chain files',
  chain: (from: Build, to: Build) => `Carries positions from ${from} to ${to}, and back.`,
  chainReading: 'Reading…',
  close: 'Close file',
  closeOf: (name: string) => `Close ${name}`,
  nextShelf: 'Choose scores',
  nextResults: (count: number) => `See ${count === 1 ? 'the result' : `all ${count} results`}`,
  nextFailed: 'See what stopped the results',
  adding: (count: number) => `Adding up ${count} ${plural(count, 'score', 'scores')}…`,
};
