// Texts: the page of one score.
import type { ScoreResult } from '../../shared/report.ts';
import { formatCount } from '../../shared/format-count.ts';
import { formatShare } from '../../shared/format-share.ts';
import { plural } from '../plural.ts';
import { reason } from './reasons.ts';

const variants = (count: number): string => `${formatCount(count)} ${plural(count, 'variant', 'variants')}`;

export const score = {
  back: 'All results',
  loading: 'Loading this score…',
  gone: 'This score is not among the results.',
  for: (sample: string) => `for ${sample}`,
  sum: 'Your sum',
  exact: 'Copy the exact value',
  copied: 'Copied.',
  /** The reading: a paragraph of short sentences. */
  found: (rows: number, matched: number) =>
    `Of ${variants(rows)} in this score, ${formatCount(matched)} ${plural(matched, 'was', 'were')} found in your file and counted.`,
  excluded: (excluded: ScoreResult['excluded']) => {
    const parts = Object.entries(excluded)
      .filter(([, rows]) => rows > 0)
      .map(([code, rows]) => `${formatCount(rows)} (${reason(code)})`);
    return parts.length === 0 ? '' : `Left out: ${parts.join(', ')}.`;
  },
  missing: (unmatched: number, noCall: number) =>
    [
      unmatched === 0 ? '' : `${formatCount(unmatched)} ${plural(unmatched, 'is', 'are')} not found in your file.`,
      noCall === 0 ? '' : `${formatCount(noCall)} ${plural(noCall, 'is', 'are')} in your file without a reading.`,
    ]
      .filter((part) => part !== '')
      .join(' '),
  filled: (rows: number, sum: string, from: ScoreResult['filled_from']) =>
    `With the average of ${from === 'file' ? 'all samples of your file' : from === 'score-and-file' ? 'a reference group, or of all samples of your file,' : 'a reference group'} in place of ${formatCount(rows)} missing ${plural(rows, 'variant', 'variants')}, the sum is ${sum}.`,
  notFilled: 'The scoring file brings no frequencies, so missing variants cannot be filled with an average.',
  worked: 'The sum, worked',
  workedNote: 'Each line is a weight times your copies of the effect allele. You can add the last column by hand.',
  workedColumns: { variant: 'Variant', weight: 'Effect weight', copies: 'Copies', contribution: 'Contribution' },
  workedCounted:
    'Some weights of this score count two copies as one, or count one only beside another. There the count stands first, and your copies in brackets.',
  /** Between the columns, as in a sum on paper. */
  rest: (count: number) => `${formatCount(count)} more, each smaller`,
  zeros: (count: number) => `${formatCount(count)} more, nothing to add`,
  rounding: 'Rounding of the last digit',
  total: 'Sum',
  empty: 'No variant counted, so there is nothing to add.',
  coverage: 'Coverage',
  charts: 'Where it comes from',
  missingTitle: 'The largest effects that are missing',
  missingNote: (of: 'variance' | 'weight') =>
    of === 'variance'
      ? 'Share is the part of the score’s differences between people that hangs on the variant.'
      : 'Share is the part of all effect weights’ sizes together. The scoring file brings no frequencies.',
  missingColumns: ['Variant', 'Chromosome', 'Effect weight', 'Share', 'Why'],
  missingNone: 'Nothing is missing.',
  unsupported: 'Parts that no genotype file can answer',
  unsupportedRow: (code: string, rows: number, share: number) =>
    `${variants(rows)}: ${reason(code)}. ${formatShare(share)} of all effect weights’ sizes.`,
  evidence: 'How the variants were found',
  joined: 'Joined',
  joinedText: (position: number, rsid: number) =>
    `${formatCount(position)} by chromosome and position, ${formatCount(rsid)} by rsID`,
  strand: 'Strand',
  strandText: (direct: number, flipped: number) =>
    `${formatCount(direct)} as written, ${formatCount(flipped)} read on the other strand`,
  positions: 'Positions from',
  positionsText: {
    author: 'the author’s columns',
    harmonised: 'the catalog’s harmonised columns',
    lifted: 'the score’s columns, carried over by a chain file',
    rsid: 'nowhere: the rsID was used',
  },
  kinds: 'Match kinds',
  kindsText: {
    refalt: 'both alleles agree as written',
    altref: 'both alleles agree, in the other order',
    refalt_flip: 'both alleles agree on the other strand',
    altref_flip: 'both alleles agree on the other strand, in the other order',
    no_oa_ref: 'the score names one allele, and your file has it',
    no_oa_alt: 'the score names one allele, and your file has only another',
    no_oa_ref_flip: 'the score names one allele, and your file has it on the other strand',
    no_oa_alt_flip: 'the score names one allele, and your file has only another, on the other strand',
  },
  notes: 'Notes',
  audit: 'Every variant',
  auditNote:
    'The audit table has one line for every line of the scoring file: what was found, which rule applied, and what it added.',
  auditSave: 'Save the audit table',
  auditShow: 'Show it here',
  auditHide: 'Hide',
  auditLoading: 'Writing the table…',
  auditFirst: (shown: number) => `The first ${formatCount(shown)} lines are shown; the saved file has all of them.`,
  auditAll: (shown: number) => `${formatCount(shown)} ${plural(shown, 'line', 'lines')}.`,
  auditTable: 'Audit table',
};
