// A score trained by the command line, put on the page's shelf by it, and opened there: held-out people get the same bits.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { native } from '../../www/build/native.mjs';
import { run } from '../../www/build/run.mjs';
import { serve } from '../../www/build/serve.mjs';
import { bundleSite } from '../../www/build/site.mjs';
import { goTo, keepSaved, openFiles, pressSave, seeResults } from './harness/built-page.mjs';
import { browsers, withBrowser } from './harness/with-browser.mjs';

const [people, trainedOn, known] = [600, 400, 540];

let folder;
let site;
let card;
/** @type {Map<string, number>} the command line's sum of each held-out person */
let sums;

/** Writes some of the people as a set of their own. @param {string[]} ids */
function keep(ids, from, to) {
  const [fam, bed] = ['fam', 'bed'].map((ending) => readFileSync(`${from}.${ending}`));
  const lines = fam.toString('utf8').trimEnd().split('\n');
  const places = lines.flatMap((line, place) => (ids.includes(line.split(/\s+/)[1]) ? [place] : []));
  const [wide, narrow] = [lines.length, places.length].map((count) => Math.ceil(count / 4));
  const variants = (bed.length - 3) / wide;
  const out = Buffer.alloc(3 + variants * narrow);
  bed.copy(out, 0, 0, 3);
  for (let variant = 0; variant < variants; variant++)
    for (const [at, place] of places.entries()) {
      const code = (bed[3 + variant * wide + (place >> 2)] >> (2 * (place & 3))) & 3;
      out[3 + variant * narrow + (at >> 2)] |= code << (2 * (at & 3));
    }
  writeFileSync(`${to}.bed`, out);
  writeFileSync(`${to}.fam`, `${places.map((place) => lines[place]).join('\n')}\n`);
  writeFileSync(`${to}.bim`, readFileSync(`${from}.bim`));
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tallele-train-'));
  const at = (name) => join(folder, name);
  const program = await native();
  const tallele = (...words) => run(program, words.flat().map(String), { capture: true });
  await tallele('simulate', '--out', at('made'), '--people', people, '--sites', 800, '--chromosomes', 2, [
    ...['--causal', 20, '--heritability', 0.6, '--trait', 'height', '--seed', 3],
  ]);
  const ids = readFileSync(at('made.fam'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/\s+/)[1]);
  assert.equal(ids.length, people);
  const list = (name, some) => {
    writeFileSync(at(name), some.join('\n'));
    return at(name);
  };
  const labelled = ids.slice(0, known).map((id) => `${id}\tEUR`);
  await tallele('train', '--genotypes', at('made.bed'), '--phenotype', at('made.phenotype.tsv'), '--trait', 'height', [
    ...['--keep-train', list('train', ids.slice(0, trainedOn))],
    ...['--keep-validation', list('validation', ids.slice(trainedOn, 480))],
    ...['--keep-test', list('test', ids.slice(480, known))],
    ...['--labels', list('labels.tsv', ['IID\tgroup', ...labelled])],
    ...['--lambdas', 20, '--build', 37, '--licence', 'CC0-1.0', '--out', at('out')],
  ]);
  card = pathToFileURL(at('out/report.html')).href;
  const dir = at('site');
  await bundleSite({ outDir: dir });
  await tallele('shelf', 'add', at('out/score.tpack'), '--shelf', join(dir, 'samples/shelf.json'), [
    ...['--title', 'Made-up height'],
  ]);
  keep(ids.slice(known), at('made'), at('held-out'));
  const set = ['bed', 'bim', 'fam'].map((ending) => at(`held-out.${ending}`));
  const report = JSON.parse(await tallele('score', '--genotypes', set, '--scores', at('out/score.tpack'), '--json'));
  sums = new Map(report.samples.map(({ id, scores }) => [id, scores[0].observed_sum]));
  assert.equal(sums.size, people - known);
  site = await serve({ dir });
});
after(async () => {
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

for (const name of browsers) {
  test(`${name}: a trained score on the shelf gives held-out people the command line's bits`, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(site.url, { scripts: [keepSaved] });
      const set = ['bed', 'bim', 'fam'].map((ending) => join(folder, `held-out.${ending}`));
      await openFiles(page, set, 1);
      await goTo(page, 'shelf');
      await page.getByText('Made-up height').first().waitFor();
      await page.locator('[data-testid=add-offer][data-id=height]').click();
      await page.locator('ta-chosen [data-step=ready]').waitFor();
      await seeResults(page);
      const { samples } = JSON.parse(await pressSave(page, 'save-json'));
      const found = new Map(samples.map(({ id, scores }) => [id, scores[0].observed_sum]));
      assert.ok(new Set(found.values()).size > 30, 'people differ');
      assert.deepEqual(found, sums);
      await watched.assertQuiet();
    }));

  test(`${name}: the card of a trained score opens at every width without errors`, () =>
    withBrowser(name, async ({ open }) => {
      const { page } = await open(site.url);
      const errors = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(card);
        assert.equal(await page.locator('svg').count(), 4);
        assert.match(await page.locator('table').first().innerText(), /ridge instead/);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${over} px too wide at ${width}`);
        if (process.env.TALLELE_SHOTS)
          await page.screenshot({ path: join(process.env.TALLELE_SHOTS, `card-${width}.png`), fullPage: true });
      }
      assert.deepEqual(errors, []);
    }));
}
