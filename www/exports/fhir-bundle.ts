// Writes a report as a FHIR R4 bundle after Genomics Reporting STU3: for each person a report, a diagnostic implication for each
// score, and a risk assessment where there is an absolute risk. Left out: variants, the risk's curve by age, coded phenotypes.
import { fhir as words } from '../messages/en/fhir.ts';
import type { Report, Sample } from '../shared/report.ts';
import { toldPercentile } from '../shared/told-percentile.ts';
import { toldRisk } from '../shared/told-risk.ts';
import * as codes from './fhir-codes.ts';
import { observation, scoreName } from './fhir-observation.ts';
import { riskAssessment } from './fhir-risk.ts';
import type { Bundle, DiagnosticReport, Reference, Resource } from './fhir-types.ts';
import { newId } from './new-id.ts';
import { pseudonyms } from './pseudonyms.ts';

type Entry = Bundle['entry'][number];

/** `at`: when the report was made. */
export function fhirBundle(report: Report, at: Date, id: () => string = newId): Bundle {
  const issued = at.toISOString();
  const device = id();
  const names = pseudonyms(report);
  return {
    resourceType: 'Bundle',
    identifier: { system: 'urn:ietf:rfc:3986', value: id() },
    type: 'collection',
    timestamp: issued,
    entry: [
      {
        fullUrl: device,
        resource: {
          resourceType: 'Device',
          deviceName: [{ name: 'Tallele', type: 'model-name' }],
          version: [{ value: report.tallele }],
        },
      },
      ...report.samples.flatMap((sample, place) =>
        person(report, sample, names[place] ?? `person-${place + 1}`, { device, issued, id }),
      ),
    ],
  };
}

function person(
  report: Report,
  sample: Sample,
  name: string,
  { device, issued, id }: { readonly device: string; readonly issued: string; readonly id: () => string },
): readonly Entry[] {
  const entry = (fullUrl: string, resource: Resource): Entry => ({ fullUrl, resource });
  const patient = id();
  const subject: Reference = { reference: patient };
  const around = { report, subject, device: { reference: device }, issued };
  const input = report.inputs.find((one) => one.role === 'genotypes' && one.name === sample.input);
  const risks: Reference[] = [];
  const results: Reference[] = [];
  const entries = sample.scores.flatMap((score) => {
    const implication: Reference = { reference: id() };
    const risk = toldRisk(score.absolute_risk) ? { reference: id() } : null;
    const assessment = riskAssessment(score, implication, around);
    results.push(implication);
    if (risk) risks.push(risk);
    return [
      entry(implication.reference ?? '', observation(score, input, risk, around)),
      ...(risk && assessment ? [entry(risk.reference, assessment)] : []),
    ];
  });
  return [
    entry(patient, { resourceType: 'Patient', identifier: [{ system: codes.own.person, value: name }] }),
    entry(id(), diagnosticReport(sample, subject, issued, results, risks)),
    ...entries,
  ];
}

function diagnosticReport(
  { scores }: Sample,
  subject: Reference,
  issued: string,
  result: readonly Reference[],
  risks: readonly Reference[],
): DiagnosticReport {
  const whole = (value: number): string =>
    value < 1 ? 'below 1' : value > 99 ? 'above 99' : String(Math.round(value));
  const lines = scores.map((score) => {
    const told = toldPercentile(score.percentile);
    return told
      ? words.told(scoreName(score), whole(told.value), whole(told.low), whole(told.high))
      : words.withheld(scoreName(score), score.percentile?.withheld?.why ?? words.notCompared);
  });
  return {
    resourceType: 'DiagnosticReport',
    meta: { profile: [codes.profiles.genomicReport] },
    ...(risks.length === 0
      ? {}
      : { extension: risks.map((valueReference) => ({ url: codes.riskExtension, valueReference })) }),
    status: 'preliminary',
    category: [codes.genetics],
    code: codes.geneticReport,
    subject,
    issued,
    // FHIR has no empty lists.
    ...(result.length === 0 ? {} : { result }),
    conclusion: [...lines, ...words.limits].join('\n'),
  };
}
