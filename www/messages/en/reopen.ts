// Texts: a saved report that is opened again, without any genome.

export const reopen = {
  title: (name: string) => `You are looking at a saved report: ${name}`,
  /** `version`: of the program that made it. */
  note: (version: string) =>
    `It was made by Tallele ${version}. No DNA file is needed to read it, and none is open for it: sums cannot be made anew from it.`,
  reading: (name: string) => `Reading ${name}`,
  close: 'Close the report',
  results: 'See the results',
  /** In the view of people. */
  noPeople:
    'A saved report does not hold whom people are genetically like, or how they are related. Open their DNA files to see that.',
  errors: {
    notJson:
      'This is not a whole JSON file. Perhaps the end is missing. Choose the report as it was saved, under Results, with “Save as JSON”.',
    notReport: 'This JSON file is not a report that Tallele saved. Choose a report, or a DNA file.',
    /** `field`: where in the file. */
    misshapen: (field: string) =>
      `The report is damaged or was changed: what stands at ${field} cannot be there. Choose the report as it was saved.`,
    newer: (schema: number) =>
      `The report was saved by a newer Tallele (its format is version ${schema}, and this page reads version 1). Load the page anew to get the newest.`,
    tooLarge: 'The file is larger than any report that this page can read.',
    audit:
      'The audit lists every row with its call, and a saved report does not hold the calls. Open the DNA file and the score to make it.',
  },
};
