// Holds what a deployment that declares itself commercial does with scores whose licence bars commercial use.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Offer } from '../../www/ui/ports.ts';
import { started } from './fixtures/started.ts';

const offer = (id: string, license: string | null): Offer => ({
  id,
  name: null,
  trait: null,
  rows: null,
  bytes: null,
  license,
  citation: null,
  origin: 'catalog',
});
const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const barred = 'CC BY-NC-ND 4.0';

test('a score that the catalog says is barred is not fetched; its licence and what to do are said', async () => {
  const { fake, app } = await started({}, true);
  await app.addOffers([offer('PGS1', barred), offer('PGS2', 'CC BY 4.0'), offer('PGS3', null)]);
  await turn();
  assert.deepEqual(
    app.state.scores.map(({ step, error }) => [step, error?.code]),
    [
      ['failed', 'licence-non-commercial'],
      ['ready', undefined],
      ['ready', undefined],
    ],
  );
  assert.ok(!fake.log.some((line) => line.includes('PGS1')), fake.log.join());
  const { message = '', place } = app.state.scores[0]?.error ?? {};
  assert.match(message, /run commercially.*CC BY-NC-ND 4\.0.*Choose another score, ask its authors/);
  assert.equal(place?.input, 'PGS1');
});

test('a file that says so itself is let go of before anything is added up', async () => {
  const { fake, app } = await started({}, true);
  fake.license = 'Free for non-commercial use';
  fake.scoresPerFile = 2;
  await app.openGenotypes([new File(['x'], 'a')]);
  await app.addScores([new File(['x'], 's')]);
  await turn();
  assert.equal(app.state.scores[0]?.error?.code, 'licence-non-commercial');
  assert.deepEqual(fake.log, ['open a', 'add s', 'remove 1', 'remove 0']);
  assert.equal(app.state.report.step, 'none');
});

test('elsewhere the licence is shown and nothing is refused', async () => {
  const { fake, app } = await started();
  fake.license = barred;
  await app.addOffers([offer('PGS1', barred)]);
  await app.addScores([new File(['x'], 's')]);
  await turn();
  assert.deepEqual(
    app.state.scores.map(({ step }) => step),
    ['ready', 'ready'],
  );
});
