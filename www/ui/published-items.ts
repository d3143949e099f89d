// Puts into words what a score's pack carries of a published test: who was in it, what it measured, and how sure that is.
import { referenceGroup } from '../messages/en/reference-groups.ts';
import { scoreCard as words } from '../messages/en/score-card.ts';
import { formatCount } from '../shared/format-count.ts';
import { formatShare } from '../shared/format-share.ts';
import type { Measured, PublishedValidation } from '../shared/report.ts';

/** By item of the card; null for what the pack does not state. */
export function publishedItems(of: PublishedValidation): {
  readonly training: string | null;
  /** Otherwise it is of a quantity, which has neither cases nor rates. */
  readonly isOfDisease: boolean;
  readonly validation: string;
  readonly phenotype: string | null;
  readonly accuracy: string;
  readonly elsewhere: string | null;
  /** AUC by group, where the test gives that. */
  readonly byGroup: string | null;
  /** Whether a share of the differences is told, of which some is kept elsewhere. */
  readonly hasR2: boolean;
  readonly rates: string | null;
  readonly date: string | null;
  readonly test: string;
} {
  const { reporting = {}, effect, auc } = of;
  const { people, cases, ancestry } = reporting;
  const who = [of.test_set, words.people(people, cases), ancestry ? words.ancestry(ancestry) : null];
  const measured =
    'hazard-ratio-per-sd' in effect
      ? words.hazardRatio(...interval(effect['hazard-ratio-per-sd'], ratio))
      : 'liability-r2' in effect
        ? words.liabilityR2(...interval(effect['liability-r2'].r2, formatShare))
        : 'auc' in effect
          ? words.aucAlone(...interval(effect.auc, ratio), formatShare(effect.auc.cases / effect.auc.people))
          : words.traitR2(...interval(effect['trait-r2'], formatShare));
  const explained = 'hazard-ratio-per-sd' in effect && of.r2 !== undefined ? words.r2(formatShare(of.r2)) : null;
  const elsewhere = Object.entries(of.accuracy).map(([group, { kept, citation, r2 }]) => {
    const there = r2 ? words.r2There(...interval(r2, formatShare)) : null;
    // What was measured in the test itself has its source beside it.
    const measured = [there, citation === of.citation ? null : citation].filter((part) => part !== null);
    return words.kept(referenceGroup(group), formatShare(kept), measured.join('; '));
  });
  const byGroup = Object.entries(of.auc_by_group ?? {}).map(([group, there]) => {
    const { people, cases } = there;
    return words.aucThere(referenceGroup(group), ...interval(there, ratio), formatCount(people), formatCount(cases));
  });
  return {
    training: reporting.training_set ?? null,
    isOfDisease: !('trait-r2' in effect),
    validation: who.filter((part) => part !== null).join('; '),
    phenotype: reporting.phenotype ?? null,
    accuracy: [measured, auc ? words.auc(...interval(auc, ratio)) : null, explained]
      .filter((part) => part !== null)
      .join('; '),
    elsewhere: elsewhere.length === 0 ? null : elsewhere.join('; '),
    byGroup: byGroup.length === 0 ? null : byGroup.join('; '),
    hasR2: !('auc' in effect),
    rates: of.rates?.source ?? ('liability-r2' in effect ? effect['liability-r2'].source : null),
    date: reporting.date ?? null,
    test: [of.citation, reporting.licence ? words.terms(reporting.licence) : null]
      .filter((part) => part !== null)
      .join('; '),
  };
}

function interval({ value, low, high }: Measured, write: (number: number) => string): [string, string, string] {
  return [write(value), write(low), write(high)];
}

function ratio(number: number): string {
  return number.toFixed(2);
}
