// Names the findings that a question to the person says in its own words, wherever both would stand.

export const askedFindings: ReadonlySet<string> = new Set([
  'build-unknown',
  'variants-only',
  'absent-hom-ref',
  'absent-missing',
]);
