// Texts: the card of a score, with what a published score should say of itself (PRS-RS, Wand and others 2021).

export const scoreCard = {
  title: 'About this score',
  note: 'What a published score should say about itself, as far as its file does. What is missing may stand in the publication.',
  notStated: 'not stated in the file',
  nonCommercial:
    'This score’s licence bars commercial use. Read it before you use the score for anything but your own or academic purposes.',
  items: {
    id: 'Id',
    name: 'Name',
    trait: 'What it predicts',
    mapped: 'Trait in an ontology',
    variants: 'Variants',
    build: 'Build',
    weightType: 'Weight type',
    method: 'How it was made',
    training: 'People it was made from',
    validation: 'People it was tested in',
    phenotype: 'What counted as the disease',
    accuracy: 'Accuracy when tested',
    elsewhere: 'Accuracy kept elsewhere',
    byGroup: 'Accuracy by group',
    rates: 'Rates by age or in a lifetime',
    test: 'The test was published in',
    date: 'Date',
    citation: 'Source',
    license: 'Licence',
    file: 'Scoring file',
    groups: 'Figures of other people',
  },
  weightTypes: {
    beta: 'beta: on the trait’s own scale, or log odds',
    'log-odds-ratio': 'logarithms of odds ratios',
    'log-hazard-ratio': 'logarithms of hazard ratios',
    'odds-ratio': 'odds ratios',
    'hazard-ratio': 'hazard ratios',
  } as Readonly<Record<string, string>>,
  /** Of a published test that came with the score's pack. */
  people: (people: string | undefined, cases: string | undefined) =>
    people === undefined
      ? null
      : cases === undefined
        ? `${people} people`
        : `${people} people, ${cases} of them with the disease`,
  ancestry: (text: string) => `ancestry: ${text}`,
  hazardRatio: (value: string, low: string, high: string) =>
    `${value} times the rate for each standard deviation of the score (hazard ratio, 95% interval ${low} to ${high})`,
  auc: (value: string, low: string, high: string) => `AUC ${value} (95% interval ${low} to ${high})`,
  /** `cases`: the share of those tested. */
  aucAlone: (value: string, low: string, high: string, cases: string) =>
    `AUC ${value} (95% interval ${low} to ${high}; ${cases} of the tested had the disease, which need not be how common it is)`,
  aucThere: (group: string, value: string, low: string, high: string, people: string, cases: string) =>
    `${group}: AUC ${value} (95% interval ${low} to ${high}; ${people} people, ${cases} with the disease)`,
  liabilityR2: (value: string, low: string, high: string) =>
    `explains ${value} of the differences in liability (R², 95% interval ${low} to ${high})`,
  r2: (value: string) => `explains ${value} of the differences in liability (R²)`,
  traitR2: (value: string, low: string, high: string) =>
    `explains ${value} of the differences in the trait (R², 95% interval ${low} to ${high})`,
  r2There: (value: string, low: string, high: string) => `R² ${value}, 95% interval ${low} to ${high}`,
  /** `measured`: R² there, and where it was measured; empty where both stand elsewhere. */
  kept: (group: string, share: string, measured: string) =>
    `${group}: ${share}${measured === '' ? '' : ` (${measured})`}`,
  terms: (licence: string) => `terms: ${licence}`,
  groups: (names: string) => `of the reference groups ${names}`,
  noGroups: 'none, so that no percentile can be told from this file',
  header: 'All header lines of the scoring file',
};
