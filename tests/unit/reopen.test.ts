// Holds the reopening of saved reports: whole ones give what the engine gave, broken ones a code and a place.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportCsv } from '../../www/exports/report-csv.ts';
import { ScorerError } from '../../www/shared/scorer-error.ts';
import { AppState } from '../../www/ui/app-state.ts';
import { jsonFault } from '../../www/ui/json-fault.ts';
import { overviewOf } from '../../www/ui/overview-of.ts';
import { parseCsv } from '../../www/ui/parse-csv.ts';
import { readReport } from '../../www/ui/read-report.ts';
import { eyeColour } from './fixtures/comparison.ts';
import { FakePorts } from './fixtures/fake-ports.ts';
import { overview } from './fixtures/overview.ts';
import { handful, report } from './fixtures/report.ts';
import { seeded } from './fixtures/seeded.ts';

const whole = {
  ...report(handful, ['Ada', 'Ben']),
  reference: { name: 'a panel', sha256: 'ab'.repeat(32), age_years: 0 },
};
const read = (value: unknown): Promise<unknown> =>
  readReport('report.json', new Blob([typeof value === 'string' ? value : JSON.stringify(value)]));

type Step = string | number;
/** The report with one value changed; `undefined` takes it out. */
function changed(path: readonly Step[], value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(whole)) as unknown;
  let at = copy as Record<Step, unknown>;
  for (const step of path.slice(0, -1)) at = at[step] as Record<Step, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

async function refused(value: unknown): Promise<ScorerError> {
  const thrown = await read(value).then(
    () => assert.fail('it was read'),
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof ScorerError, String(thrown));
  assert.equal(thrown.place.input, 'report.json');
  return thrown;
}

test('a whole report is read as it was saved', async () => {
  assert.deepEqual(await read(whole), JSON.parse(JSON.stringify(whole)));
  // What a later program adds within the schema is let through.
  assert.ok(await read(changed(['samples', 0, 'height'], 180)));
  // An earlier program did not say what a file of variants alone was taken for.
  assert.ok(await read(changed(['samples', 0, 'absent'], undefined)));
  const { reference: _, ...without } = whole;
  assert.ok(await read(without));
});

const first = ['samples', 0, 'scores', 0] as const;
const broken: readonly (readonly [name: string, path: readonly Step[], value: unknown, field: string])[] = [
  ['no version', ['tallele'], 1, 'tallele'],
  ['a schema that never was', ['schema'], 0, 'schema'],
  ['a schema in words', ['schema'], '1', 'schema'],
  ['no options', ['options'], undefined, 'options'],
  ['an unknown rule', ['options', 'palindromes'], 'flip', 'options.palindromes'],
  ['an unknown build', ['inputs', 0, 'build'], 'GRCh39', 'inputs[0].build'],
  ['samples that are no list', ['samples'], {}, 'samples'],
  ['an unknown sex', ['samples', 1, 'sex'], 'yes', 'samples[1].sex'],
  ['a count below nothing', [...first, 'matched'], -1, 'samples[0].scores[0].matched'],
  ['a count in parts', [...first, 'rows'], 77.5, 'samples[0].scores[0].rows'],
  ['rows that do not add up', [...first, 'unmatched'], 76, 'samples[0].scores[0].rows'],
  ['a sum in words', [...first, 'observed_sum'], '0.1', 'samples[0].scores[0].observed_sum'],
  ['no sum', [...first, 'observed_sum'], undefined, 'samples[0].scores[0].observed_sum'],
  ['null for a sum', [...first, 'observed_sum'], null, 'samples[0].scores[0].observed_sum'],
  ['a share above all', [...first, 'coverage', 'rows'], 1.5, 'samples[0].scores[0].coverage.rows'],
  [
    'an exclusion that is no count',
    [...first, 'excluded', 'palindromic'],
    null,
    'samples[0].scores[0].excluded.palindromic',
  ],
  ['a percentile above 100', [...first, 'percentile', 'value'], 101, 'samples[0].scores[0].percentile.value'],
  ['a percentile outside its range', [...first, 'percentile', 'low'], 72, 'samples[0].scores[0].percentile.value'],
  [
    'a percentile without its range',
    [...first, 'percentile', 'high'],
    undefined,
    'samples[0].scores[0].percentile.high',
  ],
  [
    'a percentile without its basis',
    [...first, 'percentile', 'basis'],
    'feeling',
    'samples[0].scores[0].percentile.basis',
  ],
  ['a percentile without its group', [...first, 'percentile', 'group'], null, 'samples[0].scores[0].percentile.group'],
  [
    'a number that is withheld and told',
    [...first, 'percentile'],
    { value: 3, withheld: { code: 'a', why: 'b', help: 'c' } },
    'samples[0].scores[0].percentile.value',
  ],
  [
    'withheld without a reason',
    [...first, 'percentile'],
    { value: null, withheld: { code: 'a', help: 'c' } },
    'samples[0].scores[0].percentile.withheld.why',
  ],
  [
    'a risk without its average',
    [...first, 'absolute_risk'],
    { value: 0.1, low: 0.05, high: 0.2, level: 0.9, citation: 'x', r2: 0.1, accuracy_kept: 1, curve: [] },
    'samples[0].scores[0].absolute_risk.average',
  ],
  [
    'a finding of no severity',
    [...first, 'findings', 0, 'severity'],
    'bad',
    'samples[0].scores[0].findings[0].severity',
  ],
  ['another score for another person', ['samples', 1, 'scores', 2, 'id'], 'PGS1', 'samples[1].scores[2].id'],
  ['fewer scores for another person', ['samples', 1, 'scores'], [], 'samples[1].scores'],
  ['a reference without a hash', ['reference', 'sha256'], undefined, 'reference.sha256'],
];

