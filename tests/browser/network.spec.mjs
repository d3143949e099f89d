// The network rooms against the mirror: cards, whole files, resume, cache, the ledger; and the page without a network.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { startBareSite } from './harness/bare-site.mjs';
import { absent, data } from './harness/data.mjs';
import { startMirror } from './harness/mirror.mjs';
import { browsers, withBrowser } from './harness/with-browser.mjs';

const file = 'scores/PGScatalog_pygscatalog/PGS000001_hmPOS_GRCh37.txt.gz';
const skip = absent(file);

/** A mirror, a site that points at it, a page on it. */
async function withMirror(name, options, work) {
  const mirror = await startMirror(options);
  const site = await startBareSite({ hostsFile: mirror.hostsFile });
  try {
    await withBrowser(name, async ({ open }) => {
      const opened = await open(site.url, { allowed: [new URL(mirror.url).origin] });
      await work({ ...opened, mirror, site });
    });
  } finally {
    await site.close();
    await mirror.close();
  }
}

for (const name of browsers) {
  test(`${name}: a card, its file whole, the second time from the cache, all in the ledger`, { skip }, () =>
    withMirror(name, {}, async ({ page, watched, mirror }) => {
      const found = await page.evaluate(async () => {
        const { catalog, ledger } = globalThis.bare;
        const card = await catalog.card('PGS000001');
        const traits = await catalog.traits('breast');
        const { cards, total } = await catalog.scoresOfTrait(traits[0].id);
        const unknown = await catalog.card('PGS999999').catch((error) => error.code);
        const size = await catalog.scoringFileBytes('PGS000001', 'GRCh37');
        const progress = [];
        const first = await catalog.download('PGS000001', 'GRCh37', { onProgress: (done) => progress.push(done) });
        const second = await catalog.download('PGS000001', 'GRCh37');
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await second.blob.arrayBuffer()));
        return {
          card,
          ids: cards.map(({ id }) => id),
          total,
          unknown,
          size,
          progress,
          from: [first.from, second.from],
          verified: first.verified,
          digest: [...digest],
          entries: ledger.entries.filter(({ purpose }) => purpose !== 'own-file'),
        };
      });
      const bytes = readFileSync(data(file));
      assert.equal(found.card.rows, 77);
      assert.deepEqual(found.ids, ['PGS000001', 'PGS000002']);
      assert.equal(found.total, 2);
      assert.equal(found.unknown, 'catalog-no-such-score');
      assert.equal(found.size, bytes.length);
      assert.equal(found.progress.at(-1), bytes.length);
      assert.deepEqual(found.from, ['network', 'cache']);
      assert.equal(found.verified, 'length');
      assert.deepEqual(Buffer.from(found.digest), createHash('sha256').update(bytes).digest());
      const scoring = found.entries.filter(({ purpose }) => purpose === 'scoring-file');
      assert.deepEqual(
        scoring.map(({ from, bytes_in, bytes_out }) => [from, bytes_in, bytes_out]),
        [
          ['network', bytes.length, 0],
          ['cache', 0, 0],
        ],
      );
      assert.deepEqual(
        mirror.seen.filter(({ body, method }) => body || !['GET', 'HEAD'].includes(method)),
        [],
      );
      assert.equal(mirror.seen.filter(({ method, url }) => method === 'GET' && url.endsWith('.txt.gz')).length, 1);
      await watched.assertQuiet();
    }),
  );

  test(`${name}: an interrupted download goes on where it was`, { skip }, () =>
    withMirror(name, { cutAfter: 1000 }, async ({ page, mirror }) => {
      const size = await page.evaluate(
        async () => (await globalThis.bare.catalog.download('PGS000001', 'GRCh37')).blob.size,
      );
      assert.equal(size, statSync(data(file)).size);
      const ranges = mirror.seen.filter(({ url }) => url.endsWith('.txt.gz')).map(({ range }) => range);
      assert.deepEqual(ranges, [null, 'bytes=1000-']);
    }),
  );

  test(`${name}: a file that is not what the shelf says is refused, a foreign host is not asked`, () =>
    withMirror(name, {}, async ({ page }) => {
      const codes = await page.evaluate(async () => {
        const { download, ledger } = globalThis.bare;
        const url = new URL('index.html', document.baseURI).href;
        const codeOf = (promise) =>
          promise.then(
            () => 'none',
            (error) => error.code,
          );
        return [
          await codeOf(download({ url, purpose: 'sample', ledger, bytes: 1 })),
          await codeOf(download({ url, purpose: 'sample', ledger, sha256: '00' })),
          await codeOf(download({ url: `${url}.absent`, purpose: 'sample', ledger })),
          await codeOf(download({ url: 'https://example.org/', purpose: 'sample', ledger })),
        ];
      });
      assert.deepEqual(codes, ['download-wrong-length', 'download-wrong-hash', 'download-refused', 'host-not-allowed']);
    }));

  test(`${name}: works with the server gone, until everything is forgotten`, async () => {
    const site = await startBareSite();
    let closed = false;
    try {
      await withBrowser(name, async ({ open }) => {
        const { page, context } = await open(site.url);
        assert.equal(await page.evaluate(() => globalThis.bare.offline), true);
        await site.close();
        closed = true;
        await page.reload();
        const state = await page.evaluate(() => globalThis.bare.engine.start(1));
        assert.equal(state.variant, 'single');
        assert.equal(await page.evaluate(() => globalThis.crossOriginIsolated), true);
        const left = await page.evaluate(async () => {
          const left = await globalThis.bare.forget();
          return [...left, ...(await caches.keys()), ...(await navigator.serviceWorker.getRegistrations())];
        });
        assert.deepEqual(left, []);
        await context.close();
      });
    } finally {
      if (!closed) await site.close();
    }
  });
}
