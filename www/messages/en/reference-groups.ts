// Texts: the names of reference groups, by code, as the 1000 Genomes Project names its super-populations.

const known: Readonly<Record<string, string>> = {
  AFR: 'African',
  AMR: 'Admixed American',
  EAS: 'East Asian',
  EUR: 'European',
  SAS: 'South Asian',
};

/** "European (EUR)"; a group without a name in words is its code. */
export function referenceGroup(code: string): string {
  const name = known[code];
  return name === undefined ? code : `${name} (${code})`;
}

/** "European", where the code stands beside it or is not needed. */
export function referenceGroupName(code: string): string {
  return known[code] ?? code;
}
