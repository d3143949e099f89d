// Texts: the file doctor, which says what a genotype file is and what to look at first.
import type { Build, GenotypeFile, Sex } from '../../shared/report.ts';
import { formatCount } from '../../shared/format-count.ts';
import { formatShare } from '../../shared/format-share.ts';
import { plural } from '../plural.ts';

export const doctor = {
  first: 'Look at this first',
  notes: 'What changes the numbers',
  info: 'Good to know',
  /** After a finding, where several files or scores share a list. */
  foundIn: (names: readonly string[], more: number) =>
    `${names.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`,
  inSamples: (samples: number, all: number) =>
    `in ${formatCount(samples)} of ${formatCount(all)} ${plural(all, 'sample', 'samples')}`,
  fine: 'Nothing in this file needs fixing.',
  facts: 'What this file is',
  vendor: 'Looks like',
  why: 'Because',
  wrapping: 'Packed as',
  /** "zip, genome_v5.txt inside" */
  member: (wrapping: string, member: string | null) =>
    member === null ? wrapping : `${wrapping}, with ${member} inside`,
  unpacked: 'not packed',
  /** Under the name of the first. */
  together: (files: number) => `${formatCount(files)} files, read as one`,
  set: 'Files of this set',
  size: 'Size',
  build: 'Build',
  buildNote: 'The edition of the human reference map that the positions are counted on.',
  buildUnknown: 'Unknown',
  buildMarkers: (votes: number, build: Build, all: number) =>
    `${formatCount(votes)} of ${formatCount(all)} ${plural(all, 'marker', 'markers')} with a known place ${plural(votes, 'sits', 'sit')} where ${build} has ${plural(votes, 'it', 'them')}.`,
  buildNoMarkers: 'None of the markers with a known place is in the file.',
  buildHeader: (build: Build | null) => (build === null ? 'The header names no build.' : `The header says ${build}.`),
  buildDiffers: 'The positions outrank the header.',
  buildStated: (build: Build) => `${build} was chosen.`,
  sample: 'Sample',
  samples: 'Samples',
  /** "HG00096, HG00097 and 2 502 more" */
  samplesText: (names: readonly string[], all: number) =>
    all > names.length
      ? `${formatCount(all)}: ${names.join(', ')} and ${formatCount(all - names.length)} more`
      : `${formatCount(all)}: ${names.join(', ')}`,
  records: 'Places listed',
  recordsText: (records: number) => `${formatCount(records)} ${plural(records, 'record', 'records')}`,
  reference: 'Places like the reference',
  /** How a single sample's file of records says where nothing differs. */
  referenceText: (file: GenotypeFile) =>
    file.reference_blocks > 0
      ? `${formatCount(file.reference_blocks)} ${plural(file.reference_blocks, 'stretch', 'stretches')} where nothing but the reference was seen, so a place in one of them is known`
      : file.variants_only
        ? 'Not listed: the file has variants only'
        : 'Listed one by one, as far as they were looked at',
  filters: 'Failed a filter',
  filtersText: (records: number) =>
    records === 0
      ? 'None'
      : `${formatCount(records)} ${plural(records, 'record', 'records')} that the laboratory’s own filters caught; they count unless you choose to leave them out`,
  sex: 'Sex chromosomes',
  /** What the chromosomes look like; not a statement on a person. */
  sexes: { female: 'Two X', male: 'One X and one Y', unknown: 'Unclear' } satisfies Record<Sex, string>,
  /** "1 270 with two X, 1 233 with one X and one Y, 1 unclear" */
  sexesText: ({ female, male, unknown }: GenotypeFile['sexes']) =>
    [
      female > 0 ? `${formatCount(female)} with two X` : '',
      male > 0 ? `${formatCount(male)} with one X and one Y` : '',
      unknown > 0 ? `${formatCount(unknown)} unclear` : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  sexEvidence: (heterozygous: number, calls: number, y: number, yMarkers: number, records: boolean) =>
    `${formatCount(heterozygous)} of ${formatCount(calls)} readings on X have two different letters; ${formatCount(y)} of ${formatCount(yMarkers)} ${records ? 'places' : 'markers'} on Y were read.`,
  callRate: 'Markers read',
  callRateRecords: 'Places read',
  callRateShort: (rate: number, called: number) => (called === 0 ? 'None' : formatShare(rate)),
  callRateText: (rate: number, called: number, markers: number, records: boolean) =>
    `${formatShare(rate)}: ${formatCount(called)} of ${formatCount(markers)} ${records ? 'records' : 'markers'}`,
  noCalls: 'Without a reading',
  noCallsText: (count: number, records: boolean) =>
    `${formatCount(count)} ${records ? plural(count, 'record', 'records') : plural(count, 'marker', 'markers')}`,
  heterozygous: 'Two different letters',
  heterozygousText: (count: number, called: number, records: boolean) =>
    called === 0
      ? formatCount(count)
      : `${formatCount(count)} ${records ? 'records' : 'markers'}, ${formatShare(count / called)} of those read`,
  indels: 'Insertions and deletions',
  indelsText: (count: number) =>
    count === 0
      ? 'None'
      : `${formatCount(count)}, written as D or I; they count only where a score’s alleles settle them`,
  recordIndelsText: (count: number) =>
    count === 0 ? 'None' : `${formatCount(count)} ${plural(count, 'record', 'records')}, written out letter by letter`,
  duplicates: 'Markers listed twice',
  duplicatesText: (agreeing: number, conflicting: number) =>
    agreeing + conflicting === 0
      ? 'None'
      : `${formatCount(agreeing)} agree; ${formatCount(conflicting)} differ${conflicting > 0 ? ' and are treated as not read' : ''}`,
  special: 'X, Y and MT',
  specialText: (x: number, par: number, y: number, mt: number, records: boolean) =>
    `${formatCount(x)} ${records ? 'records' : 'markers'} on X, ${formatCount(par)} of them in the stretches X and Y share (PAR), where everyone has two copies; ${formatCount(y)} on Y; ${formatCount(mt)} on MT`,
  order: 'Order',
  sorted: 'By chromosome and position',
  unsorted: 'Mixed; sorted while reading',
  recordsUnsorted: 'Mixed',
  chip: 'Chip, by guess',
  chipUnknown: 'Unknown',
  more: 'Everything about this file',
};
