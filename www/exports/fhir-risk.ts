// Writes an absolute risk as a RiskAssessment: the best estimate beside the average, and its range.
import { fhir as words } from '../messages/en/fhir.ts';
import type { ScoreResult } from '../shared/report.ts';
import { toldRisk } from '../shared/told-risk.ts';
import * as codes from './fhir-codes.ts';
import { scoreName } from './fhir-observation.ts';
import type { Around } from './fhir-observation.ts';
import type { Reference, RiskAssessment } from './fhir-types.ts';

/** Null where no risk is told. Probabilities are per cent, as FHIR R4 has them (RiskAssessment.prediction.probability[x]). */
export function riskAssessment(
  score: ScoreResult,
  basis: Reference,
  { subject, issued }: Pick<Around, 'subject' | 'issued'>,
): RiskAssessment | null {
  const told = toldRisk(score.absolute_risk);
  if (!told) return null;
  const { value, low, high, level, average, citation, from_years: from, to_years: to } = told;
  const name = scoreName(score);
  const outcome = { text: score.trait ?? name };
  const when = from === undefined || to === undefined ? {} : { whenRange: codes.ageRange(from, to) };
  const percent = (risk: number): number => codes.perCent(risk).value;
  return {
    resourceType: 'RiskAssessment',
    status: 'preliminary',
    method: { text: words.riskMethod(name, citation) },
    subject,
    occurrenceDateTime: issued,
    basis: [basis],
    prediction: [
      {
        outcome,
        probabilityDecimal: percent(value),
        ...(average > 0 ? { relativeRisk: Number((value / average).toPrecision(6)) } : {}),
        ...when,
        rationale: words.estimate(String(Number((100 * average).toPrecision(3))), from, to),
      },
      {
        outcome,
        probabilityRange: { low: codes.perCent(low), high: codes.perCent(high) },
        ...when,
        rationale: words.band(level),
      },
    ],
    note: words.limits.map((text) => ({ text })),
  };
}
