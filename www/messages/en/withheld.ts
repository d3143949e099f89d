// Texts: why a number is not told, in a few words by the engine's code. The full sentences come with the report.

const known: Readonly<Record<string, string>> = {
  'no-basis': 'no figures of others',
  'low-coverage': 'too little covered',
  'outside-reference': 'unlike every group',
  'background-unknown': 'too few sites',
  'no-variance': 'same for everybody',
  'not-a-number': 'figures do not fit',
  'no-percentile': 'no percentile',
  'accuracy-unknown': 'accuracy not known',
  'accuracy-too-low': 'accuracy too low',
  'no-validation': 'no published test',
  'no-baseline': 'rates not known',
  'not-a-disease': 'not a disease',
  'other-sex': 'rates of one sex',
  'key-site-missing': 'key site missing',
  'ages-not-covered': 'ages not covered',
  'no-heritability': 'no heritability',
};

/** At most 20 letters, to stand in a narrow cell; an unknown code is shown as itself, readable. */
export function withheldReason(code: string): string {
  return known[code] ?? code.replaceAll('-', ' ');
}
