// Texts: what the FHIR bundle says in words, for clinicians. Sources: the texts W1 to W14 that every report carries.

const ages = (from: number | undefined, to: number | undefined): string =>
  from === undefined || to === undefined ? 'in a lifetime' : `between the ages of ${from} and ${to}`;

export const fhir = {
  implication: (score: string) => `Polygenic score ${score}`,
  method: (score: string, matched: number, rows: number, rules: string) =>
    `Polygenic score ${score}: ${matched} of ${rows} variants counted, matched by the rules ${rules}.`,
  riskMethod: (score: string, citation: string) =>
    `Polygenic score ${score}, with the accuracy published in: ${citation}`,
  genotypes: (format: string, build: string | null) => `Genotype file (${format}${build === null ? '' : `, ${build}`})`,
  parts: {
    sum: 'Sum of effect weights times copies, over the variants counted',
    counted: 'Variants counted, of all variants of the score',
    percentile: 'Percentile among people of similar genetic background, over the variants counted',
    interval: (level: number) =>
      `Range that holds the percentile of the whole score in about ${Math.round(100 * level)} of 100 cases`,
    basis: 'What the percentile was worked out from',
    group: 'Reference group of the largest genetic similarity; not ethnicity or identity',
    share: 'Share of the genetic similarity with that group',
    covered: 'Share of the score’s variance that the file and the reference hold',
    z: 'Sum standardised along principal components (Z_norm2)',
    risk: 'Absolute risk',
  },
  basis: {
    frequencies: 'Allele frequencies in the reference groups, weighted by genetic similarity',
    components: 'Scores of reference people, adjusted along principal components',
  },
  notCompared: 'Nobody compared this person with reference people.',
  damaged: 'The figures are damaged or do not fit each other, so none of them is given.',
  riskNotAsked: 'An absolute risk needs a comparison with reference people and a published test of the score.',
  estimate: (average: string, from?: number, to?: number) =>
    `Best estimate, ${ages(from, to)}, of people alike in genetic background and score; the average is ${average} %. The relative risk is the one over the other.`,
  band: (level: number) => `Range around the best estimate; it holds in about ${Math.round(100 * level)} of 100 cases.`,
  /** W1, W2, W12, W14 and who stands behind the numbers: for every score. */
  limits: [
    'Not a diagnosis. A statistical prediction from common variants; a low score does not mean no risk.',
    'Rare pathogenic variants, copy-number variants, aneuploidies and the MHC were not assessed.',
    'Preliminary: made by software on the computer of the person or the clinic, from a file whose origin it cannot confirm. No laboratory has reviewed it. Confirm before any clinical decision.',
  ],
  citation: (citation: string) => `Score published in: ${citation}`,
  license: (license: string) => `Terms of use of the score: ${license}`,
  noLicense: 'The scoring file states no terms of use.',
  nonCommercial: 'These terms bar commercial use.',
  accuracy: (r2: string, kept: string) =>
    `In people of this background and with what the file holds the score explains ${r2} % of the differences in liability (R²); ${kept} % of the accuracy in its published test is kept.`,
  explained: (r2: string, kept: string) =>
    `In people of this background and with what the file holds the score explains ${r2} % of the differences in the trait (R²); ${kept} % of the accuracy in its published test is kept.`,
  discrimination: (auc: string, low: string, high: string, people: number, cases: number, group: string | null) =>
    `In its published test the whole score told people with the disease from others with an AUC of ${auc} (95 % interval ${low} to ${high}; ${people} people${group === null ? ', of other backgrounds than this one or not told apart' : ` of ${group}`}, ${cases} of them with the disease). How common the disease is does not follow from it.`,
  accuracyUnknown: 'How much of the trait the score explains in people of this background is not known.',
  reference: (name: string, sha256: string) => `Compared by the reference pack ${name}, SHA-256 ${sha256}.`,
  told: (score: string, value: string, low: string, high: string) =>
    `${score}: percentile ${value} (${low} to ${high}).`,
  withheld: (score: string, why: string) => `${score}: percentile withheld. ${why}`,
};
