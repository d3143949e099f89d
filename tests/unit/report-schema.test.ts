// Holds the published schema of the report: what the page reads is what it says, and what cannot be it refuses.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readReport } from '../../www/ui/read-report.ts';
import { comparedScores } from './fixtures/compared.ts';
import { handful, report } from './fixtures/report.ts';

const schema = JSON.parse(readFileSync(join(process.cwd(), 'www/public/schema/report-1.json'), 'utf8')) as object;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
const faults = (value: unknown): string => {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ');
};

const whole = {
  ...report(comparedScores, ['Ada', 'Ben']),
  reference: { name: 'a panel', sha256: 'ab'.repeat(32), age_years: 0 },
};

test('reports of every kind are valid, and the page reads each', async () => {
  const { reference: _, ...notCompared } = whole;
  const { absent: _absent, ...sample } = whole.samples[0] ?? assert.fail();
  for (const value of [
    whole,
    notCompared,
    report(handful, ['Ada']),
    report([], []),
    { ...whole, samples: [{ ...sample, height: 180 }], later: true },
    JSON.parse(readFileSync(join(process.cwd(), 'tests/reports/family.json'), 'utf8')),
  ]) {
    assert.equal(faults(value), '');
    assert.ok(await readReport('report.json', new Blob([JSON.stringify(value)])));
  }
});

type Step = string | number;
const first = ['samples', 0, 'scores', 0] as const;
const broken: readonly (readonly [path: readonly Step[], value: unknown])[] = [
  [['schema'], 2],
  [['tallele'], undefined],
  [['options', 'palindromes'], 'flip'],
  [['inputs', 0, 'build'], 'GRCh39'],
  [['inputs', 0, 'sha256'], 'none'],
  [['samples'], {}],
  [['samples', 1, 'sex'], 'yes'],
  [[...first, 'matched'], -1],
  [[...first, 'rows'], 77.5],
  [[...first, 'observed_sum'], null],
  [[...first, 'coverage', 'rows'], 1.5],
  [[...first, 'excluded', 'palindromic'], null],
  [[...first, 'percentile', 'value'], 101],
  [[...first, 'percentile', 'high'], undefined],
  [[...first, 'percentile', 'basis'], 'feeling'],
  [[...first, 'percentile', 'group'], null],
  [[...first, 'percentile', 'withheld'], { code: 'a', why: 'b', help: 'c' }],
  [[...first, 'percentile', 'withheld'], undefined],
  [['samples', 0, 'scores', 3, 'percentile', 'discrimination', 'cases'], 0],
  [['samples', 0, 'scores', 3, 'percentile', 'discrimination', 'high'], undefined],
  [[...first, 'absolute_risk', 'average'], undefined],
  [[...first, 'absolute_risk', 'value'], 14.3],
  [[...first, 'absolute_risk', 'citation'], ''],
  [[...first, 'canrisk'], { variable: 'PRS_XX', alpha: { EUR: 0.4 }, citation: 'x' }],
  [[...first, 'canrisk'], { variable: 'PRS_BC', alpha: { EUR: 1.4 }, citation: 'x' }],
  [[...first, 'findings', 0, 'severity'], 'bad'],
  [['samples', 0, 'scores', 6, 'percentile', 'value'], 50],
  [['samples', 0, 'scores', 6, 'percentile', 'withheld', 'why'], ''],
  [['reference', 'sha256'], undefined],
];

for (const [path, value] of broken)
  test(`refused: ${path.join('.')} ${JSON.stringify(value)}`, () => {
    const copy = JSON.parse(JSON.stringify(whole)) as unknown;
    let at = copy as Record<Step, unknown>;
    for (const step of path.slice(0, -1)) at = at[step] as Record<Step, unknown>;
    const last = path.at(-1) ?? '';
    if (value === undefined) delete at[last];
    else at[last] = value;
    assert.notEqual(faults(copy), '');
  });
