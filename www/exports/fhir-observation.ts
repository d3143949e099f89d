// Writes one score of one person as an Observation of the profile diagnostic-implication: no value of its own, only components.
import { fhir as words } from '../messages/en/fhir.ts';
import { referenceGroup } from '../messages/en/reference-groups.ts';
import { isNonCommercial } from '../shared/is-non-commercial.ts';
import type { Input, Report, ScoreResult } from '../shared/report.ts';
import { toldAccuracy } from '../shared/told-accuracy.ts';
import { toldDiscrimination } from '../shared/told-discrimination.ts';
import { toldPercentile } from '../shared/told-percentile.ts';
import { toldRisk } from '../shared/told-risk.ts';
import * as codes from './fhir-codes.ts';
import type { Annotation, CodeableConcept, Component, Observation, Reference } from './fhir-types.ts';

export type Around = {
  readonly report: Report;
  readonly subject: Reference;
  readonly device: Reference;
  readonly issued: string;
};

/** "PGS000004 (PRS313_BC)". */
export function scoreName({ id, name }: ScoreResult): string {
  return name === null || name === id ? id : `${id} (${name})`;
}

export function observation(
  score: ScoreResult,
  input: Input | undefined,
  risk: Reference | null,
  { report, subject, device, issued }: Around,
): Observation {
  const name = scoreName(score);
  return {
    resourceType: 'Observation',
    meta: { profile: [codes.profiles.diagnosticImplication] },
    ...(risk === null ? {} : { extension: [{ url: codes.riskExtension, valueReference: risk }] }),
    status: 'preliminary',
    category: [codes.laboratory, codes.genetics],
    code: { coding: [codes.diagnosticImplication], text: words.implication(name) },
    subject,
    issued,
    note: notes(score, report),
    method: {
      ...(/^PGS\d{6}$/.test(score.id) ? { coding: [{ system: codes.catalog, code: score.id }] } : {}),
      text: words.method(name, score.matched, score.rows, report.options.rules),
    },
    device,
    derivedFrom: [genotypes(input)],
    component: [...phenotype(score), ...sums(score), ...standing(score), ...withheldRisk(score)],
  };
}

/** The genotype file by its fingerprint; its name may name a person. */
function genotypes(input: Input | undefined): Reference {
  if (input === undefined) return { type: 'DocumentReference', display: words.genotypes('?', null) };
  return {
    type: 'DocumentReference',
    ...(input.sha256 === null ? {} : { identifier: { system: codes.own.sha256, value: input.sha256 } }),
    display: words.genotypes(input.format, input.build),
  };
}

function part(code: string, text: string): CodeableConcept {
  return { coding: [{ system: codes.own.part, code }], text };
}

function phenotype({ trait }: ScoreResult): readonly Component[] {
  return trait === null ? [] : [{ code: codes.predictedPhenotype, valueCodeableConcept: { text: trait } }];
}

function sums({ observed_sum, coverage, matched }: ScoreResult): readonly Component[] {
  return [
    // The sum of nothing says nothing.
    ...(matched === 0
      ? []
      : [{ code: part('observed-sum', words.parts.sum), valueQuantity: codes.quantity(observed_sum, null, '1') }]),
    { code: part('variants-counted', words.parts.counted), valueQuantity: codes.perCent(coverage.rows) },
  ];
}

/** The percentile with its range and basis, or the reason that it is withheld. */
function standing({ percentile, z_norm2 }: ScoreResult): readonly Component[] {
  const { parts } = words;
  const told = toldPercentile(percentile);
  if (!told) {
    const unknown = percentile
      ? { code: 'not-a-number', why: words.damaged }
      : { code: 'not-compared', why: words.notCompared };
    const why = percentile?.withheld ?? unknown;
    return [{ code: part('percentile', parts.percentile), dataAbsentReason: codes.absent(why.code, why.why) }];
  }
  const percentileOf = (value: number) => codes.quantity(value, 'percentile', '{percentile}');
  const { value, low, high, level, basis, group, share, covered } = told;
  return [
    { code: part('percentile', parts.percentile), valueQuantity: percentileOf(value) },
    {
      code: part('percentile-range', parts.interval(level)),
      valueRange: { low: percentileOf(low), high: percentileOf(high) },
    },
    {
      code: part('percentile-basis', parts.basis),
      valueCodeableConcept: { coding: [{ system: codes.own.basis, code: basis }], text: words.basis[basis] },
    },
    {
      code: part('reference-group', parts.group),
      valueCodeableConcept: { coding: [{ system: codes.own.group, code: group }], text: referenceGroup(group) },
    },
    { code: part('similarity', parts.share), valueQuantity: codes.perCent(share) },
    { code: part('variance-covered', parts.covered), valueQuantity: codes.perCent(covered) },
    ...(typeof z_norm2 === 'number'
      ? [{ code: part('z-norm2', parts.z), valueQuantity: codes.quantity(z_norm2, 'standard deviations', '1') }]
      : []),
  ];
}

/** A risk that is told has a resource of its own. */
function withheldRisk({ absolute_risk: risk }: ScoreResult): readonly Component[] {
  if (toldRisk(risk)) return [];
  const why = risk && 'withheld' in risk ? risk.withheld : null;
  const unknown = risk
    ? { code: 'not-a-number', why: words.damaged }
    : { code: 'not-compared', why: words.riskNotAsked };
  const { code, why: text } = why ?? unknown;
  return [{ code: part('absolute-risk', words.parts.risk), dataAbsentReason: codes.absent(code, text) }];
}

/** As the page has it: of the liability where a risk is told, else what the score's own test says. */
function accuracyText({ absolute_risk, percentile }: ScoreResult): string {
  const share = (value: number): string => String(Number((100 * value).toPrecision(3)));
  const risk = toldRisk(absolute_risk);
  if (risk) return words.accuracy(share(risk.r2), share(risk.accuracy_kept));
  const told = toldPercentile(percentile);
  const discrimination = toldDiscrimination(told?.discrimination);
  if (discrimination) {
    const { auc, low, high, people, cases, group } = discrimination;
    const [value, least, most] = [auc, low, high].map((number) => number.toFixed(2)) as [string, string, string];
    return words.discrimination(value, least, most, people, cases, group === null ? null : referenceGroup(group));
  }
  const accuracy = toldAccuracy(told?.accuracy);
  return accuracy ? words.explained(share(accuracy.r2), share(Math.min(accuracy.kept, 1))) : words.accuracyUnknown;
}

function notes(score: ScoreResult, { reference }: Report): readonly Annotation[] {
  const { citation, license, findings } = score;
  const texts = [
    ...words.limits,
    accuracyText(score),
    ...findings.filter(({ severity }) => severity !== 'info').map(({ text }) => text),
    ...(citation === null ? [] : [words.citation(citation)]),
    license === null ? words.noLicense : words.license(license),
    ...(isNonCommercial(license) ? [words.nonCommercial] : []),
    ...(reference && score.percentile ? [words.reference(reference.name, reference.sha256)] : []),
  ];
  return texts.map((text) => ({ text }));
}
