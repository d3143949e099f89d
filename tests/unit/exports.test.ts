// Holds what the page writes of a report besides its JSON: CSV as the engine's, CanRisk lines, and whom a file may name.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { canRiskLines, canRiskText } from '../../www/exports/can-risk.ts';
import { plainDecimal } from '../../www/exports/plain-decimal.ts';
import { pseudonyms } from '../../www/exports/pseudonyms.ts';
import { reportCsv } from '../../www/exports/report-csv.ts';
import type { CanRisk, Report, ScoreResult } from '../../www/shared/report.ts';
import { parseCsv } from '../../www/ui/parse-csv.ts';
import { readReport } from '../../www/ui/read-report.ts';
import { comparedScores, noRisk, told, withheld } from './fixtures/compared.ts';
import { report } from './fixtures/report.ts';

// Run from the top, as `npm test` does.
const saved = (name: string): string => readFileSync(join(process.cwd(), 'tests/reports', name), 'utf8');
const family = (): Promise<Report> => readReport('family.json', new Blob([saved('family.json')]));

test('of a report that the engine saved the page writes the engine’s CSV, byte for byte', async () => {
  assert.equal(reportCsv(await family()), saved('family.csv'));
});

test('the CSV has a cell for each column: numbers with interval and basis, or the code of why not', () => {
  const [head = [], ...lines] = parseCsv(reportCsv(report(comparedScores, ['Ada'])), 1000, true);
  const rows = lines.map((line) => Object.fromEntries(head.map((name, at) => [name, line[at]])));
  assert.deepEqual(
    lines.map((line) => line.length),
    Array(comparedScores.length).fill(46),
  );
  const [first, second, , fourth, , noBasis] = rows;
  assert.deepEqual(
    [first?.['percentile'], first?.['percentile_low'], first?.['percentile_high'], first?.['percentile_level']],
    ['71.4', '63.2', '78.1', '0.9'],
  );
  assert.deepEqual([first?.['risk'], first?.['risk_average'], first?.['risk_to_years']], ['0.143', '0.117', '80']);
  assert.deepEqual([second?.['percentile_basis'], second?.['z_norm2']], ['components', '-2.652']);
  assert.deepEqual([second?.['risk'], second?.['risk_withheld']], ['', 'no-validation']);
  assert.deepEqual([noBasis?.['percentile'], noBasis?.['percentile_withheld']], ['', 'no-basis']);
  assert.deepEqual([first?.['accuracy_r2'], first?.['accuracy_kept'], first?.['auc']], ['0.091', '0.93', '']);
  const tested = ['accuracy_r2', 'auc', 'auc_low', 'auc_high', 'auc_people', 'auc_cases'];
  assert.deepEqual(
    tested.map((name) => fourth?.[name]),
    ['', '0.714', '0.642', '0.783', '240', '48'],
  );
});

test('numbers are written with all their digits, as the engine does', () => {
  for (const [value, text] of [
    [1e-7, '0.0000001'],
    [-1.25e-9, '-0.00000000125'],
    [1.5e21, '1500000000000000000000'],
    [1.25e25, '12500000000000000000000000'],
    [0.1 + 0.2, '0.30000000000000004'],
    [-0, '-0'],
    [5e-324, `0.${'0'.repeat(323)}5`],
    [123456789, '123456789'],
  ] as const) {
    assert.equal(plainDecimal(value), text);
    assert.equal(Number(plainDecimal(value)), value);
  }
});

const canrisk: CanRisk = { variable: 'PRS_BC', alpha: { EUR: 0.45, AFR: 0.2 }, citation: 'Invented 2026' };
/** With the widest range. */
const place = (change: Parameters<typeof told>[0]) => told({ low: 0, high: 100, covered: 1, ...change });
const scored = (change: Partial<ScoreResult>): ScoreResult => {
  const [first] = comparedScores;
  assert.ok(first);
  return { ...first, percentile: place({ value: 97.5 }), z_norm2: null, canrisk, ...change };
};
const lineOf = (change: Partial<ScoreResult>) => canRiskLines(report([scored(change)], ['Ada']))[0];

test('a CanRisk line has alpha of what the file holds, and z', () => {
  assert.equal(lineOf({})?.line, '##PRS_BC=alpha=0.4500, zscore=1.9600');
  assert.equal(lineOf({ z_norm2: -0.12345 })?.line, '##PRS_BC=alpha=0.4500, zscore=-0.1235');
  // Of a score of which the file holds 81 % of the variance, √0.81 of alpha is left.
  const part = place({ value: 50, covered: 0.81, group: 'AFR' });
  assert.equal(lineOf({ percentile: part })?.line, '##PRS_BC=alpha=0.1800, zscore=0.0000');
});

test('a CanRisk line is refused with the reason', () => {
  const { canrisk: _, ...without } = scored({});
  assert.equal(canRiskLines(report([without], ['Ada']))[0]?.why, 'no-alpha');
  const reason = { code: 'low-coverage', why: 'Why.', help: 'Help.' };
  for (const [change, why] of [
    [{ percentile: withheld(reason) }, 'no-percentile'],
    [{ absolute_risk: { withheld: { ...reason, code: 'other-sex' } } }, 'other-sex'],
    [{ percentile: place({ share: 0.84 }) }, 'mixed'],
    [{ percentile: place({ group: 'EAS' }) }, 'other-group'],
    [{ percentile: place({ group: 'constructor' }) }, 'other-group'],
    [{ percentile: place({ value: 100 }) }, 'at-the-end'],
  ] as const)
    assert.deepEqual([lineOf(change)?.line, lineOf(change)?.why], [null, why]);
  assert.equal(lineOf({ absolute_risk: noRisk })?.why, null);
});

test('a text of CanRisk lines has no other line that CanRisk reads', () => {
  const two = canRiskLines(
    report([scored({}), scored({ percentile: withheld({ code: 'a', why: 'b', help: 'c' }) })], ['A=b']),
  );
  assert.equal(canRiskText(two), '## person-1, PGS000011\r\n##PRS_BC=alpha=0.4500, zscore=1.9600\r\n');
});

test('people of consumer files are numbered, samples of a laboratory’s files keep its ids', () => {
  const named = (format: string, ids: readonly string[], input: string): readonly string[] => {
    const made = report([], ids);
    const [first] = made.inputs;
    assert.ok(first);
    const samples = made.samples.map((sample) => ({ ...sample, input }));
    return pseudonyms({ ...made, inputs: [{ ...first, format, name: input }], samples });
  };
  assert.deepEqual(named('23andme', ['genome_Ada_Lovelace'], 'genome_Ada_Lovelace.txt'), ['person-1']);
  assert.deepEqual(named('vcf', ['HG00096', 'HG00097'], 'study.vcf.gz'), ['HG00096', 'HG00097']);
  assert.deepEqual(named('vcf', ['Ada'], 'Ada.g.vcf.gz'), ['person-1']);
});
