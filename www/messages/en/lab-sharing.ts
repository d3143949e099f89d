// Texts: the lab "Shared or separate?".
import { formatCount } from '../../shared/format-count.ts';
import { formatFigure } from '../../shared/format-figure.ts';
import { plural } from '../plural.ts';

export const labSharing = {
  claim:
    'Scores for different traits rest mostly on different variants, so that moving one leaves most of the others where they are. How far that is true can be counted for any two scores.',
  source:
    'S. Yong, T. Raben, L. Lello, S. Hsu: Genetic architecture of complex traits and disease risk predictors, Scientific Reports 10:12055, 2020. Independent traits, (Σλ)²/Σλ²: C. Bretherton and others, Journal of Climate 12:1990, 1999. Blocks: T. Berisa, J. Pickrell: Bioinformatics 32:283, 2016.',
  empty: 'Choose two or more scores on the shelf: samples, scores of the PGS Catalog, or files of your own.',
  one: 'One score is loaded. It takes another to compare it with.',
  toShelf: 'Go to the shelf',
  samples: 'Load the sample scores',
  working: 'Comparing…',
  headline: {
    /** `told`: those whose files bring what it takes. */
    traits: (worth: string, told: number, count: number) =>
      told === count
        ? `${formatCount(count)} scores are worth ${worth} independent traits`
        : `${formatCount(told)} of ${formatCount(count)} scores can be told, and are worth ${worth} independent traits`,
    pairs: (count: number, shared: number) =>
      `${formatCount(shared)} of ${formatCount(count)} ${plural(count, 'pair', 'pairs')} ${plural(shared, 'has', 'have')} variants in common`,
  },
  sentence: {
    traits:
      'From the correlations of the shared variants, by frequencies of the files. Linkage between different variants is not in it.',
    pairs: 'Covariances are told where the files bring frequencies, and not here for all.',
  },
  build: (build: string, blocks: number) =>
    `Compared by their places on ${build}, in ${formatCount(blocks)} blocks of 1.7 million bases.`,
  pairs: 'Pair by pair',
  pairColumns: [
    'Pair',
    'Variants of both',
    'Same direction',
    'Blocks of both',
    'By chance',
    'P of as many or more',
    'Variance in the same blocks',
    'Correlation',
  ],
  each: 'Each score',
  eachColumns: ['Score', 'Variants compared', 'Left out', 'Blocks', 'Frequencies known'],
  notPlaced: 'not on this build',
  unknown: 'not told',
  moved: 'What moves along',
  movedNote:
    'Each score’s largest variants are changed to two favourable alleles until it has moved by one of its standard deviations, in people on average. The others move by as many of theirs.',
  movedColumns: ['Moved score', 'Variants changed', 'Other score', 'Changed variants it has too', 'It moves by'],
  movedNever: (id: string) => `${id}: its file brings no frequencies, so its spread is not known.`,
  deviations: (count: number) => `${count > 0 ? '+' : ''}${formatFigure(count)} SD`,
  matrix: {
    title: 'Correlations of the scores',
    sentence: 'By shared variants: 1 is the same score, 0 is none in common.',
    reading: (one: string, other: string, value: string) => `${one} and ${other}: ${value}`,
    columns: ['Score', 'Score', 'Correlation'],
  },
  assumptions: [
    'Files of weights tell no linkage. Two scores that stand on neighbouring variants share blocks and nothing else here; with linkage their correlation could be larger or smaller.',
    'Frequencies are those that the files bring. Where a file brings none, no variance, covariance or correlation is told for it.',
    'Blocks are cut at equal lengths of 1.7 million bases, about as many as there are nearly independent ones in Europeans. A score of a million variants is in all of them: then the overlap of blocks says nothing, and that of variance does.',
    'Rows without a place, and rows that are not additive, are left out and counted. Alleles may stand on either strand; A/T and C/G are taken as written.',
    'A shared variant is not a shared cause.',
  ],
  hand: {
    none: 'With two scores loaded, the numbers of the first pair stand here.',
    pair: (one: string, other: string) => `Of ${one} and ${other}, the pair with most variants in common:`,
    expected: (first: string, second: string, blocks: string, expected: string) =>
      `By chance ${first} × ${second} / ${blocks} = ${expected} blocks would be shared.`,
    jaccard: (shared: string, either: string, jaccard: string) =>
      `Of all blocks of either, ${shared}/${either} = ${jaccard} are of both.`,
    correlation: (covariance: string, one: string, other: string, value: string) =>
      `Correlation: Σ 2p(1 − p)β₁β₂ / √(V₁·V₂) = ${covariance} / √(${one} × ${other}) = ${value}.`,
    traits: (trace: string, squares: string, worth: string) =>
      `Independent traits: (Σλ)²/Σλ² = trace²/Σr² = ${trace}²/${squares} = ${worth}.`,
    counting:
      'A counting argument, not a measurement: two people differ at about 4 million places, and 4\u202f000\u202f000 / 4000 loci for each trait is room for 1000 traits that share none.',
  },
};
