// Texts: edits of a made-up person, in the lab "Polygenicity and flips". Hypothetical, and said so first.

export const labEdits = {
  title: 'If loci could be edited',
  caution:
    'Hypothetical. Nobody can make such edits in people, and nothing here advises anybody to. It is arithmetic on a made-up person: how little would be left of the numbers above once causes are unsure, other traits count and edits go wrong.',
  settings: {
    edits: 'Edits at most',
    people: 'People that effects are known by',
    traits: 'Other traits of the same loci',
    rg: 'Correlation of effects with each of them',
    tolerance: 'How far each may move, in standard deviations',
    off: 'Chance that an edit changes something elsewhere, ε',
    clean: 'Least chance of no change elsewhere',
    cells: 'Share of cells that an edit reaches',
  },
  headline: (edits: string, expected: string, free: string) =>
    `${edits} edits would gain ${expected} standard deviations on average, not ${free}`,
  nothing: 'No edit keeps to these limits',
  sentence: (free: string, intended: string, causal: string, edits: string) =>
    `As many of the largest loci would gain ${free} if causes were known and nothing else counted. This plan would gain ${intended} if every edited variant were a cause; ${causal} of ${edits} are, on average.`,
  all: (chance: string) => `The chance that all of them are causes is ${chance}.`,
  deviation: (deviation: string) =>
    `As it is not known which are, the gain itself has a standard deviation of ${deviation}.`,
  budget: (edits: string, clean: string) =>
    `No more than ${edits} edits keep a chance of ${clean} that nothing else is changed.`,
  clean: (chance: string) => `With this plan nothing else is changed with a chance of ${chance}.`,
  cells: (chance: string) => `A cell has all of its edits with a chance of ${chance}.`,
  best: {
    proven: 'No other choice within the limits gains more.',
    near: (bound: string) =>
      `No choice within the limits gains more than ${bound}; whether this one is the best is not proven.`,
  },
  risk: (before: string, after: string) =>
    `Were the trait the liability of a disease that ${before} get, and moved down as far, ${after} would.`,
  others: {
    title: 'What the other traits would do',
    note: 'In standard deviations of each, on average.',
    columns: ['Other trait', 'With this plan', 'If chosen for the target alone'],
    name: (number: number) => `Trait ${number}`,
  },
  chart: {
    title: (expected: string, intended: string) => `${expected} is left of ${intended} standard deviations`,
    sentence:
      'The same edits in the order of what they are expected to gain: on average, and if all of them are causes.',
    expected: 'on average',
    intended: 'if all are causes',
    axis: 'edits',
    gained: 'standard deviations gained',
    reading: (edits: string, expected: string, intended: string, free: string) =>
      `${edits} edits: ${expected} standard deviations on average, ${intended} if all are causes, ${free} without limits and with known causes`,
    columns: ['Edits', 'On average', 'If all are causes', 'Without limits, causes known'],
  },
  assumptions: (neighbours: number, r2: number) => [
    `Each cause has ${neighbours} neighbours with r² = ${r2} that could be it. How likely the variant with the most evidence is the cause follows from Wakefield’s Bayes factors at the evidence that so many people give on average.`,
    'A variant that is not the cause changes nothing when it is edited. An edit gives two favourable alleles, and errs independently of the others.',
  ],
  hand: {
    clean: (off: string, edits: string, chance: string) => `(1 − ε)^E = (1 − ${off})^${edits} = ${chance}.`,
    study: (people: string, error: string) =>
      `An effect at a frequency of ½ has the standard error √(2/${people}) = ${error} standard deviations of the trait.`,
    gain: 'The expected gain is Σ copies · β · P(cause) over the edits; the chance that all are causes is the product of P(cause).',
  },
  source: 'J. Wakefield: Bayes factors for genome-wide association studies, Genetic Epidemiology 33, 2009.',
};
