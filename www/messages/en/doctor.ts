// Texts: the file doctor, which says what a genotype file is and what to look at first.
import type { Build, Sex } from '../../shared/report.ts';
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
  fine: 'Nothing in this file needs fixing.',
  facts: 'What this file is',
  vendor: 'Looks like',
  why: 'Because',
  wrapping: 'Packed as',
  /** "zip, genome_v5.txt inside" */
  member: (wrapping: string, member: string | null) =>
    member === null ? wrapping : `${wrapping}, with ${member} inside`,
  plain: 'plain text',
  size: 'Size',
  build: 'Build',
  buildNote: 'The edition of the human reference map that the positions are counted on.',
  buildUnknown: 'Unknown',
  buildMarkers: (votes: number, build: Build, all: number) =>
    `${formatCount(votes)} of ${formatCount(all)} ${plural(all, 'marker', 'markers')} with a known place ${plural(votes, 'sits', 'sit')} where ${build} has ${plural(votes, 'it', 'them')}.`,
  buildNoMarkers: 'None of the markers with a known place is in the file.',
  buildHeader: (build: Build | null) => (build === null ? 'The header names no build.' : `The header says ${build}.`),
  buildDiffers: 'The positions outrank the header.',
  sample: 'Sample',
  sex: 'Sex chromosomes',
  /** What the chromosomes look like; not a statement on a person. */
  sexes: { female: 'Two X', male: 'One X and one Y', unknown: 'Unclear' } satisfies Record<Sex, string>,
  sexEvidence: (heterozygous: number, calls: number, y: number, yMarkers: number) =>
    `${formatCount(heterozygous)} of ${formatCount(calls)} readings on X have two different letters; ${formatCount(y)} of ${formatCount(yMarkers)} markers on Y were read.`,
  callRate: 'Markers read',
  callRateText: (rate: number, called: number, markers: number) =>
    `${formatShare(rate)}: ${formatCount(called)} of ${formatCount(markers)} markers`,
  noCalls: 'Without a reading',
  noCallsText: (count: number) => `${formatCount(count)} ${plural(count, 'marker', 'markers')}`,
  heterozygous: 'Two different letters',
  heterozygousText: (count: number, called: number) =>
    called === 0 ? formatCount(count) : `${formatCount(count)} markers, ${formatShare(count / called)} of those read`,
  indels: 'Insertions and deletions',
  indelsText: (count: number) =>
    count === 0
      ? 'None'
      : `${formatCount(count)}, written as D or I; they count only where a score’s alleles settle them`,
  duplicates: 'Markers listed twice',
  duplicatesText: (agreeing: number, conflicting: number) =>
    agreeing + conflicting === 0
      ? 'None'
      : `${formatCount(agreeing)} agree; ${formatCount(conflicting)} differ${conflicting > 0 ? ' and are treated as not read' : ''}`,
  special: 'X, Y and MT',
  specialText: (x: number, par: number, y: number, mt: number) =>
    `${formatCount(x)} markers on X, ${formatCount(par)} of them in the stretches X and Y share (PAR), where everyone has two copies; ${formatCount(y)} on Y; ${formatCount(mt)} on MT`,
  order: 'Order',
  sorted: 'By chromosome and position',
  unsorted: 'Mixed; sorted while reading',
  chip: 'Chip, by guess',
  chipUnknown: 'Unknown',
  more: 'Everything about this file',
};
