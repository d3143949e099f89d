// Texts: the question what places count as that a file of variants alone does not list, and the mark of its answer.
import type { Absent } from '../../shared/report.ts';
import { formatCount } from '../../shared/format-count.ts';
import { plural } from '../plural.ts';

export const absent = {
  title: 'One question before the numbers count',
  /** The question, in words that need no genetics. */
  ask: 'This file lists only the places where this person differs from the reference genome. A score also asks about places that are not listed. What should those count as?',
  /** What the file shows that helps to decide. */
  evidence: (places: number) =>
    `It lists ${formatCount(places)} places. The file of a whole genome lists about four to five million, and that of an exome about twenty to sixty thousand.`,
  legend: 'Places that this file does not list',
  choices: {
    'hom-ref': {
      label: 'They are like the reference',
      help: 'Right for a whole genome (WGS). The laboratory looked everywhere and wrote down only what differs, so a place that is not listed has two copies of the reference letter.',
    },
    missing: {
      label: 'They are not known',
      help: 'Right for a chip, an exome or a panel. The laboratory looked at some places only, so a place that is not listed stays missing, and the coverage says so.',
    },
  } satisfies Record<Absent, { readonly label: string; readonly help: string }>,
  unsure:
    'Not sure? Look for “WGS”, “whole genome” or “30×” in what the laboratory sent. If you cannot tell, choose “not known”: then no number is made up.',
  use: 'Use this answer',
  remembers:
    'Your answer is kept in this browser with a fingerprint of the file, not with its name, and asked for only once. “Forget everything” deletes it.',
  recalled: 'This is your answer from before.',
  answer: 'Answer the question',
  change: 'Change the answer',
  keep: 'Not now',
  /** Said wherever numbers stand that rest on the answer. */
  marks: {
    'hom-ref': 'Places that this file does not list are counted as two copies of the reference letter, as you chose.',
    missing: 'Places that this file does not list are counted as missing, as you chose.',
  } satisfies Record<Absent, string>,
  /** The same, while nobody has answered. */
  open: 'Until you answer, places that this file does not list count as missing, and the sums leave them out.',
  /** Beside a row of the results. */
  flag: 'reference assumed',
  of: (file: string) => `About ${file}`,
  /** Where many files have the same question. */
  more: (files: number) =>
    `${formatCount(files)} more ${plural(files, 'file lists', 'files list')} only what differs: see ${plural(files, 'its answer', 'their answers')}`,
};
