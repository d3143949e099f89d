// Puts pairs of people in order: the closest first, those nothing can be told of last.
import type { KinPair } from '../shared/comparison.ts';

export function orderPairs(pairs: readonly KinPair[]): readonly KinPair[] {
  const closeness = ({ relation, phi }: KinPair): number =>
    relation === null || phi === null ? Number.NEGATIVE_INFINITY : phi;
  const ordered = pairs.map((pair) => ({ pair, close: closeness(pair) }));
  ordered.sort((one, other) => (one.close === other.close ? 0 : other.close - one.close));
  return ordered.map(({ pair }) => pair);
}
