// The sample family in the built page: where everybody stands, whom they are like, how they are related, and a report reopened.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { samples } from '../../www/build/paths.mjs';
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

const family = ['mother', 'father', 'daughter', 'son'].map((who) => join(samples, `sample-${who}.txt.gz`));
const [told, withheld] = ['SAMPLE06.tpack', 'SAMPLE07.tpack'].map((name) => join(samples, name));

let site;
let folder;
before(async () => {
  site = await startBuiltPage();
  folder = mkdtempSync(join(tmpdir(), 'tallele-people-'));
});
after(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

async function assertAccessible(page) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(
    bad.map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target) })),
    [],
  );
}

const compared = (page) =>
  page.waitForFunction(() => document.querySelector('ta-app').app.state.comparison.step === 'ready');

for (const name of browsers) {
  test(`${name}: a family is placed, related and compared, and its report opens again without their genomes`, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(site.url, { scripts: [keepSaved] });
      await openFiles(page, family);
      await addScoreFiles(page, [told, withheld]);
      await seeResults(page);
      await compared(page);
      // Asked for with the page's other parts, or kept by its service worker since.
      const paths = site.seen.map(({ path }) => path);
      assert.ok(
        paths.some((path) => path.includes('ancestry-core')),
        `the reference people come from the page's own server: ${paths}`,
      );
      const report = JSON.parse(await pressSave(page, 'save-json'));
      assert.equal(report.reference.name, 'ancestry-core');
      for (const { id, scores } of report.samples) {
        const [first, second] = scores.map(({ percentile }) => percentile);
        assert.ok(first.low <= first.value && first.value <= first.high && first.low < first.high, id);
        assert.deepEqual([first.level, second.value, second.withheld.code], [0.9, null, 'low-coverage'], id);
      }
      // Words, and nowhere a percentile without its range.
      await page.goto(`${site.url}#/score/0/0`);
      const [{ percentile }] = report.samples[0].scores;
      const finding = page.locator('.finding').first();
      await finding.waitFor();
      const words = await finding.innerText();
      assert.ok(words.includes(`${Math.round(percentile.value)} of 100 people`), words);
      assert.match(words, /range .*\d+ to /);
      await page.goto(`${site.url}#/score/0/1`);
      await page.locator('[data-testid=withheld][data-code=low-coverage]').first().waitFor();

      await goTo(page, 'people');
      assert.equal(await page.locator('ta-similarity').count(), family.length);
      await page.getByTestId('map').waitFor();
      await page.getByTestId('relations').locator('summary').click();
      const relations = await page.getByTestId('relations').innerText();
      assert.equal(relations.match(/look like parent and child/g)?.length, 4, relations);
      assert.equal(relations.match(/look like full siblings/g)?.length, 1, relations);
      assert.equal(await page.getByTestId('side-row').count(), 2);
      const eyes = await page.getByTestId('eye-colour').allInnerTexts();
      assert.equal(eyes.length, family.length);
      for (const text of eyes) assert.match(text, /\(range \d+ to \d+%\).*learned from Europeans.*IrisPlex/s);
      for (const { id, appearance } of report.samples) {
        const { blue, intermediate, brown, call } = appearance.eye_colour;
        for (const { low, value, high } of [blue, intermediate, brown]) assert.ok(low < value && value < high, id);
        assert.equal(
          call === 'undefined',
          [blue, intermediate, brown].every(({ low }) => low < 0.7),
          id,
        );
      }
      await assertAccessible(page);
      assert.deepEqual(
        site.seen.filter(({ body, method }) => body || !['GET', 'HEAD'].includes(method)),
        [],
      );

      const saved = join(folder, `${name}.json`);
      writeFileSync(saved, JSON.stringify(report));
      const again = await open(site.url, { scripts: [keepSaved] });
      // Chosen among scores, it is a report all the same.
      await goTo(again.page, 'shelf');
      await again.page.getByTestId('score-input').setInputFiles([saved]);
      await again.page.getByTestId('reopened').waitFor();
      await seeResults(again.page);
      assert.equal(await again.page.getByTestId('result-row').count(), family.length * 2);
      // A reopened report is written for other programs too, without anybody's name.
      await again.page.getByTestId('save-more').locator('summary').click();
      const fhir = await pressSave(again.page, 'save-fhir');
      const resources = JSON.parse(fhir).entry.map(({ resource }) => resource.resourceType);
      assert.equal(resources.filter((type) => type === 'Patient').length, family.length);
      assert.equal(resources.filter((type) => type === 'Observation').length, family.length * 2);
      assert.doesNotMatch(fhir, /sample-(mother|father|daughter|son)/);
      await again.page.getByTestId('save-canrisk').click();
      await again.page.getByText(`No line for ${family.length * 2} results`).waitFor();
      await assertAccessible(again.page);
      await again.page.goto(`${site.url}#/score/0/0`);
      await again.page.locator('.finding').first().waitFor();
      assert.equal(await again.page.locator('.finding').first().innerText(), words);
      await watched.assertQuiet();
      await again.watched.assertQuiet();
    }));

  test(`${name}: the sample family is offered, and comparing it can be stopped and asked for again`, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(site.url);
      await page.getByTestId('try-family').click();
      await compared(page);
      await goTo(page, 'people');
      assert.equal(await page.locator('ta-similarity').count(), family.length);
      await page.evaluate(() => void document.querySelector('ta-app').app.compare());
      await page.getByRole('button', { name: 'Stop the comparison' }).click();
      await page.getByTestId('compare').waitFor();
      assert.equal(await page.locator('ta-similarity').count(), 0);
      await page.getByTestId('compare').click();
      await compared(page);
      assert.equal(await page.locator('ta-similarity').count(), family.length);
      await watched.assertQuiet();
    }));
}
