// Says which parts of FHIR R4 the bundle uses. Source: hl7.org/fhir/R4 (4.0.1).

export type Coding = { readonly system: string; readonly code: string; readonly display?: string };
export type CodeableConcept = { readonly coding?: readonly Coding[]; readonly text?: string };
export type Identifier = { readonly system: string; readonly value: string };
export type Reference = {
  readonly reference?: string;
  readonly type?: string;
  readonly identifier?: Identifier;
  readonly display?: string;
};
/** A number with its unit in UCUM. */
export type Quantity = {
  readonly value: number;
  readonly unit?: string;
  readonly system: 'http://unitsofmeasure.org';
  readonly code: string;
};
export type Range = { readonly low: Quantity; readonly high: Quantity };
export type Annotation = { readonly text: string };
export type Extension = { readonly url: string; readonly valueReference: Reference };

export type Component = {
  readonly code: CodeableConcept;
  readonly valueQuantity?: Quantity;
  readonly valueRange?: Range;
  readonly valueCodeableConcept?: CodeableConcept;
  readonly dataAbsentReason?: CodeableConcept;
};

export type Observation = {
  readonly resourceType: 'Observation';
  readonly meta: { readonly profile: readonly string[] };
  readonly extension?: readonly Extension[];
  readonly status: 'preliminary';
  readonly category: readonly CodeableConcept[];
  readonly code: CodeableConcept;
  readonly subject: Reference;
  readonly issued: string;
  readonly note: readonly Annotation[];
  readonly method: CodeableConcept;
  readonly device: Reference;
  readonly derivedFrom: readonly Reference[];
  readonly component: readonly Component[];
};

/** Probabilities are per cent. */
export type Prediction = {
  readonly outcome: CodeableConcept;
  readonly probabilityDecimal?: number;
  readonly probabilityRange?: Range;
  readonly relativeRisk?: number;
  readonly whenRange?: Range;
  readonly rationale: string;
};

export type RiskAssessment = {
  readonly resourceType: 'RiskAssessment';
  readonly status: 'preliminary';
  readonly method: CodeableConcept;
  readonly subject: Reference;
  readonly occurrenceDateTime: string;
  readonly basis: readonly Reference[];
  readonly prediction: readonly Prediction[];
  readonly note: readonly Annotation[];
};

export type DiagnosticReport = {
  readonly resourceType: 'DiagnosticReport';
  readonly meta: { readonly profile: readonly string[] };
  readonly extension?: readonly Extension[];
  readonly status: 'preliminary';
  readonly category: readonly CodeableConcept[];
  readonly code: CodeableConcept;
  readonly subject: Reference;
  readonly issued: string;
  readonly result?: readonly Reference[];
  readonly conclusion: string;
};

export type Patient = { readonly resourceType: 'Patient'; readonly identifier: readonly Identifier[] };

/** The program that reckoned. */
export type Device = {
  readonly resourceType: 'Device';
  readonly deviceName: readonly { readonly name: string; readonly type: 'model-name' }[];
  readonly version: readonly { readonly value: string }[];
};

export type Resource = Observation | RiskAssessment | DiagnosticReport | Patient | Device;

export type Bundle = {
  readonly resourceType: 'Bundle';
  readonly identifier: Identifier;
  readonly type: 'collection';
  readonly timestamp: string;
  readonly entry: readonly { readonly fullUrl: string; readonly resource: Resource }[];
};
