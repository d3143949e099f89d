// Texts: the shelf, where a person chooses scores.
import { formatBytes } from '../../shared/format-bytes.ts';
import { formatCount } from '../../shared/format-count.ts';
import { plural } from '../plural.ts';

export const shelf = {
  title: 'Choose scores',
  lead: 'A score is a published list of variants, each with a weight. Tallele multiplies each weight by your copies and adds them up.',
  samples: 'Sample scores',
  samplesNote: 'They come with this page and are made up, to show how it works.',
  samplesFailed: 'The sample scores could not be loaded.',
  add: 'Add',
  addOf: (name: string) => `Add ${name}`,
  addAll: 'Add all',
  added: 'Added',
  catalog: 'PGS Catalog',
  /** Where the words go, and where the files come from; both may be one host. */
  catalogNote: (catalog: string, files: string) =>
    `A search sends the words you type to ${catalog}, and nothing else. Scores come whole from ${files}.`,
  search: 'Search by trait, words, or id',
  searchHint: 'Such as “height”, or PGS000001, or many ids at once',
  searchButton: 'Search',
  searching: 'Searching the PGS Catalog…',
  none: (text: string) =>
    `The catalog has no score for “${text}”. Try the trait in other words, or an id such as PGS000001.`,
  found: (count: number) => `${formatCount(count)} ${plural(count, 'score', 'scores')} found`,
  firstOf: (count: number) => `The first ${count} are shown. More words find fewer.`,
  download: (bytes: number | null) => (bytes === null ? 'Download' : `Download ${formatBytes(bytes)}`),
  downloadOf: (id: string, bytes: number | null) =>
    `Download ${id}, ${bytes === null ? 'size not known' : formatBytes(bytes)}`,
  downloadAll: (count: number, bytes: number | null) =>
    `Download all ${formatCount(count)}${bytes === null ? '' : `, ${formatBytes(bytes)}`}`,
  rows: (rows: number) => `${formatCount(rows)} ${plural(rows, 'variant', 'variants')}`,
  sizeUnknown: 'size not known',
  license: 'Licence',
  licenseUnknown: 'The catalog states no licence.',
  /** Before the download; the licence itself follows. */
  nonCommercial: 'Not for commercial use.',
  nonCommercialShort: 'not for commercial use',
  /** In a deployment that is run commercially. */
  refused: (licence: string) =>
    `This page is run commercially, and the score’s licence bars commercial use, so it is not used here: “${licence}”. Choose another score, ask its authors for other terms, or use it on your own computer for purposes that its licence allows.`,
  refusedShort: 'This page is run commercially, so it does not use this score.',
  citation: 'Source',
  local: 'A scoring file of your own',
  localNote: 'PGS Catalog text, or a table whose header names effect_allele and effect_weight. As text or .gz.',
  localButton: 'Choose scoring files',
  chosen: 'Chosen scores',
  chosenNone: 'Nothing chosen yet.',
  chosenCount: (ready: number, all: number) =>
    ready === all
      ? `${formatCount(all)} ${plural(all, 'score', 'scores')}`
      : `${formatCount(ready)} of ${formatCount(all)} ready`,
  several: (name: string, count: number) => (count > 1 ? `${name}, ${count} scores` : name),
  steps: { waiting: 'waiting', downloading: 'downloading', reading: 'reading', ready: 'ready', failed: 'failed' },
  remove: 'Remove',
  removeOf: (name: string) => `Remove ${name}`,
  cancelOf: (name: string) => `Cancel ${name}`,
  removeAll: 'Remove all',
  failed: (count: number) => `${formatCount(count)} ${plural(count, 'score', 'scores')} could not be read`,
  moreFailed: (count: number) => `And ${formatCount(count)} more.`,
  next: 'See the results',
  needsFile: 'Open a DNA file to see results.',
  openFile: 'Open a file',
};
