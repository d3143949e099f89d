// Names one of two people: by the sample, and by the file where several samples bear that name.
import type { KinPair } from '../shared/comparison.ts';

export function partyName(pairs: readonly KinPair[]): (party: KinPair['a']) => string {
  const files = new Map<string, Set<string>>();
  for (const { a, b } of pairs)
    for (const { id, input } of [a, b]) files.set(id, (files.get(id) ?? new Set()).add(input));
  return ({ id, input }) => ((files.get(id)?.size ?? 0) > 1 ? `${id} (${input})` : id);
}
