// Holds when people are compared: unasked where there is something to say, when asked, and again after every change.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScorerError } from '../../www/shared/scorer-error.ts';
import { started } from './fixtures/started.ts';

const file = (name: string): File => new File(['x'], name);
const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

test('a score with figures of reference people is compared by itself, and what changes is compared again', async () => {
  const { fake, app } = await started();
  fake.calibrated = ['EUR'];
  await app.openGenotypes([file('a')]);
  await app.addScores([file('s')]);
  await turn();
  assert.equal(app.state.comparison.step, 'ready');
  assert.deepEqual(fake.log, ['open a', 'add s', 'score', 'compare panel']);
  fake.hold = new Set(['score']);
  void app.setOptions({ palindromes: 'keep' });
  await turn();
  assert.equal(app.state.comparison.step, 'none', 'no comparison stands beside sums of other rules');
});

test('nobody is compared unasked by scores without figures; once asked, always', async () => {
  const { fake, app } = await started();
  await app.openGenotypes([file('a')]);
  await app.compare();
  assert.equal(app.state.comparison.step, 'ready', 'before there is any score');
  await app.addScores([file('s')]);
  await turn();
  assert.deepEqual(fake.log, ['open a', 'compare panel', 'add s', 'score', 'compare panel']);
  await app.forget();
  await app.openGenotypes([file('b')]);
  await app.addScores([file('s')]);
  await turn();
  assert.equal(fake.log.filter((line) => line === 'compare panel').length, 2, 'forgotten with everything else');
  assert.equal(app.state.comparison.step, 'none');
});

test('an age that is stated counts from then on', async () => {
  const { fake, app } = await started();
  fake.calibrated = ['EUR'];
  await app.setAge(40);
  await app.openGenotypes([file('a')]);
  await app.addScores([file('s')]);
  await turn();
  await app.setAge(50);
  assert.deepEqual(fake.log.slice(-3), ['score', 'compare panel 40', 'compare panel 50']);
  await app.forget();
  assert.equal(app.state.age_years, null);
});

test('what is stated of a relative counts for its person and score, whatever is opened and closed around them', async () => {
  const { fake, app } = await started();
  fake.calibrated = ['EUR'];
  await app.openGenotypes([file('a'), file('b')]);
  await app.addScores([file('s'), file('t')]);
  await turn();
  await app.setRelative(1, 0, 'affected');
  assert.equal(fake.log.at(-1), 'compare panel 1.0=affected');
  assert.deepEqual([app.relativeOf(1, 0), app.relativeOf(0, 0), app.relativeOf(1, 1)], ['affected', null, null]);
  const [first] = app.state.genotypes;
  assert.ok(first);
  await app.closeGenotype(first.key);
  await turn();
  assert.equal(fake.log.at(-1), 'compare panel 0.0=affected', 'the second person is the first now');
  await app.setRelative(0, 0, 'unaffected');
  assert.equal(fake.log.at(-1), 'compare panel 0.0=unaffected', 'a later word holds');
  const [score] = app.state.scores;
  assert.ok(score);
  await app.removeScores([score.key]);
  await turn();
  assert.equal(fake.log.at(-1), 'compare panel', 'nothing is stated of the other score');
  await app.setRelative(0, 0, 'affected');
  await app.setRelative(0, 0, null);
  assert.equal(fake.log.at(-1), 'compare panel');
  await app.setRelative(7, 0, 'affected');
  assert.equal(app.state.relatives.length, 1, 'of nobody nothing can be stated');
  await app.forget();
  assert.deepEqual(app.state.relatives, []);
});

test('a comparison says how far it is, and can be stopped; nobody is compared again before somebody asks', async () => {
  const { fake, app } = await started();
  fake.calibrated = ['EUR'];
  fake.hold = new Set(['compare']);
  await app.openGenotypes([file('a')]);
  await app.addScores([file('s')]);
  await turn();
  const { comparison } = app.state;
  assert.ok(comparison.step === 'comparing');
  assert.deepEqual(comparison.progress, { phase: 'placing', done: 1, total: 2, unit: 'people' });
  app.stopComparing();
  assert.equal(fake.held.at(-1)?.signal?.aborted, true, 'the engine is told');
  await turn();
  assert.deepEqual([app.state.comparison.step, app.state.report.step], ['stopped', 'ready']);
  fake.hold.clear();
  await app.addScores([file('t')]);
  await turn();
  assert.equal(app.state.comparison.step, 'stopped', 'not unasked');
  assert.equal(fake.log.at(-1), 'score');
  await app.compare();
  assert.equal(app.state.comparison.step, 'ready');
});

test('what changes while people are compared ends the comparison at once', async () => {
  const { fake, app } = await started();
  fake.calibrated = ['EUR'];
  fake.hold = new Set(['compare']);
  await app.openGenotypes([file('a')]);
  await app.addScores([file('s')]);
  await turn();
  const held = fake.held.at(-1);
  fake.hold.clear();
  await app.addScores([file('t')]);
  await turn();
  assert.equal(held?.signal?.aborted, true);
  assert.equal(app.state.comparison.step, 'ready', 'of what is there now');
});

test('a family is compared for its relations', async () => {
  const { fake, app } = await started();
  await app.openGenotypes([file('a'), file('b')]);
  await app.addScores([file('s')]);
  await turn();
  assert.equal(fake.log.at(-1), 'compare panel');
});

test('a comparison that fails leaves the sums', async () => {
  const { fake, app } = await started();
  fake.calibrated = ['EUR'];
  fake.hold = new Set(['compare']);
  await app.openGenotypes([file('a')]);
  await app.addScores([file('s')]);
  await turn();
  fake.held.at(-1)?.fail(new ScorerError('reference-corrupt', {}, 'The pack is damaged.'));
  await turn();
  assert.deepEqual([app.state.report.step, app.state.comparison.step], ['ready', 'failed']);
});
