// Texts: absolute risk. It is never said without its range, the average beside it, and the test that it rests on.

/** "14 of 100", "4 of 1000", "fewer than 1 of 1000". */
const among = (people: number, of: number): string => (people < 1 ? `fewer than 1 of ${of}` : `${people} of ${of}`);

const ages = (from: number | undefined, to: number | undefined): string =>
  from !== undefined && to !== undefined
    ? `between the ages of ${from} and ${to}`
    : to !== undefined
      ? `up to the age of ${to}`
      : from !== undefined
        ? `after the age of ${from}`
        : 'in their lifetime';

const range = (low: number, high: number): string =>
  `(range ${low < 1 ? 'under 1' : low} to ${high < 1 ? 'under 1' : high})`;

const like = (relative: 'affected' | 'unaffected' | undefined): string =>
  relative === undefined
    ? ''
    : relative === 'affected'
      ? ', with a parent, full sibling or child who has or had it,'
      : ', with a parent, full sibling or child who lived a long life without it,';

export const risk = {
  title: 'Absolute risk',
  age: 'Your age',
  ageNote:
    'From 0 to 79. The risk is then for the years from this age on, if you have not had the disease. It stays in this page.',
  relative: 'A parent, full brother or sister, or child',
  relativeNote:
    'What is known of them and this disease. It changes the risk, and the risk without it stands beside. It stays in this page.',
  relatives: {
    none: 'Not stated',
    affected: 'One of them has or had it',
    unaffected: 'One of them lived a long life without it',
  },
  /** `people`, `low`, `high`, `average`: people of `of`. `relative`: what is stated of a relative, where that is in the risk. */
  told: (
    trait: string,
    people: number,
    low: number,
    high: number,
    of: number,
    from?: number,
    to?: number,
    relative?: 'affected' | 'unaffected',
  ) =>
    `${trait}: about ${among(people, of)} people like you${like(relative)} would get it ${ages(from, to)} ${range(low, high)}.`,
  without: (people: number, low: number, high: number, of: number) =>
    `Without what is known of the relative: about ${among(people, of)} ${range(low, high)}.`,
  heritability: (share: string) =>
    `What the relative adds was worked out from how much of the differences in this disease genes explain: ${share} (heritability). How sure that figure is, and what families share besides genes, is not in the range.`,
  average: (average: number, of: number) => `The average is ${among(average, of)}.`,
  level: (level: number) => `The range holds in about ${Math.round(level * 100)} of 100 cases.`,
  restsOn: 'What this rests on',
  citation: (citation: string) => `Tested in: ${citation}`,
  r2: (share: string) =>
    `In people like you, and with what your file holds, the score explains ${share} of the differences in risk (R²).`,
  kept: (share: string) =>
    `In your genetic background the score keeps ${share} of the accuracy it had where it was tested.`,
  otherCauses: 'Much else matters too, such as habits, other illnesses and chance.',
  withheld: 'Absolute risk withheld',
  notAsked: 'An absolute risk needs a comparison with other people first, and a published test of the score.',
  damaged: {
    why: 'The figures of this risk are damaged or do not fit each other, so none of them is shown.',
    help: 'Compare again, or save the report anew.',
  },
  chart: {
    /** Without a full stop. */
    title: (people: number, average: number, of: number) =>
      `${among(people, of)} people like you, ${among(average, of)} on average`,
    sentence: (low: number, high: number, of: number) =>
      `Each mark is one of ${of} people. The shaded places are the range, ${low < 1 ? 'under 1' : low} to ${high < 1 ? 'under 1' : high}.`,
    you: 'people like you',
    average: 'on average',
    count: among,
    reading: {
      you: (people: number, low: number, high: number, of: number) =>
        `People like you: about ${among(people, of)}, range ${low} to ${high}.`,
      average: (average: number, of: number) => `On average: ${among(average, of)}.`,
    },
    columns: ['', 'Risk', 'Range, lower end', 'Range, upper end'],
    rows: { you: 'People like you', average: 'On average' },
  },
  curve: {
    /** Without a full stop. */
    title: (people: number, average: number, of: number, to: number) =>
      `By the age of ${to}: ${among(people, of)} people like you, ${among(average, of)} on average`,
    sentence: (low: number, high: number, of: number, from: number) =>
      `Of ${of} people who do not have it at the age of ${from}, the lines show how many get it by each age. The shaded area is the range, in the end ${low < 1 ? 'under 1' : low} to ${high < 1 ? 'under 1' : high}.`,
    you: (people: number, low: number, high: number) => `you: ${people} (${low}–${high})`,
    average: (average: number) => `average: ${average}`,
    axis: (of: number) => `up: people of ${of}; across: age in years`,
    reading: (age: number, value: string, low: string, high: string, average: string) =>
      `By the age of ${age}: ${value}, range ${low} to ${high}; on average ${average}.`,
    columns: ['Age', 'Risk', 'Range, lower end', 'Range, upper end', 'Average'],
  },
};
