// Stages a risk that a stated relative is in.
import type { Relative, ScoreResult } from '../../../www/shared/report.ts';

/** As the engine tells a risk that a stated relative is in. */
export function withRelative(one: ScoreResult, relative: Relative | undefined): ScoreResult {
  const risk = one.absolute_risk;
  if (relative === undefined || risk === undefined || 'withheld' in risk) return one;
  const times = relative === 'affected' ? 1.6 : 0.96;
  const [value, low, high] = [risk.value, risk.low, risk.high].map((share) => Math.min(1, share * times));
  const without = { value: risk.value, low: risk.low, high: risk.high };
  return {
    ...one,
    absolute_risk: {
      ...risk,
      value: value ?? 0,
      low: low ?? 0,
      high: high ?? 0,
      curve: risk.curve.map((at) => ({ ...at, value: at.value * times, low: at.low * times, high: at.high * times })),
      family_history: { relative, heritability: 0.31, without, withheld: null },
    },
  };
}