for (const [name, path, value, field] of broken)
  test(`refused: ${name}`, async () => {
    const { code, place } = await refused(changed(path, value));
    assert.deepEqual([code, place.field], ['report-corrupt', field]);
  });

test('a report of a newer program is told from a damaged one', async () => {
  const { code, place, message } = await refused(changed(['schema'], 2));
  assert.deepEqual([code, place.field], ['report-newer', 'schema']);
  assert.match(message, /version 2/);
});

test('other JSON, cut JSON and no JSON', async () => {
  for (const value of ['[]', 'null', '3', '{}', '{"tallele":"0.1.0"}']) {
    const { code, place } = await refused(value);
    assert.deepEqual([code, place.field], ['report-corrupt', undefined], value);
  }
  const text = JSON.stringify(whole, null, 1);
  const cut = await refused(text.slice(0, 500));
  assert.equal(cut.code, 'report-corrupt');
  // Where the value began that is not ended.
  assert.ok(Number(cut.place.byte) > 450 && Number(cut.place.byte) <= 500, String(cut.place.byte));
  const spoilt = await refused(text.replace('"schema": 1', '"schema": oops'));
  assert.deepEqual([spoilt.code, spoilt.place.line], ['report-corrupt', 3]);
  assert.doesNotMatch(spoilt.message, /oops/);
});

test('every report cut short or with a byte changed is read whole, or refused with a code', async () => {
  const text = JSON.stringify(whole);
  const random = seeded(5);
  let refusals = 0;
  for (let round = 0; round < 300; round += 1) {
    const at = Math.floor(random() * text.length);
    const sign = String.fromCharCode(32 + Math.floor(random() * 94));
    const spoilt = round % 3 === 0 ? text.slice(0, at) : text.slice(0, at) + sign + text.slice(at + 1);
    const result = await read(spoilt).catch((error: unknown) => error);
    if (!(result instanceof Error)) continue;
    assert.ok(result instanceof ScorerError && /^report-(corrupt|newer)$/.test(result.code), `${round}: ${result}`);
    refusals += 1;
  }
  assert.ok(refusals > 150, String(refusals));
});

test('where JSON stops', () => {
  for (const [json, line, byte] of [
    ['{\n "é": ?}', 2, 9],
    ['{"a":1,}', 1, 7],
    ['{"a" 1}', 1, 5],
    ['[1 2]', 1, 3],
    ['[1,]', 1, 3],
    ['[1}', 1, 2],
    ['{"a":tru}', 1, 5],
    ['{"a":01}', 1, 5],
    ['{"a":1.e3}', 1, 5],
    ['{"a":"b', 1, 5],
    ['{"a":"\\q"}', 1, 5],
    ['[1]x', 1, 3],
    ['', 1, 0],
    ['\n\n[', 3, 3],
    ['{"a":[{"b":[]},{"c":{}}', 1, 23],
  ] as const) {
    assert.throws(() => JSON.parse(json), json);
    assert.deepEqual(jsonFault(json), { line, byte }, json);
  }
});

test('the overview of a report is what the engine makes of it', () => {
  const plain = report(handful, ['Ada']);
  const made = overviewOf({ ...plain, reference: { name: 'a panel', sha256: 'ab'.repeat(32), age_years: 0 } });
  const { files, ...expected } = overview(handful, ['Ada']);
  assert.deepEqual({ ...made, files }, { ...expected, files });
  assert.equal(overviewOf(plain).reference, null);
});

test('a finding of a score is told once, with how many have it', () => {
  const finding = { code: 'x', count: 3, severity: 'note', text: 't', input: 'a' } as const;
  const scores = handful.map((score) => ({ ...score, findings: [finding] })).slice(0, 1);
  const made = overviewOf({ ...report(scores, ['Ada', 'Ben']), findings: [{ ...finding, count: 2 }, finding] });
  assert.deepEqual(made.findings, [{ ...finding, samples: 2 }]);
});

test('the CSV of a report has a line for each result', () => {
  const [head, ...lines] = parseCsv(reportCsv(whole), 1000, true);
  assert.equal(head?.length, 46);
  assert.equal(lines.length, 12);
  assert.ok(lines.every((line) => line.length === 46));
  assert.deepEqual(lines[0]?.slice(0, 3), ['Ada', 'female', 'PGS000001']);
});

