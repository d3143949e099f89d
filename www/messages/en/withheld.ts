// Texts: why a number is not told, in a few words by the engine's code. The full sentences come with the report.

const known: Readonly<Record<string, string>> = {
  'no-basis': 'no figures of others',
  'low-coverage': 'too little covered',
  'outside-reference': 'nobody to compare with',
  'background-unknown': 'background not known',
  'no-variance': 'the same for everybody',
  'not-a-number': 'figures do not fit',
  'no-percentile': 'no percentile',
  'accuracy-unknown': 'accuracy not known',
  'accuracy-too-low': 'accuracy too low',
  'no-validation': 'no published test',
  'other-sex': 'rates of one sex',
  'key-site-missing': 'a key site is missing',
  'ages-not-covered': 'ages not covered',
};

/** At most 22 letters, to stand in a narrow cell; an unknown code is shown as itself, readable. */
export function withheldReason(code: string): string {
  return known[code] ?? code.replaceAll('-', ' ');
}
