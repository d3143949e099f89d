// Without a network after the first load, and nothing left once everything is forgotten.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../www/build/paths.mjs';
import { addScoreFiles, goTo, openFiles, seeResults, startBuiltPage, trySample } from './harness/built-page.mjs';
import { browsers, withBrowser } from './harness/with-browser.mjs';

const golden = join(root, 'tests/golden/vendor-23andme');

/** Waits until the page's own files are kept and the service worker answers for them. */
const kept = (page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller)
      await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
  });

/** All that a page can keep in a browser. */
const left = (page) =>
  page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory?.().catch(() => null);
    const files = [];
    if (folder) for await (const name of folder.keys()) files.push(name);
    return [
      ...(await caches.keys()).map((name) => `cache ${name}`),
      ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => `service worker ${scope}`),
      ...Object.keys(localStorage).map((name) => `setting ${name}`),
      ...Object.keys(sessionStorage).map((name) => `setting ${name}`),
      ...((await indexedDB.databases?.()) ?? []).map(({ name }) => `database ${name}`),
      ...files.map((name) => `file ${name}`),
      ...document.cookie.split(';').filter((one) => one !== ''),
    ];
  });

async function scoreGolden(page) {
  await openFiles(page, [join(golden, 'genotypes.txt')]);
  await addScoreFiles(page, [join(golden, 'robin.txt')]);
  await seeResults(page);
  assert.equal(await page.getByTestId('result-row').count(), 1);
  await page.getByTestId('result-row').getByRole('link').click();
  await page.getByTestId('observed-sum').waitFor();
}

for (const name of browsers) {
  test(`${name}: with the network cut after the first load, a file is opened and scored`, async () => {
    const site = await startBuiltPage();
    try {
      await withBrowser(name, async ({ open }) => {
        const { page } = await open(site.url);
        await kept(page);
        await site.close();
        await page.reload();
        await scoreGolden(page);
        await goTo(page, 'privacy');
        // A search says that the catalog cannot be reached, and the page goes on.
        await goTo(page, 'shelf');
        await page.getByTestId('search').fill('height');
        await page.keyboard.press('Enter');
        await page.locator('[data-testid=error][data-code=network]').waitFor();
        await seeResults(page);
      });
    } finally {
      await site.close();
    }
  });

  test(`${name}: forget everything leaves nothing, and the page can be used anew`, async () => {
    const site = await startBuiltPage();
    try {
      await withBrowser(name, async ({ open }) => {
        const { page, watched } = await open(site.url);
        await kept(page);
        await page.getByRole('button', { name: 'Use dark colours' }).click();
        await trySample(page);
        const before = (await left(page)).map((one) => one.split(' ')[0]);
        for (const kind of ['cache', 'service', 'setting']) assert.ok(before.includes(kind), `no ${kind} in ${before}`);
        const workers = page.workers();
        const ended = Promise.all(workers.map((worker) => new Promise((done) => worker.once('close', done))));
        await goTo(page, 'privacy');
        await page.getByText('1 file is open').waitFor();
        await page.getByTestId('forget').click();
        await page.getByText('Everything is gone.').waitFor();
        await page.getByText('No file is open.').waitFor();
        await ended;
        assert.deepEqual(await left(page), []);
        await goTo(page, 'results');
        await page.getByTestId('results-empty').waitFor();
        // The fresh worker has loaded its files by now; that must not bring anything back.
        assert.deepEqual(await left(page), []);
        await goTo(page, 'open');
        await scoreGolden(page);
        await watched.assertQuiet();
      });
    } finally {
      await site.close();
    }
  });
}
