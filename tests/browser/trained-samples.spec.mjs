// The sample score of a disease, trained by the build: the page says in words how well it tells cases from others, and no risk.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { samples } from '../../www/build/paths.mjs';
import { addScoreFiles, keepSaved, openFiles, pressSave, seeResults, startBuiltPage } from './harness/built-page.mjs';
import { browsers, withBrowser } from './harness/with-browser.mjs';

const { scores } = JSON.parse(readFileSync(join(samples, 'shelf.json'), 'utf8'));
const disease = scores.find(({ id }) => id === 'SAMPLE09');

let site;
before(async () => {
  site = await startBuiltPage();
});
after(() => site.close());

for (const name of browsers) {
  test(`${name}: a disease's score says its AUC with its interval and cases, and why there is no risk`, () =>
    withBrowser(name, async ({ open }) => {
      assert.equal(disease.trait, 'Sample disease I (made up)');
      const { page, watched } = await open(site.url, { scripts: [keepSaved] });
      await openFiles(page, [join(samples, 'sample-person.txt.gz')]);
      await addScoreFiles(page, [join(samples, disease.file)]);
      await seeResults(page);
      await page.waitForFunction(() => document.querySelector('ta-app').app.state.comparison.step === 'ready');
      const report = JSON.parse(await pressSave(page, 'save-json'));
      const [{ percentile, absolute_risk: risk }] = report.samples[0].scores;
      const { auc, low, high, people, cases, group } = percentile.discrimination;
      assert.ok(0.75 < auc && auc < 0.95 && low < auc && auc < high, JSON.stringify(percentile.discrimination));
      assert.deepEqual([people, group, percentile.group], [240, 'EUR', 'EUR']);
      assert.equal(risk.withheld.code, 'no-baseline');

      await page.goto(`${site.url}#/score/0/0`);
      const told = page.getByTestId('accuracy');
      await told.waitFor();
      const words = await told.innerText();
      assert.ok(
        words.includes(`in about ${Math.round(auc * 100)} of 100 pairs (AUC ${auc.toFixed(2)}, 95% interval`),
        words,
      );
      assert.ok(words.includes(`240 people, ${cases} of them`), words);
      await page.locator('[data-testid=risk] [data-testid=withheld][data-code=no-baseline]').waitFor();
      const card = await page.getByTestId('card').innerText();
      assert.match(
        card,
        /Accuracy by group\s+.*European \(EUR\): AUC 0\.\d\d \(95% interval 0\.\d\d to 0\.\d\d; 240 people/s,
      );
      assert.ok(card.includes(`240 people, ${cases} of them with the disease`), card);
      // Before any picture is taken: taking one puts a style into the page.
      await watched.assertQuiet();
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${over} px too wide at ${width}`);
        if (process.env.TALLELE_SHOTS)
          await page.screenshot({ path: join(process.env.TALLELE_SHOTS, `disease-${width}.png`), fullPage: true });
      }
    }));
}
