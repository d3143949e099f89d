// A long file on the built page: progress by bytes with the time left, and a cancel that is felt at once and loses nothing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addScoreFiles, goTo, openFiles, seeResults, startBuiltPage } from './harness/built-page.mjs';
import { longVcf, notListed, recordFolder, score, variantsOnly } from './harness/record-files.mjs';
import { browsers, withBrowser } from './harness/with-browser.mjs';

let site;
let files;
let paths;
before(async () => {
  site = await startBuiltPage();
  files = recordFolder();
  paths = {
    long: files.write('long.vcf.gz', longVcf(1500)),
    // One sample's records are kept and not read again for its scores.
    ofTwo: files.write('of-two.vcf.gz', longVcf(1500, ['Long', 'Longer'])),
    genome: files.write('genome.vcf', variantsOnly()),
    one: files.write('one.txt', score('ONE')),
  };
});
after(async () => {
  await site.close();
  files.remove();
});

/** Presses the button in the page itself and counts the milliseconds until the progress is gone from what is drawn. */
const cancelTakes = (page) =>
  page.evaluate(async () => {
    const deep = (root, selector) => {
      const here = root.querySelector(selector);
      if (here) return here;
      for (const element of root.querySelectorAll('*')) {
        const found = element.shadowRoot && deep(element.shadowRoot, selector);
        if (found) return found;
      }
      return null;
    };
    const button = deep(deep(document, 'ta-progress').shadowRoot, 'button');
    const began = performance.now();
    button.click();
    while (deep(document, 'ta-progress')) await new Promise((drawn) => requestAnimationFrame(drawn));
    return performance.now() - began;
  });

const sumOf = async (page) =>
  Number((await page.locator('.sum').first().getAttribute('title')).replace('Exactly ', ''));

for (const name of browsers) {
  test(`${name}: reading says bytes and the time left, and is cancelled at once in the middle`, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(site.url);
      await openFiles(page, [paths.genome]);
      await page.getByTestId('genotype-input').setInputFiles(paths.long);
      const progress = page.locator('ta-progress');
      await progress.getByTestId('time-left').waitFor();
      assert.match(
        await progress.locator('.words').innerText(),
        /Reading long\.vcf\.gz[\s\S]*MB of [\d.]+\sMB, (about .+|a few seconds) left/,
      );
      const took = await cancelTakes(page);
      assert.ok(took < 100, `${took} ms`);
      // The engine has let go as well: the next file does not wait for what was cancelled.
      const began = performance.now();
      await addScoreFiles(page, [paths.one]);
      await seeResults(page);
      assert.ok(performance.now() - began < 5_000, `${performance.now() - began} ms until the next result`);
      assert.equal(await sumOf(page), 15, 'what was open stays');
      assert.equal(await page.getByTestId('result-row').count(), 1);
      await watched.assertQuiet();
    }));

  test(`${name}: adding up is cancelled in the middle of a file, and goes on when asked`, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(site.url);
      await page.getByTestId('genotype-input').setInputFiles([paths.genome, paths.ofTwo]);
      await page.getByTestId('doctor').nth(1).waitFor({ timeout: 120_000 });
      await addScoreFiles(page, [paths.one]);
      await goTo(page, 'results');
      const progress = page.locator('ta-progress');
      await progress.getByTestId('time-left').waitFor();
      assert.match(
        await progress.locator('.words').innerText(),
        /Adding up[\s\S]*MB of [\d.]+\sMB read, (about .+|a few seconds) left/,
      );
      const took = await cancelTakes(page);
      assert.ok(took < 100, `${took} ms`);
      assert.equal(await page.getByTestId('results').count(), 0);
      await goTo(page, 'open');
      assert.equal(await page.getByTestId('doctor').count(), 2, 'both files are open still');
      await page.getByRole('button', { name: 'Close of-two.vcf.gz' }).click();
      await seeResults(page);
      assert.equal(await sumOf(page), 15);
      await page.getByRole('button', { name: 'Answer the question' }).click();
      const question = page.getByTestId('absent-question');
      await question.getByLabel('They are like the reference').check();
      await question.getByRole('button', { name: 'Use this answer' }).click();
      await page.locator('[data-testid=absent-mark][data-absent=hom-ref]').waitFor();
      await page.locator('[data-testid=results][data-state=ready]').waitFor();
      assert.equal(await sumOf(page), 15 + 2 * notListed);
      await watched.assertQuiet();
    }));
}
