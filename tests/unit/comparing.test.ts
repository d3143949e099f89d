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
