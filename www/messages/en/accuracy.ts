// Texts: how accurate a score is in people like this one, and what that leaves open.
// Shares arrive already written: "8.1%"; percentiles too: "71", "<1".
const end = (percentile: string): string => percentile.replace('<', 'under ').replace('>', 'over ');

export const accuracy = {
  title: 'How accurate it is in people like you',
  /** `alike`: √(1 − R²), from 0 to 1. */
  explains: (explained: string, alike: number) =>
    `In people like you, and with what your file holds, this score explains ${explained} of the differences in this trait. Two people with the same score still differ ${alike > 0.995 ? 'almost as much as' : `about ${Math.round(alike * 100)}% as much as`} two people picked at random.`,
  explainsUnknown: 'The file does not say how much of this trait the score explains in people like you.',
  kept: (share: string, measured: boolean) =>
    measured
      ? `In your genetic background it keeps ${share} of the accuracy it had where it was tested. That was measured for this score.`
      : `In your genetic background it is likely to keep about ${share} of the accuracy it had where it was tested. That is typical of scores learned from Europeans; nobody measured it for this one.`,
  /** The weights are estimates: the range of the percentile does not hold that. */
  genetic: (low: string, high: string, level: number) =>
    `The range of your place says how well your file was read. The score itself is also unsure, because it was learned from a limited number of people. If all that genes do for this trait could be counted, your place would be between ${end(low)} and ${end(high)} of 100 in about ${Math.round(level * 100)} of 100 cases.`,
  citation: (citation: string) => `Tested in: ${citation}`,
  chart: {
    /** Without a full stop. */
    title: (share: string) => `The score explains ${share} of the differences between people like you`,
    sentence:
      'Each bar is a share of the differences in the trait. What is left of a bar to 100% has other causes, or is not known.',
    rows: {
      you: 'The score, in people like you',
      tested: 'The score, where it was tested',
      genes: 'All genes together',
    },
    reading: (row: string, share: string) => `${row}: ${share} of the differences.`,
    columns: ['', 'Share of the differences (R² or h²)'],
  },
};
