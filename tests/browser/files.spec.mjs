// Files that are broken, too long to wait for, or several; and options that are none: the page says so and stays usable.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root, samples } from '../../www/build/paths.mjs';
import {
  addScoreFiles,
  goTo,
  keepSaved,
  openFiles,
  pressSave,
  seeResults,
  startBuiltPage,
} from './harness/built-page.mjs';
import { browsers, withBrowser } from './harness/with-browser.mjs';

const golden = join(root, 'tests/golden/vendor-23andme');
const broken = join(root, 'tests/broken');
const [truth] = JSON.parse(readFileSync(join(golden, 'expected.json'), 'utf8')).scores;
const good = join(golden, 'genotypes.txt');
const score = join(golden, 'robin.txt');

let site;
let folder;
let wrong;
before(async () => {
  site = await startBuiltPage();
  folder = mkdtempSync(join(tmpdir(), 'tallele-'));
  const whole = readFileSync(join(samples, 'sample-person.txt.gz'));
  const given = (name, bytes) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const copy = (name, from) => given(name, readFileSync(join(broken, from, 'input.txt')));
  wrong = [
    { path: copy('report.pdf', 'pdf'), code: 'other-kind' },
    { path: copy('download.html', 'html'), code: 'other-kind' },
    { path: copy('score.txt', 'score-as-genotypes'), code: 'scores-as-genotypes' },
    { path: copy('word.txt', 'position-word'), code: 'bad-position', place: /^line 30, field position, byte 764$/ },
    { path: given('cut.txt.gz', whole.subarray(0, 100_000)), code: 'gzip-truncated', place: /^byte 100 000$/ },
  ];
  // Some seconds of reading: the sample person over and over, as the members of one gzip file.
  given('long.txt.gz', Buffer.concat(Array.from({ length: 24 }, () => whole)));
});
after(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

const sumOf = async (page) =>
  Number((await page.locator('.sum').first().getAttribute('title')).replace('Exactly ', ''));
const isTrue = (sum) => assert.ok(Math.abs(sum - truth.observed_sum) <= 1e-12, `${sum} is not ${truth.observed_sum}`);

async function openGood(page) {
  await openFiles(page, [good]);
  await addScoreFiles(page, [score]);
  await seeResults(page);
  isTrue(await sumOf(page));
  await goTo(page, 'open');
}

for (const name of browsers) {
  test(`${name}: each broken file has its card, and what was open stays`, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(site.url);
      await openGood(page);
      await page.getByTestId('genotype-input').setInputFiles(wrong.map(({ path }) => path));
      const cards = page.getByTestId('error');
      await cards.nth(wrong.length - 1).waitFor();
      for (const { path, code, place } of wrong) {
        const file = path.slice(folder.length + 1);
        const card = page.getByTestId('error').filter({ hasText: `${file} could not be read` });
        assert.equal(await card.getAttribute('data-code'), code, file);
        // What happened, and the next thing to do.
        assert.match(await card.locator('p').first().innerText(), /^[A-Z].+[.] [A-Z].+[.]$/s, file);
        const said = (await card.locator('dl').innerText()).replaceAll(/\s+/g, ' ');
        assert.ok(said.includes(`Code ${code}`), said);
        if (place) assert.match(said.replace(/^.*Place /, ''), place, file);
      }
      assert.equal(await page.getByTestId('doctor').count(), 1);
      await seeResults(page);
      isTrue(await sumOf(page));

      await goTo(page, 'shelf');
      await page.getByTestId('score-input').setInputFiles(join(broken, 'genotypes-as-score/input.txt'));
      await page.locator('[data-testid=error][data-code=genotypes-as-scores]').waitFor();
      await page.getByRole('button', { name: 'Dismiss' }).click();
      await goTo(page, 'open');
      for (let left = wrong.length; left > 0; left -= 1) {
        assert.equal(await cards.count(), left);
        await page.getByRole('button', { name: 'Dismiss' }).first().click();
        // The page draws what changes with the next frame.
        await cards.nth(left - 1).waitFor({ state: 'detached' });
      }
      await seeResults(page);
      isTrue(await sumOf(page));
      await watched.assertQuiet();
    }));

  test(`${name}: reading is cancelled, and what was open stays`, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(site.url);
      await openGood(page);
      await page.getByTestId('genotype-input').setInputFiles(join(folder, 'long.txt.gz'));
      const began = performance.now();
      await page.getByRole('button', { name: 'Cancel reading long.txt.gz' }).click();
      await page.locator('ta-progress').waitFor({ state: 'detached' });
      await seeResults(page);
      isTrue(await sumOf(page));
      assert.ok(performance.now() - began < 10_000, 'a cancel is felt at once');
      assert.equal(await page.getByTestId('result-row').count(), 1);
      await goTo(page, 'open');
      assert.equal(await page.getByTestId('doctor').count(), 1);
      await watched.assertQuiet();
    }));

  test(`${name}: several files at once, one closed again`, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(site.url);
      const others = ['vendor-ancestrydna', 'vendor-livingdna'].map((one) => {
        const path = join(folder, `${one}.txt`);
        writeFileSync(path, readFileSync(join(root, 'tests/golden', one, 'genotypes.txt')));
        return path;
      });
      await openFiles(page, [good, ...others]);
      await addScoreFiles(page, [score]);
      await seeResults(page);
      assert.equal(await page.getByTestId('result-row').count(), 3);
      await goTo(page, 'open');
      await page.getByRole('button', { name: 'Close vendor-ancestrydna.txt' }).click();
      await seeResults(page);
      assert.equal(await page.getByTestId('result-row').count(), 2);
      await watched.assertQuiet();
    }));

  test(`${name}: files are dropped on the page, genotypes on the first view and scores on the shelf`, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(site.url);
      const drop = (path) =>
        page.evaluate(
          ([text, file]) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([text], file));
            const body = document.querySelector('ta-app');
            for (const type of ['dragover', 'drop'])
              body.dispatchEvent(
                new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true }),
              );
          },
          [readFileSync(path, 'utf8'), path.split('/').at(-1)],
        );
      await drop(good);
      await page.getByTestId('doctor').waitFor();
      await goTo(page, 'shelf');
      await drop(score);
      await page.locator('ta-chosen [data-step=ready]').waitFor();
      await seeResults(page);
      isTrue(await sumOf(page));
      await watched.assertQuiet();
    }));

  test(`${name}: options of the address apply, and one that is none stops the run`, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(`${site.url}?rules=pgsc_calc_2&palindromes=maybe`, { scripts: [keepSaved] });
      const card = page.locator('[data-testid=error][data-code=bad-option]');
      await card.waitFor();
      assert.match(await card.innerText(), /exclude, keep, frequency/);
      await openFiles(page, [good]);
      await addScoreFiles(page, [score]);
      await goTo(page, 'results');
      await card.waitFor();
      assert.equal(await page.getByTestId('results').count(), 0, 'no report under options nobody asked for');
      await page.getByTestId('drop-option').click();
      await seeResults(page);
      assert.equal(await card.count(), 0);
      const { options } = JSON.parse(await pressSave(page, 'save-json'));
      assert.deepEqual([options.rules, options.palindromes], ['pgsc_calc_2', 'exclude']);
      await watched.assertQuiet();
    }));
}