const file = (value: unknown, name = 'report.json'): File =>
  new File([typeof value === 'string' ? value : JSON.stringify(value)], name, { lastModified: 1_700_000_000_000 });

async function started(): Promise<{ readonly fake: FakePorts; readonly app: AppState }> {
  const fake = new FakePorts();
  const app = new AppState(fake.ports);
  await app.start();
  return { fake, app };
}

test('a report opens without any genome, and answers for itself', async () => {
  const { fake, app } = await started();
  await app.openGenotypes([file(whole)]);
  const { report: shown, reopened, genotypes } = app.state;
  assert.ok(shown.step === 'ready' && reopened.step === 'ready');
  assert.equal(shown.at.getTime(), 1_700_000_000_000);
  assert.deepEqual([shown.report.samples.length, genotypes.length], [2, 0]);
  assert.deepEqual(await app.ports.engine.result(1, 2), JSON.parse(JSON.stringify(handful[2])));
  await assert.rejects(app.ports.engine.result(1, 99));
  await assert.rejects(app.ports.engine.audit(0, 0), { code: 'report-only' });
  assert.equal(await (await app.ports.engine.save('json')).text(), JSON.stringify(whole));
  assert.match(await (await app.ports.engine.save('csv')).text(), /^sample,sex/);
  assert.equal(app.scoreFile(0), null);
  assert.deepEqual(fake.log, ['options {}']);
  app.closeReport();
  assert.deepEqual([app.state.report.step, app.state.reopened.step], ['none', 'none']);
});

test('a report that cannot be read says so, and leaves what is shown of files', async () => {
  const { app } = await started();
  await app.openGenotypes([new File(['x'], 'a.txt')]);
  await app.addScores([new File(['x'], 's')]);
  await new Promise((done) => setTimeout(done, 5));
  assert.equal(app.state.report.step, 'ready');
  await app.openGenotypes([file('{')]);
  assert.ok(app.state.reopened.step === 'failed' && app.state.reopened.error.code === 'report-corrupt');
  assert.equal(app.state.report.step, 'ready');
  app.closeReport();
  assert.equal(app.state.reopened.step, 'none');
});

test('what is open is added up again when a report is closed, and newer results take its place', async () => {
  const { fake, app } = await started();
  await app.openGenotypes([new File(['x'], 'a.txt'), file(whole)]);
  await app.addScores([new File(['x'], 's')]);
  await new Promise((done) => setTimeout(done, 5));
  assert.equal(app.state.reopened.step, 'none');
  await app.openReport(file(whole));
  assert.equal(app.state.reopened.step, 'ready');
  const before = fake.log.filter((what) => what === 'score').length;
  app.closeReport();
  await new Promise((done) => setTimeout(done, 5));
  assert.equal(fake.log.filter((what) => what === 'score').length, before + 1);
  assert.equal(app.state.report.step, 'ready');
});

test('a damaged report in the place of a whole one leaves nothing of it', async () => {
  const { app } = await started();
  await app.openReport(file(whole));
  await app.openReport(file('{'));
  assert.deepEqual([app.state.reopened.step, app.state.report.step], ['failed', 'none']);
});

test('forgetting leaves no report', async () => {
  const { app } = await started();
  const opening = app.openReport(file(whole));
  await app.forget();
  await opening;
  assert.deepEqual([app.state.reopened.step, app.state.report.step], ['none', 'none']);
  await app.openReport(file(whole));
  await app.forget();
  assert.deepEqual([app.state.reopened.step, app.state.report.step], ['none', 'none']);
});

test('a report among scoring files is opened as a report, and the others as scores', async () => {
  const fake = new FakePorts();
  const app = new AppState(fake.ports);
  await app.start();
  fake.log.length = 0;
  await app.addScores([new File([JSON.stringify(whole)], 'mine.json'), new File(['x'], 's')]);
  assert.equal(app.state.reopened.step, 'ready');
  assert.deepEqual([fake.log, app.state.scores.map(({ name }) => name)], [['add s'], ['s']]);
});

test('a saved eye colour is read only whole', async () => {
  const eye_colour = eyeColour();
  const with_eyes = (value: unknown): unknown => changed(['samples', 0, 'appearance'], { eye_colour: value });
  await read(with_eyes(eye_colour));
  await read(with_eyes({ withheld: { code: 'key-site-missing', why: 'why', help: 'help' } }));
  for (const [value, field] of [
    [{ ...eye_colour, brown: { value: 0.5, low: 0.6, high: 0.7 } }, 'brown.value'],
    [{ ...eye_colour, basis: 'a guess' }, 'basis'],
    [{ ...eye_colour, blue: 0.1 }, 'blue'],
    [{ withheld: { code: 'x', why: 'y', help: 'z' }, call: 'blue' }, 'call'],
  ] as const)
    assert.equal((await refused(with_eyes(value))).place.field, `samples[0].appearance.eye_colour.${field}`);
});
