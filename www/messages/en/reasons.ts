// Texts: why a score's row was not counted, by the engine's code. Short, lower case: they stand inside sentences and labels.

const known: Readonly<Record<string, string>> = {
  'not-in-file': 'not in your file',
  'alleles-differ': 'in your file with other letters',
  'no-call': 'in your file without a reading',
  palindromic: 'A/T or C/G, strand unclear',
  duplicate: 'same marker as another row',
  'dosage-weights': 'weights by copies, which these rules do not use',
  'hla-allele': 'HLA allele, not a single variant',
  haplotype: 'haplotype of several variants',
  diplotype: 'pair of haplotypes',
  interaction: 'interaction of variants',
  'no-location': 'no position and no rsID',
  'not-a-sequence': 'alleles not written as A, C, G, T',
  'other-contig': 'not on a usual chromosome',
  'no-weight': 'no effect weight',
  'model-conflict': 'both dominant and recessive',
};

/** The words for a reason; an unknown code is shown as itself, readable. */
export function reason(code: string): string {
  return known[code] ?? code.replaceAll('-', ' ').replaceAll('_', ' ');
}
