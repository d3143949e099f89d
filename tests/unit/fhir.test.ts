// Holds the FHIR bundle: its structure by fhir.resources, the rules of the Genomics Reporting profiles, and what it must not say.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fhirBundle } from '../../www/exports/fhir-bundle.ts';
import type { Bundle, DiagnosticReport, Observation, RiskAssessment } from '../../www/exports/fhir-types.ts';
import { newId } from '../../www/exports/new-id.ts';
import type { Report, ScoreResult } from '../../www/shared/report.ts';
import { readReport } from '../../www/ui/read-report.ts';
import { accuracy, comparedScores, discrimination, noRisk, risk, told, uncompared } from './fixtures/compared.ts';
import { faultsOf, installModels } from './fixtures/fhir-models.ts';
import { handful, report } from './fixtures/report.ts';

const at = new Date('2026-11-21T17:00:00Z');
const counted = (): (() => string) => {
  let last = 0;
  return () => {
    last += 1;
    return `urn:uuid:00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
  };
};
const bundleOf = (made: Report): Bundle => fhirBundle(made, at, counted());
const compared = {
  ...report(comparedScores, ['genome_Ada_L', 'Ben']),
  reference: { name: 'a panel', sha256: 'ab'.repeat(32), age_years: 0 },
};
const of = <T>(bundle: Bundle, type: string): readonly T[] =>
  bundle.entry.flatMap(({ resource }) => (resource.resourceType === type ? [resource as T] : []));
const partOf = (one: Observation, code: string) =>
  one.component.find((component) => component.code.coding?.some((coding) => coding.code === code));
const withScore = (change: Partial<ScoreResult>): Bundle => {
  const [first] = comparedScores;
  assert.ok(first);
  return bundleOf({ ...report([{ ...first, ...change }], ['Ada']) });
};

test('fhir.resources finds no fault in bundles of every kind, and finds those that are put in', async (context) => {
  const missing = installModels();
  if (missing !== null) {
    assert.notEqual(process.env['CI'], 'true', missing);
    context.skip(missing);
    return;
  }
  const text = readFileSync(join(process.cwd(), 'tests/reports/family.json'), 'utf8');
  const family = await readReport('family.json', new Blob([text]));
  const noHash = { ...compared, inputs: compared.inputs.map((input) => ({ ...input, sha256: null, build: null })) };
  const { from_years: _from, to_years: _to, ...lifetime } = risk({ average: 0, curve: [] });
  const sound = [
    bundleOf(compared),
    bundleOf(family),
    bundleOf(report(handful.map(uncompared), ['Ada'])),
    bundleOf(noHash),
    bundleOf(report([], [])),
    bundleOf(report([], ['Ada'])),
    withScore({ absolute_risk: lifetime, trait: null, matched: 0 }),
  ];
  assert.deepEqual(
    faultsOf(sound),
    sound.map(() => []),
  );
  const [whole] = sound;
  const spoilt = (change: (resource: Record<string, unknown>) => void, type: string): unknown => {
    const copy = JSON.parse(JSON.stringify(whole)) as { entry: { resource: Record<string, unknown> }[] };
    for (const { resource } of copy.entry) if (resource['resourceType'] === type) change(resource);
    return copy;
  };
  const wrong = [
    spoilt((resource) => delete resource['status'], 'Observation'),
    spoilt((resource) => Object.assign(resource, { valueString: 'a', valueInteger: 1 }), 'Observation'),
    spoilt((resource) => Object.assign(resource, { percentile: 71 }), 'Observation'),
    spoilt((resource) => delete resource['subject'], 'RiskAssessment'),
    spoilt((resource) => Object.assign(resource, { issued: '21 November' }), 'DiagnosticReport'),
  ];
  for (const [place, faults] of faultsOf(wrong).entries()) assert.ok(faults.length > 0, String(place));
});

/** diagnostic-implication 3.0.0: both categories, the code, no value, at least one source; genomic-report: category and code. */
test('every resource keeps the rules of its profile', () => {
  const bundle = bundleOf(compared);
  const guide = 'http://hl7.org/fhir/uv/genomics-reporting';
  const observations = of<Observation>(bundle, 'Observation');
  assert.equal(observations.length, 2 * comparedScores.length);
  for (const one of observations) {
    assert.deepEqual(one.meta.profile, [`${guide}/StructureDefinition/diagnostic-implication`]);
    assert.deepEqual(
      one.category.flatMap(({ coding = [] }) => coding.map(({ system, code }) => `${system}|${code}`)),
      [
        'http://terminology.hl7.org/CodeSystem/observation-category|laboratory',
        'http://terminology.hl7.org/CodeSystem/v2-0074|GE',
      ],
    );
    const [code] = one.code.coding ?? [];
    assert.deepEqual([code?.system, code?.code], [`${guide}/CodeSystem/tbd-codes-cs`, 'diagnostic-implication']);
    assert.ok(!Object.keys(one).some((name) => /^value|^dataAbsentReason$/.test(name)));
    assert.ok(one.derivedFrom.length > 0);
    assert.ok(partOf(one, '81259-4')?.valueCodeableConcept?.text);
    // obs-6, for components: a value or the reason that there is none, never both.
    for (const { code: _, ...rest } of one.component) assert.equal(Object.keys(rest).length, 1, JSON.stringify(rest));
  }
  for (const one of of<DiagnosticReport>(bundle, 'DiagnosticReport')) {
    assert.deepEqual(one.meta.profile, [`${guide}/StructureDefinition/genomic-report`]);
    assert.equal(one.code.coding?.[0]?.code, '51969-4');
    assert.equal(one.category[0]?.coding?.[0]?.code, 'GE');
    assert.equal(one.result?.length, comparedScores.length);
    assert.equal(one.extension?.length, 2);
  }
});

test('every reference leads to a resource of the bundle, and no address stands twice', () => {
  const bundle = bundleOf(compared);
  const addresses = bundle.entry.map(({ fullUrl }) => fullUrl);
  assert.equal(new Set(addresses).size, addresses.length);
  const used = [...JSON.stringify(bundle).matchAll(/"reference":"([^"]+)"/g)].map(([, address]) => address ?? '');
  assert.ok(used.length > 50);
  for (const address of used) assert.ok(addresses.includes(address), address);
});

test('a percentile stands with range, basis and group; one that is withheld has its reason and no number', () => {
  const observations = of<Observation>(bundleOf(report(comparedScores, ['Ada'])), 'Observation');
  for (const [place, one] of observations.entries()) {
    const { percentile } = comparedScores[place] ?? assert.fail();
    const { valueQuantity, dataAbsentReason } = partOf(one, 'percentile') ?? assert.fail();
    const others = ['percentile-range', 'percentile-basis', 'reference-group', 'similarity', 'variance-covered'];
    if (percentile?.withheld === null) {
      assert.equal(valueQuantity?.value, percentile.value);
      assert.ok(others.every((code) => partOf(one, code)));
      const { low, high } = partOf(one, 'percentile-range')?.valueRange ?? assert.fail();
      assert.deepEqual([low.value, high.value], [percentile.low, percentile.high]);
    } else {
      assert.equal(valueQuantity, undefined);
      assert.ok(!others.some((code) => partOf(one, code)));
      assert.equal(dataAbsentReason?.coding?.at(-1)?.code, percentile?.withheld.code);
      assert.equal(dataAbsentReason?.text, percentile?.withheld.why);
    }
  }
  const [first] = of<Observation>(bundleOf(report(handful.map(uncompared), ['Ada'])), 'Observation');
  assert.equal(first && partOf(first, 'percentile')?.dataAbsentReason?.coding?.[0]?.code, 'not-performed');
  // A percentile outside its range is not told at all.
  const [odd] = of<Observation>(withScore({ percentile: told({ low: 90 }) }), 'Observation');
  assert.equal(odd && partOf(odd, 'percentile')?.dataAbsentReason?.coding?.[0]?.code, 'error');
});

test('a risk is per cent, between its ages, with its range and the average; one that is withheld has no resource', () => {
  const bundle = withScore({ absolute_risk: risk({ value: 0.143, low: 0.112, high: 0.181, average: 0.117 }) });
  const [assessment] = of<RiskAssessment>(bundle, 'RiskAssessment');
  const [estimate, band] = assessment?.prediction ?? assert.fail();
  assert.equal(estimate?.probabilityDecimal, 14.3);
  assert.equal(estimate?.relativeRisk, 1.22222);
  assert.deepEqual(
    [estimate?.whenRange?.low.value, estimate?.whenRange?.high.value, estimate?.whenRange?.low.code],
    [40, 80, 'a'],
  );
  assert.deepEqual([band?.probabilityRange?.low.value, band?.probabilityRange?.high.value], [11.2, 18.1]);
  assert.match(estimate?.rationale ?? '', /average is 11\.7 %/);
  const [one] = of<Observation>(bundle, 'Observation');
  const address = bundle.entry.find(({ resource }) => resource === assessment)?.fullUrl;
  assert.equal(one?.extension?.[0]?.valueReference.reference, address);
  assert.equal(one && partOf(one, 'absolute-risk'), undefined);

  const refused = withScore({ absolute_risk: { withheld: { code: 'other-sex', why: 'Why.', help: 'Help.' } } });
  assert.equal(of(refused, 'RiskAssessment').length, 0);
  const [without] = of<Observation>(refused, 'Observation');
  const { dataAbsentReason, ...rest } = (without && partOf(without, 'absolute-risk')) ?? assert.fail();
  assert.equal(dataAbsentReason?.coding?.at(-1)?.code, 'other-sex');
  assert.deepEqual(Object.keys(rest), ['code']);
});

test('how accurate a score is stands with its test, or that nobody knows', () => {
  const noteOf = (change: Partial<ScoreResult>): string => {
    const [one] = of<Observation>(withScore({ absolute_risk: noRisk, ...change }), 'Observation');
    const notes = (one?.note ?? []).map(({ text }) => text);
    const found = notes.filter((text) => /explains|AUC/.test(text));
    assert.equal(found.length, 1, notes.join('\n'));
    return found[0] ?? '';
  };
  const inGroup = noteOf({ percentile: told({ discrimination }) });
  assert.match(inGroup, /AUC of 0\.71 \(95 % interval 0\.64 to 0\.78; 240 people of .*America.*, 48 of them/);
  assert.match(
    noteOf({ percentile: told({ discrimination: { ...discrimination, group: null } }) }),
    /240 people, of other backgrounds/,
  );
  assert.match(noteOf({ percentile: told({ accuracy }) }), /explains 9\.1 % of the differences in the trait \(R²\)/);
  assert.match(noteOf({ percentile: told({ discrimination: { ...discrimination, cases: 0 } }) }), /is not known/);
  assert.match(noteOf({ percentile: told({}) }), /is not known/);
});

test('no name of a person or a file is in it, and what every report carries is', () => {
  const license = 'CC BY-NC 4.0';
  const text = JSON.stringify(
    bundleOf({
      ...compared,
      samples: compared.samples.map((sample) => ({
        ...sample,
        scores: sample.scores.map((score) => ({ ...score, license })),
      })),
    }),
  );
  for (const name of ['Ada', 'Ben', '.txt', 'birth', 'gender']) assert.ok(!text.includes(name), name);
  for (const words of ['person-2', 'Not a diagnosis', 'Rare pathogenic variants', license, 'bar commercial use', 'R²'])
    assert.ok(text.includes(words), words);
});

test('addresses are random UUIDs of version 4', () => {
  const ids = new Set(Array.from({ length: 100 }, newId));
  assert.equal(ids.size, 100);
  for (const id of ids)
    assert.match(id, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
