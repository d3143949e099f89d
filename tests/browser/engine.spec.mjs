// The engine on a bare page: which build runs and why, cancel, errors, a restart that loses nothing, no network use.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBareSite } from './harness/bare-site.mjs';
import { absent, data } from './harness/data.mjs';
import { browsers, withBrowser } from './harness/with-browser.mjs';

const person = 'consumer/derived_from_HapMap2_CEU/hapmap2_Sample59_23andme_style.txt.gz';
const score = 'scores/PGScatalog_pygscatalog/PGS000001_hmPOS_GRCh37.txt.gz';
const skip = absent(person, score);

const sites = {};
before(async () => {
  sites.isolated = await startBareSite();
  sites.plain = await startBareSite({ isolation: false });
});
after(() => Promise.all(Object.values(sites).map((site) => site.close())));

const choose = async (page) => {
  await page.getByTestId('genotype-input').setInputFiles(data(person));
  await page.getByTestId('score-input').setInputFiles(data(score));
};

/** Opens, scores, and answers with the saved report's text. */
const run = (page) =>
  page.evaluate(async () => {
    const { engine, files } = globalThis.bare;
    for (const file of files('genotype-input')) await engine.open(file);
    for (const file of files('score-input')) await engine.addScore(file);
    await engine.score();
    return (await engine.save('json')).text();
  });

const reports = new Map();
for (const name of browsers) {
  test(`${name}: threads with the headers, one thread without them, the same report`, { skip }, () =>
    withBrowser(name, async ({ open }) => {
      for (const [site, threads] of [
        ['isolated', 2],
        ['isolated', 1],
        ['plain', null],
      ]) {
        const { page, context, watched } = await open(sites[site].url);
        const state = await page.evaluate((count) => globalThis.bare.engine.start(count), threads);
        if (site === 'isolated' && threads === 2) {
          // Firefox under automation sometimes hangs when a worker starts workers; then one thread takes over.
          const expected = name === 'firefox' ? ['shared-memory', 'pool-silent'] : ['shared-memory'];
          assert.ok(expected.includes(state.reason), state.reason);
        } else {
          assert.deepEqual([state.variant, state.threads], ['single', 1]);
          assert.equal(state.reason, site === 'plain' ? 'not-isolated' : 'one-thread-asked');
        }
        await choose(page);
        const report = await run(page);
        assert.ok(JSON.parse(report).samples[0].scores[0], 'the report has a score');
        reports.set(`${name} ${site} ${state.variant}`, report);
        await watched.assertQuiet();
        await context.close();
      }
    }),
  );

  test(`${name}: an error leaves the engine usable, so does a cancel; forgetting leaves nothing`, { skip }, () =>
    withBrowser(name, async ({ open }) => {
      const { page } = await open(sites.isolated.url);
      await choose(page);
      const found = await page.evaluate(async () => {
        const { engine, files, restarts } = globalThis.bare;
        await engine.start(1);
        const codes = [];
        const failed = (promise) =>
          promise.then(
            () => codes.push('none'),
            (error) => codes.push(error.code),
          );
        await failed(engine.open(new File(['%PDF-1.7 '], 'genome.txt')));
        const [file] = files('genotype-input');
        const stop = new AbortController();
        await failed(engine.open(file, { signal: stop.signal, onProgress: () => stop.abort() }));
        // A small file may be done before the cancel arrives: then it is open.
        if (codes[1] === 'none') await engine.close(0);
        await failed(engine.open(file, { signal: AbortSignal.abort() }));
        await engine.open(file);
        await engine.addScore(files('score-input')[0]);
        const first = await engine
          .score()
          .then(() => engine.save('json'))
          .then((blob) => blob.text());
        await engine.forget();
        await engine.open(file);
        await engine.addScore(files('score-input')[0]);
        const second = await engine
          .score()
          .then(() => engine.save('json'))
          .then((blob) => blob.text());
        return { codes, same: first === second, restarts, memory: engine.state.memory_bytes };
      });
      assert.ok(!['none', 'internal', 'engine-stopped'].includes(found.codes[0]), found.codes[0]);
      assert.ok(['none', 'cancelled'].includes(found.codes[1]), found.codes[1]);
      assert.equal(found.codes[2], 'cancelled');
      assert.ok(found.same);
      assert.deepEqual(found.restarts, []);
      assert.ok(found.memory > 0);
    }),
  );
}

test('all browsers and builds gave the same bytes', { skip }, () => {
  const [[first, expected] = [], ...others] = reports;
  assert.ok(others.length >= 2, 'there is something to compare');
  for (const [name, report] of others) assert.equal(report, expected, `${name} differs from ${first}`);
});
