// Texts: why a score's row was not counted, by the engine's code. Short, lower case: they stand inside sentences and labels.

const known: Readonly<Record<string, string>> = {
  unmatched: 'not in your file',
  'no-call': 'in your file without a reading',
  palindromic: 'A/T or C/G, strand unclear',
  duplicate: 'listed twice',
  multiallelic: 'more than two alleles',
  'hla-allele': 'HLA allele, not a single variant',
  haplotype: 'haplotype of several variants',
  diplotype: 'pair of haplotypes',
  interaction: 'interaction of two variants',
  'no-position': 'no position and no rsID',
  'no-site': 'no position and no rsID',
  'low-priority': 'a better match was counted',
};

/** The words for a reason; an unknown code is shown as itself, readable. */
export function reason(code: string): string {
  return known[code] ?? code.replaceAll('-', ' ').replaceAll('_', ' ');
}
