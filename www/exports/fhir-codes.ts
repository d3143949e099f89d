// Holds the codes of the FHIR bundle: those of Genomics Reporting, and our own where the guide has none.
// Source: HL7 Genomics Reporting Implementation Guide 3.0.0 (STU3), profiles diagnostic-implication and genomic-report.
import type { CodeableConcept, Quantity, Range } from './fhir-types.ts';

const guide = 'http://hl7.org/fhir/uv/genomics-reporting';

export const profiles = {
  diagnosticImplication: `${guide}/StructureDefinition/diagnostic-implication`,
  genomicReport: `${guide}/StructureDefinition/genomic-report`,
};

export const riskExtension = `${guide}/StructureDefinition/genomic-risk-assessment`;

/** Both categories that the profile asks for. */
export const laboratory: CodeableConcept = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
};
export const genetics: CodeableConcept = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'GE', display: 'Genetics' }],
};

export const diagnosticImplication = {
  system: `${guide}/CodeSystem/tbd-codes-cs`,
  code: 'diagnostic-implication',
  display: 'Diagnostic Implication',
};
export const geneticReport: CodeableConcept = {
  coding: [{ system: 'http://loinc.org', code: '51969-4', display: 'Genetic analysis report' }],
};
export const predictedPhenotype: CodeableConcept = {
  coding: [{ system: 'http://loinc.org', code: '81259-4', display: 'Associated phenotype' }],
};

/** Namespaces of our own; no terminology server knows them. */
export const own = {
  part: 'urn:tallele:score-part',
  withheld: 'urn:tallele:withheld',
  group: 'urn:tallele:reference-group',
  basis: 'urn:tallele:percentile-basis',
  person: 'urn:tallele:person',
  sha256: 'urn:tallele:sha256',
};

/** Where the PGS Catalog shows a score, with its id behind; not a registered code system. */
export const catalog = 'https://www.pgscatalog.org/score';

/** Without the noise of binary fractions: 14.3, not 14.299999999999999. */
const tidy = (value: number): number => Number(value.toPrecision(12));

/** `unit`: in words; null for what has none. `code`: in UCUM. */
export function quantity(value: number, unit: string | null, code: string): Quantity {
  return { value: tidy(value), ...(unit === null ? {} : { unit }), system: 'http://unitsofmeasure.org', code };
}

/** A share from 0 to 1 as per cent. */
export function perCent(share: number): Quantity {
  return quantity(100 * share, '%', '%');
}

export function ageRange(from: number, to: number): Range {
  return { low: quantity(from, 'years', 'a'), high: quantity(to, 'years', 'a') };
}

/** Why a value is not there: the standard's word, and ours. Source: hl7.org/fhir/R4/valueset-data-absent-reason.html. */
export function absent(code: string, why: string): CodeableConcept {
  const standard = code === 'not-compared' ? 'not-performed' : code === 'not-a-number' ? 'error' : 'unknown';
  return {
    coding: [
      { system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: standard },
      { system: own.withheld, code },
    ],
    text: why,
  };
}
