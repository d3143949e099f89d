// Holds what a deployment that declares itself commercial does with scores whose licence bars commercial use.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Offer } from '../../www/ui/ports.ts';
import { handful, report } from './fixtures/report.ts';
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

test('a saved report with a barred score is not opened either', async () => {
  const saved = (license: string | null): File => {
    const { samples, ...rest } = report(handful, ['Ada']);
    const licensed = samples.map((sample) => ({
      ...sample,
      scores: sample.scores.map((score, at) => (at === 1 ? { ...score, license } : score)),
    }));
    return new File([JSON.stringify({ ...rest, samples: licensed })], 'report.json');
  };
  const opened = async (license: string | null, commercial: boolean): Promise<string> => {
    const { app } = await started({}, commercial);
    await app.openReport(saved(license));
    const { reopened } = app.state;
    return reopened.step === 'failed' ? reopened.error.code : reopened.step;
  };
  assert.equal(await opened(barred, true), 'licence-non-commercial');
  assert.equal(await opened('CC BY 4.0', true), 'ready');
  assert.equal(await opened(barred, false), 'ready');
});
