// The main job on the built page, step by step as a person does it, with the numbers that must come out and nothing asked outside.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { samples } from '../../www/build/paths.mjs';
import { goTo, keepSaved, pressSave, readLedger, readTable, startBuiltPage, trySample } from './harness/built-page.mjs';
import { browsers, withBrowser } from './harness/with-browser.mjs';

const key = JSON.parse(readFileSync(join(samples, 'answer-key.json'), 'utf8'));

let site;
before(async () => {
  site = await startBuiltPage();
});
after(() => site.close());

/** The key is exact decimal arithmetic; f64 sums of up to 100,000 terms may differ from it in the last digits. */
const near = (found, expected) =>
  assert.ok(Math.abs(found - expected) <= 1e-12 * Math.max(1, Math.abs(expected)), `${found} is not ${expected}`);

/** A column of figures as written on the page: "−1.250" → -1.25. */
const number = (text) => Number(text.replace('−', '-').replaceAll(/[,\s\u202f\u00a0]/g, ''));

async function readDoctor(page) {
  const doctor = page.getByTestId('doctor');
  const facts = await doctor.locator('dl.summary').innerText();
  for (const expected of ['23andMe', key.person.build, 'One X and one Y']) assert.ok(facts.includes(expected), facts);
  await doctor.locator('summary').first().click();
  const all = await doctor.locator('dl.facts').innerText();
  for (const count of [key.person.markers, key.person.no_calls, key.person.heterozygous])
    assert.ok(all.replaceAll('\u202f', '').includes(`${count} markers`), `${count} is not in: ${all}`);
}

async function readResults(page) {
  await page.getByRole('link', { name: `See all ${key.scores.length} results` }).click();
  await page.locator('[data-testid=results][data-state=ready]').waitFor();
  const rows = page.getByTestId('result-row');
  assert.equal(await rows.count(), key.scores.length);
  for (const [at, { observed_sum }] of key.scores.entries())
    near(Number((await rows.nth(at).locator('.sum').getAttribute('title')).replace('Exactly ', '')), observed_sum);
}

/** The worked sum adds up by hand, and the audit has every row and the same sum. */
async function readScore(page, at) {
  const expected = key.scores[at];
  await page.getByTestId('result-row').nth(at).getByRole('link').click();
  await page.locator('ta-score h1').waitFor();
  near(Number(await page.getByTestId('observed-sum').getAttribute('title')), expected.observed_sum);
  const worked = page.getByTestId('worked-sum');
  const lines = await worked.locator('tbody tr td:last-child').allInnerTexts();
  const total = await worked.locator('tfoot td').innerText();
  const digits = total.split('.')[1]?.length ?? 0;
  assert.equal(lines.reduce((sum, line) => sum + number(line), 0).toFixed(digits), number(total).toFixed(digits));
  const audit = readTable(await pressSave(page, 'save-audit'));
  const counted = audit.filter(({ state }) => state === 'matched');
  const counts = { excluded: {} };
  for (const { state, rule } of audit) {
    const [place, name] = state === 'excluded' ? [counts.excluded, rule] : [counts, state];
    place[name] = (place[name] ?? 0) + 1;
  }
  const { matched, unmatched = 0, 'no-call': no_call = 0, excluded } = counts;
  const { rows, observed_sum, ...others } = expected;
  assert.equal(audit.length, rows);
  for (const [name, found] of Object.entries({ matched, unmatched, no_call, excluded }))
    assert.deepEqual(found, others[name], `${expected.id}: ${name}`);
  near(
    counted.reduce((all, { contribution }) => all + Number(contribution), 0),
    observed_sum,
  );
  await goTo(page, 'results');
}

async function saveReport(page) {
  const report = JSON.parse(await pressSave(page, 'save-json'));
  const { scores } = report.samples[0];
  assert.equal(scores.length, key.scores.length);
  for (const [at, expected] of key.scores.entries()) {
    const found = scores[at];
    for (const name of ['id', 'rows', 'matched', 'excluded', 'unmatched', 'no_call'])
      assert.deepEqual(found[name], expected[name], `${expected.id}: ${name}`);
    near(found.observed_sum, expected.observed_sum);
    if (expected.filled_sum === null) assert.equal(found.filled_sum, null);
    else near(found.filled_sum, expected.filled_sum);
  }
  const table = readTable(await pressSave(page, 'save-csv'));
  assert.deepEqual(
    table.map(({ score, observed_sum }) => [score, Number(observed_sum)]),
    scores.map(({ id, observed_sum }) => [id, observed_sum]),
  );
}

/** What the page says it asked for is what its server was asked for; nothing went elsewhere. */
async function compareLedger(page, since) {
  const ledger = await readLedger(page);
  assert.deepEqual(
    ledger.filter(({ own }) => !own),
    [],
    'requests to other hosts in the ledger',
  );
  const asked = site.seen.slice(since);
  assert.deepEqual(
    asked.filter(({ body, method }) => body || method !== 'GET'),
    [],
    'requests with a body',
  );
  const said = new Set(ledger.map(({ address }) => address));
  const unsaid = asked.map(({ path }) => path).filter((path) => !said.has(path));
  assert.deepEqual(unsaid, [], 'requests that the ledger does not list');
  const served = new Set(asked.map(({ path }) => path));
  const invented = ledger.filter(({ address, kept }) => !kept && !served.has(address));
  assert.deepEqual(invented, [], 'requests in the ledger that nobody saw');
}

for (const name of browsers) {
  test(`${name}: a request that the policy forbids is stopped, and would fail each of these tests`, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(site.url);
      await page.getByTestId('try-sample').waitFor();
      await watched.assertQuiet();
      const answer = await page.evaluate(() =>
        fetch('https://example.org/', { method: 'POST', body: 'AG' }).then(
          () => 'sent',
          () => 'stopped',
        ),
      );
      assert.equal(answer, 'stopped');
      await assert.rejects(watched.assertQuiet(), /connect-src|other origins|with a body/);
    }));

  test(`${name}: from the sample person to the saved report`, () =>
    withBrowser(name, async ({ open }) => {
      const since = site.seen.length;
      const { page, watched } = await open(site.url, { scripts: [keepSaved] });
      await trySample(page);
      await readDoctor(page);
      await readResults(page);
      for (const at of key.scores.keys()) await readScore(page, at);
      await saveReport(page);
      await compareLedger(page, since);
      await watched.assertQuiet();
    }));
}
