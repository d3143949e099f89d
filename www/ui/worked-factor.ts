// Writes what stands before the equals sign of a worked line, so that it can be done by hand whatever the effect model.
import type { Contribution } from '../shared/report.ts';

export type WorkedFactor = {
  readonly weight: string;
  /** "for" where the weight already is that of so many copies. */
  readonly sign: '×' | 'for';
  readonly copies: string;
  /** The model counts other than the copies: the count stands first, the copies in brackets. */
  readonly counted: boolean;
};

const longestAllele = 6;

export function workedFactor({ effect_weight, effect_allele, dosage, contribution }: Contribution): WorkedFactor {
  const copies = effect_allele.length > longestAllele ? String(dosage) : `${dosage} ${effect_allele}`;
  const is = (value: number): boolean => Math.abs(value - contribution) <= 1e-9 * Math.abs(contribution);
  const byCopies = effect_weight.split(';');
  if (byCopies.length > 1)
    return { weight: minus(byCopies[dosage] ?? effect_weight), sign: 'for', copies, counted: false };
  const written = Number(effect_weight);
  // A ratio is summed by its logarithm.
  for (const [weight, value] of [
    [minus(effect_weight), written],
    [`ln ${effect_weight}`, Math.log(written)],
  ] as const) {
    if (is(value * dosage)) return { weight, sign: '×', copies, counted: false };
    const count = [0, 1, 2].find((some) => is(value * some));
    if (count !== undefined) return { weight, sign: '×', copies: `${count} (${copies})`, counted: true };
  }
  return { weight: minus(effect_weight), sign: '×', copies, counted: false };
}

function minus(text: string): string {
  return text.replace('-', '−');
}
