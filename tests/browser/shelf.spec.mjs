// A real person's file and a real score of the catalog, found and fetched on the shelf from a mirror on loopback.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../../www/build/paths.mjs';
import {
  goTo,
  keepSaved,
  openFiles,
  pressSave,
  readLedger,
  seeResults,
  startBuiltPage,
} from './harness/built-page.mjs';
import { absent, data } from './harness/data.mjs';
import { startMirror } from './harness/mirror.mjs';
import { browsers, withBrowser } from './harness/with-browser.mjs';

const [person, other] = ['hapmap2_Sample59_23andme_style.txt.gz', 'hapmap2_Sample01_myheritage_style.csv.gz'].map(
  (name) => `consumer/derived_from_HapMap2_CEU/${name}`,
);
const file = 'scores/PGScatalog_pygscatalog/PGS000001_hmPOS_GRCh37.txt.gz';
const skip = absent(person, other, file);
const [truth] = JSON.parse(readFileSync(join(root, 'tests/golden/hapmap2-59-tallele/expected.json'), 'utf8')).scores;

let mirror;
let site;
before(async () => {
  mirror = await startMirror();
  site = await startBuiltPage({ hostsFile: mirror.hostsFile });
});
after(async () => {
  await site.close();
  await mirror.close();
});

const filesAsked = (method) => mirror.seen.filter((one) => one.method === method && one.url.endsWith('.txt.gz')).length;

async function findAndFetch(page) {
  await goTo(page, 'shelf');
  assert.equal(mirror.seen.length, 0, 'the catalog is not asked before a search');
  await page.getByTestId('search').fill('breast');
  await page.getByRole('button', { name: 'Search' }).click();
  const press = page.locator('[data-testid=add-offer][data-id=PGS000001]');
  const size = `Download ${(statSync(data(file)).size / 1000).toFixed(1)} kB`;
  await page.getByText(size, { exact: true }).first().waitFor();
  const offer = (await page.locator('ta-offer .offer', { has: press }).innerText()).replaceAll(/\s/g, ' ');
  for (const words of ['Breast cancer', '77 variants', 'should be cited appropriately', 'Mavaddat N', size])
    assert.ok(offer.includes(words), `${words} is not in: ${offer}`);
  assert.equal(filesAsked('GET'), 0, 'size and licence stand before the file is asked for');
  await press.click();
  await page.locator('ta-chosen [data-step=ready]').waitFor();
  assert.equal(filesAsked('GET'), 1);
}

for (const name of browsers) {
  test(`${name}: a person of HapMap2 and PGS000001 of the catalog`, { skip }, () =>
    withBrowser(name, async ({ open }) => {
      mirror.seen.length = 0;
      const { page, watched } = await open(site.url, { allowed: [new URL(mirror.url).origin], scripts: [keepSaved] });
      await openFiles(page, [data(person)]);
      await findAndFetch(page);
      await seeResults(page);
      const report = JSON.parse(await pressSave(page, 'save-json'));
      const [found] = report.samples[0].scores;
      for (const count of ['id', 'rows', 'matched', 'excluded', 'unmatched', 'no_call'])
        assert.deepEqual(found[count], truth[count], count);
      assert.ok(Math.abs(found.observed_sum - truth.observed_sum) <= 1e-9 * Math.abs(truth.observed_sum));

      // Nothing of a second person, nor of the rescoring, leaves the page.
      const asked = mirror.seen.length;
      await goTo(page, 'open');
      await openFiles(page, [data(other)], 2);
      await seeResults(page);
      assert.equal(await page.getByTestId('result-row').count(), 2);
      assert.equal(mirror.seen.length, asked, 'the catalog was asked while a genome was opened and scored');
      assert.deepEqual(
        mirror.seen.filter(({ body, method }) => body || !['GET', 'HEAD'].includes(method)),
        [],
      );
      // Two tabs of the ledger agree: what the page says it asked of the mirror, and what the mirror saw.
      const foreign = (await readLedger(page)).filter(({ own }) => !own);
      assert.deepEqual(
        foreign.map(({ method, address }) => `${method} ${address}`).sort(),
        mirror.seen.map(({ method, url }) => `${method} ${mirror.url.slice(0, -1)}${url}`).sort(),
      );
      assert.equal(await page.getByTestId('policy').locator('dt', { hasText: 'connect-src' }).count(), 1);
      await watched.assertQuiet();
    }),
  );

  test(`${name}: what the catalog does not have is said, and the page goes on`, { skip }, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(site.url, { allowed: [new URL(mirror.url).origin] });
      await goTo(page, 'shelf');
      await page.getByTestId('search').fill('PGS999999');
      await page.keyboard.press('Enter');
      await page.getByText('no score for “PGS999999”').waitFor();
      await page.getByTestId('search').fill('PGS1, PGS000002');
      await page.keyboard.press('Enter');
      await page.getByText('2 scores found').waitFor();
      await page.getByTestId('download-all').click();
      await page.locator('ta-chosen [data-step=ready]').nth(1).waitFor();
      await watched.assertQuiet();
    }),
  );
}
