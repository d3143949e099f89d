// Texts: merging several files of one person, and what that showed.
import { formatCount } from '../../shared/format-count.ts';
import { formatShare } from '../../shared/format-share.ts';
import { plural } from '../plural.ts';

const markers = (count: number): string => `${formatCount(count)} ${plural(count, 'marker', 'markers')}`;

export const merge = {
  title: 'Are some of these files one person’s?',
  ask: 'Two tests of one person read different markers. Merged, one file fills the gaps of the other. Where the two contradict each other, nothing counts.',
  legend: 'Files of one person',
  use: 'These files are one person’s: merge them',
  merging: 'Merging…',
  failed: 'The files were not merged',
  /** Above what merging showed. */
  shown: 'What merging showed',
  /** "AncestryDNA, 677 436 markers" */
  of: (vendor: string, count: number) => `${vendor}, ${markers(count)}`,
  first: 'The first file. The others are compared with it.',
  /** How the calls of a file agree with those of the files before it. */
  verdict: (same: number, shared: number) =>
    shared === 0
      ? 'It shares no marker with the files before it, so nothing shows that they are one person’s.'
      : `${formatShare(same / shared)} of the ${markers(shared)} that both have read are the same.`,
  /** Each stands beside a number of markers. */
  rows: {
    shared: 'Read in both',
    agreeing: 'The same',
    other_strand: 'The same, written for the other strand of DNA',
    conflicting: 'Different: not counted',
    filled: 'Gaps that it fills',
    added: 'Markers that only it has',
    not_lifted: 'Left out: no place on the first file’s build',
  },
};
