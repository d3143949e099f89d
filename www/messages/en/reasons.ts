// Texts: why a score's row was not counted, by the engine's code. Lower case: they stand inside sentences and labels; more
// than 23 letters do not fit beside the coverage column on a phone.

const known: Readonly<Record<string, string>> = {
  'not-in-file': 'not in your file',
  'alleles-differ': 'there with other letters',
  'no-call': 'there without a reading',
  palindromic: 'A/T or C/G variant',
  multiallelic: 'more than two alleles',
  'other-build': 'on another build',
  'reference-unknown': 'reference not known',
  duplicate: 'second row on a marker',
  'dosage-weights': 'weights by copies',
  'hla-allele': 'HLA allele',
  haplotype: 'haplotype',
  diplotype: 'pair of haplotypes',
  interaction: 'interaction of variants',
  'no-location': 'no position or rsID',
  'not-a-sequence': 'not A, C, G or T',
  'other-contig': 'not on a chromosome',
  'no-weight': 'no effect weight',
  'model-conflict': 'unclear effect model',
};

/** The words for a reason; an unknown code is shown as itself, readable. */
export function reason(code: string): string {
  return known[code] ?? code.replaceAll('-', ' ').replaceAll('_', ' ');
}
