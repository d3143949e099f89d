// Says whether the results have percentiles to show, are getting them, or have none.
import type { Overview } from '../shared/overview.ts';
import { hasPercentiles } from './result-rows.ts';
import type { State } from './state.ts';

/** "none": nobody can be told; "waiting": not yet, or the comparison did not work. */
export type PercentilesShown = 'none' | 'waiting' | 'comparing' | 'told';

export function percentilesShown({ comparison, scores }: State, report: Overview | null): PercentilesShown {
  if (report && hasPercentiles(report)) return 'told';
  const hasFigures = scores.some(({ files }) => files.some(({ calibrated }) => calibrated.length > 0));
  if (!hasFigures || comparison.step === 'ready') return 'none';
  return comparison.step === 'comparing' ? 'comparing' : 'waiting';
}
