// Says whether the results have percentiles to show, are getting them, or have none.
import type { Overview } from '../shared/overview.ts';
import { hasPercentiles } from './result-rows.ts';
import type { State } from './state.ts';

export type PercentilesShown = 'none' | 'comparing' | 'told';

export function percentilesShown({ comparison, scores }: State, report: Overview | null): PercentilesShown {
  const hasFigures = scores.some(({ files }) => files.some(({ calibrated }) => calibrated.length > 0));
  if (comparison.step === 'comparing' && hasFigures) return 'comparing';
  return report && hasPercentiles(report) ? 'told' : 'none';
}
