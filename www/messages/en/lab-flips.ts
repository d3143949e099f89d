// Texts: the lab "Polygenicity and flips".

export const labFlips = {
  claim:
    'A trait of many small effects varies through the small excess of some alleles over others. Of N = 10\u202f000 equal effects with h² = 0.5, about √N = 100 alleles changed from one form to the other are one standard deviation; changing the largest effects first takes far fewer. The many that are left say how far a genome is from its limits.',
  source:
    'S. Hsu: On the genetic architecture of intelligence and other quantitative traits, arXiv:1408.3421, 2014. Risks and liability: P. Visscher and others, Nature 637:637, 2025.',
  caution:
    'This is a count of what the additive model says. Nobody knows the causes one by one, and no such changes can be made in people.',
  settings: { n: 'Loci with an effect, N', h2: 'Heritability, h²', effects: 'Effects', seed: 'Seed' },
  effects: { equal: 'all of one size', normal: 'normally distributed' },
  headline: {
    enough: (flips: string) => `${flips} flips are one standard deviation`,
    /** There are only so many alleles to flip. */
    never: (flips: string, alleles: string) =>
      `One standard deviation would take ${flips} flips, and there are ${alleles} alleles`,
  },
  sentence: (n: string, reach: string, limit: string) =>
    `That is for ${n} effects of one size. All favourable alleles together would be ${reach} standard deviations above the mean, and one drawn person has ${limit} left to gain.`,
  beyond: 'That is far beyond where the model has been seen to hold.',
  way: {
    title: (best: string, any: string) => `${best} of the largest loci do what ${any} in any order do`,
    never: 'All loci together are not one standard deviation',
    sentence: (people: number) =>
      `Loci changed to two favourable alleles in a person drawn at random, until the trait has moved by one standard deviation: means over ${people} people. The curves are those of the first.`,
    best: 'largest first',
    any: 'any order',
    axis: 'loci changed',
    moved: 'standard deviations gained',
    one: 'one standard deviation',
    reading: (loci: string, best: string, any: string) =>
      `${loci} loci: ${best} standard deviations with the largest first, ${any} in any order`,
    columns: ['Loci', 'Largest first', 'Any order'],
  },
  spectrum: {
    title: (half: string, all: string) => `${half} of ${all} loci hold half of the variance`,
    sentence: (ninety: string, ninetyNine: string, effective: string) =>
      `${ninety} hold 90%, ${ninetyNine} hold 99%. As many loci of equal variance would be ${effective}.`,
    share: 'share of the variance',
    curve: 'largest loci first',
    axis: 'loci',
    reading: (loci: string, share: string) => `the ${loci} largest loci: ${share} of the variance`,
    columns: ['Largest loci', 'Share of the variance'],
  },
  pleiotropy: {
    title: 'What moves along',
    none: 'Load two or more scores on the shelf to see what changing the variants of one does to the others.',
    link: 'Go to the shelf',
    open: 'See what else the loaded scores share',
  },
  assumptions: [
    'Alleles have a frequency of ½, loci are independent, and effects add up.',
    'A flip changes one allele. A changed locus, in the second picture, gets two favourable alleles, one or two flips.',
    'Except in the plan of edits, the causes are taken as known. A score’s variants are mostly not the causes but stand beside them.',
    'A finite genome has an end, but the additive model would fail long before it: nobody has been seen beyond some 5 standard deviations.',
  ],
  hand: {
    flip: (h2: string, n: string, beta: string) =>
      `With equal effects each locus has the variance 2·¼·β² = h²/N, so that β = √(2 × ${h2}/${n}) = ${beta} standard deviations of the trait.`,
    flips: (n: string, h2: string, flips: string) => `1/β = √(N/(2h²)) = √(${n}/(2 × ${h2})) = ${flips} flips.`,
    genetic: (n: string, flips: string) =>
      `For one standard deviation of the genetic value: √(N/2) = √(${n}/2) = ${flips}.`,
    reach: (n: string, h2: string, reach: string) =>
      `From the mean, N favourable alleles more are N·β = √(2N·h²) = √(2 × ${n} × ${h2}) = ${reach} standard deviations.`,
    mean: (root: string) =>
      `In any order and with normal effects, a locus that can be improved gains 4/3·√(2/π)·β on average: ${root} of them are 1.`,
  },
};
