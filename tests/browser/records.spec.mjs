// Files of records on the built page: what is asked of the person, what is remembered, and the table of thousands of samples.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import {
  addScoreFiles,
  goTo,
  keepSaved,
  openFiles,
  pressSave,
  readTable,
  seeResults,
  startBuiltPage,
} from './harness/built-page.mjs';
import {
  copies,
  notListed,
  recordFolder,
  sampleName,
  score,
  sites,
  study,
  variantsOnly,
  withBlocks,
} from './harness/record-files.mjs';
import { browsers, withBrowser } from './harness/with-browser.mjs';

const people = 2504;
const scores = 20;
const idOf = (place) => `T${String(place + 1).padStart(2, '0')}`;

let site;
let files;
let paths;
before(async () => {
  site = await startBuiltPage();
  files = recordFolder();
  paths = {
    variants: files.write('genome.vcf', variantsOnly()),
    blocks: files.write('genome.g.vcf', withBlocks()),
    untold: files.write('untold.vcf', study({ samples: 3, told: false })),
    study: files.write('study.vcf', study({ samples: people })),
    one: files.write('one.txt', score('ONE')),
    many: Array.from({ length: scores }, (_, place) =>
      files.write(
        `${idOf(place)}.txt`,
        score(idOf(place), { trait: `Trait ${place + 1}`, weight: place, flat: false }),
      ),
    ),
  };
});
after(async () => {
  await site.close();
  files.remove();
});

const sumOf = async (page) =>
  Number((await page.locator('.sum').first().getAttribute('title')).replace('Exactly ', ''));
const question = (page) => page.getByTestId('absent-question');
const mark = (page) => page.getByTestId('absent-mark');

async function answer(page, words) {
  await question(page).getByLabel(words).check();
  await question(page).getByRole('button', { name: 'Use this answer' }).click();
  await question(page).waitFor({ state: 'detached' });
  await mark(page).waitFor();
}

/** What stands in the browser's settings, as text. */
const settings = (page) => page.evaluate(() => JSON.stringify({ ...localStorage }));

for (const name of browsers) {
  test(`${name}: places that a file of variants does not list are asked for, marked and remembered`, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(site.url, { scripts: [keepSaved] });
      await openFiles(page, [paths.variants]);
      const doctor = page.getByTestId('doctor');
      const text = await doctor.innerText();
      assert.ok(text.indexOf('One question') < text.indexOf('Looks like'), 'what is to be decided comes first');
      assert.ok(!text.includes('Nothing in this file needs fixing'), text);
      assert.ok(await question(page).getByRole('button', { name: 'Use this answer' }).isDisabled());
      await addScoreFiles(page, [paths.one]);
      await seeResults(page);
      assert.equal(await sumOf(page), 15, 'until then they are missing');
      assert.match(await mark(page).innerText(), /genome\.vcf: Until you answer, places .* count as missing/s);
      await mark(page).getByRole('button', { name: 'Answer the question' }).click();
      await answer(page, 'They are like the reference');
      await page.locator('[data-testid=results][data-state=ready]').waitFor();
      const assumed = 15 + 2 * notListed;
      assert.equal(await sumOf(page), assumed);
      await page.waitForFunction(() => document.querySelector('ta-app').app.state.report.step === 'ready');
      assert.match(await mark(page).innerText(), /genome\.vcf: .*counted as two copies of the reference/s);
      assert.match(await page.getByTestId('result-row').innerText(), /reference assumed/);
      const { samples, findings } = JSON.parse(await pressSave(page, 'save-json'));
      assert.equal(samples[0].absent, 'hom-ref');
      assert.deepEqual(
        findings.filter(({ code }) => code.startsWith('absent') || code === 'variants-only').map(({ code }) => code),
        ['absent-hom-ref'],
      );
      await page.getByTestId('result-row').getByRole('link').click();
      await page.locator('ta-score h1').waitFor();
      assert.match(await mark(page).innerText(), /counted as two copies of the reference/);

      // The next visit: the same file is not asked for again, and its name is nowhere in the browser's settings.
      assert.ok(!/genome|Ada/.test(await settings(page)), await settings(page));
      await page.goto(`${site.url}#/open`);
      await page.reload();
      await openFiles(page, [paths.variants]);
      assert.match(await mark(page).innerText(), /your answer from before/);
      await addScoreFiles(page, [paths.one]);
      await seeResults(page);
      assert.equal(await sumOf(page), assumed);

      await mark(page).getByRole('button', { name: 'Change the answer' }).click();
      await answer(page, 'They are not known');
      await page.locator('[data-testid=results][data-state=ready]').waitFor();
      assert.equal(await sumOf(page), 15);
      assert.match(await mark(page).innerText(), /counted as missing/);

      await goTo(page, 'privacy');
      await page.getByTestId('forget').click();
      await page.getByText('Everything is gone.').waitFor();
      assert.ok(!/answers/.test(await settings(page)), await settings(page));
      await goTo(page, 'open');
      await openFiles(page, [paths.variants]);
      assert.equal(await question(page).count(), 1, 'asked as if for the first time');
      await watched.assertQuiet();
    }));

  test(`${name}: a gVCF is not asked about, and its stretches count`, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(site.url);
      await openFiles(page, [paths.blocks]);
      assert.match(await page.getByTestId('doctor').innerText(), /gVCF/);
      assert.equal((await question(page).count()) + (await mark(page).count()), 0);
      await addScoreFiles(page, [paths.one]);
      await seeResults(page);
      assert.equal(await sumOf(page), 15 + 2 * notListed);
      await watched.assertQuiet();
    }));

  test(`${name}: a build that nothing tells is asked for, and the file is read again on it`, () =>
    withBrowser(name, async ({ open }) => {
      const truth = Array.from({ length: sites }, (_, at) => copies(0, at + 1)).reduce((sum, one) => sum + one, 0);
      const { page, watched } = await open(site.url);
      await openFiles(page, [paths.untold]);
      const form = page.getByTestId('build-question');
      await form.getByLabel('GRCh37, also called hg19').check();
      await form.getByRole('button', { name: 'Use this build' }).click();
      await form.waitFor({ state: 'detached' });
      await page.getByTestId('doctor').waitFor();
      assert.match(await page.getByTestId('doctor').locator('dl.summary').innerText(), /GRCh37/);
      await page.getByTestId('doctor').locator('summary').first().click();
      assert.match(await page.getByTestId('doctor').locator('dl.facts').innerText(), /GRCh37 was chosen/);
      await addScoreFiles(page, [paths.one]);
      await seeResults(page);
      assert.equal(await sumOf(page), truth);
      // Where nobody answers, the scores' alleles tell it, and the question is gone.
      await goTo(page, 'open');
      await page.getByRole('button', { name: 'Close untold.vcf' }).click();
      await page.goto(site.url);
      await page.reload();
      await openFiles(page, [paths.untold]);
      await form.waitFor();
      await addScoreFiles(page, [paths.one]);
      await seeResults(page);
      assert.equal(await sumOf(page), truth);
      assert.equal(await page.getByTestId('build-mark').count(), 0);
      await goTo(page, 'open');
      assert.equal(await form.count(), 0);
      await watched.assertQuiet();
    }));

  test(`${name}: ${people} samples by ${scores} scores: few rows drawn, all reachable, sorted, found, saved`, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(site.url, { scripts: [keepSaved] });
      await openFiles(page, [paths.study]);
      const doctor = page.getByTestId('doctor');
      assert.match(await doctor.locator('dl.summary').innerText(), /2504/);
      await doctor.locator('summary').first().click();
      assert.match(await doctor.locator('dl.facts').innerText(), /P0001, P0002, P0003, P0004, P0005 and 2499 more/);
      await goTo(page, 'shelf');
      await page.getByTestId('score-input').setInputFiles(paths.many);
      await page.waitForFunction(
        (count) =>
          document.querySelector('ta-app').app.state.scores.filter(({ step }) => step === 'ready').length === count,
        scores,
      );
      await seeResults(page);
      const table = page.getByTestId('sample-table');
      await table.waitFor();
      assert.deepEqual(
        [await table.getAttribute('aria-rowcount'), await table.getAttribute('aria-colcount')],
        [String(people + 1), String(scores + 1)],
      );
      const rows = page.getByTestId('sample-row');
      assert.ok((await rows.count()) < 50, `${await rows.count()} rows are drawn`);
      assert.ok((await rows.first().getByRole('gridcell').count()) < scores, 'columns out of sight are not drawn');

      const truth = (sample, place) => {
        let sum = 0;
        for (let one = 1; one <= sites; one += 1) sum += copies(sample, one) * (place + one);
        return sum;
      };
      const cell = (sample, place) => page.locator(`a[href="#/score/${sample}/${place}"]`);
      assert.equal(await cell(0, 0).getAttribute('title'), String(truth(0, 0)));

      // By the keyboard alone: to the last cell, to its page and back.
      await cell(0, 0).focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      assert.equal(await page.locator('ta-samples :focus').getAttribute('href'), '#/score/1/1');
      await page.keyboard.press('Control+End');
      await cell(people - 1, scores - 1).waitFor();
      const last = page.locator('ta-samples :focus');
      assert.equal(await last.getAttribute('href'), `#/score/${people - 1}/${scores - 1}`);
      assert.equal(await last.getAttribute('title'), String(truth(people - 1, scores - 1)));
      assert.equal(await last.locator('xpath=../..').getAttribute('aria-rowindex'), String(people + 1));
      await page.keyboard.press('Enter');
      await page.locator('ta-score h1').waitFor();
      assert.equal(Number(await page.getByTestId('observed-sum').getAttribute('title')), truth(people - 1, scores - 1));
      assert.match(await page.getByTestId('score').innerText(), new RegExp(`for ${sampleName(people - 1)}`));
      await goTo(page, 'results');
      await table.waitFor();

      // Sorted by the fourth score, largest first, as counted here.
      await page.getByRole('button', { name: /^Trait 4 T04/ }).click();
      const order = Array.from({ length: people }, (_, place) => place).sort(
        (one, other) => truth(other, 3) - truth(one, 3) || one - other,
      );
      assert.equal(await rows.first().getByRole('rowheader').innerText(), sampleName(order[0]));
      assert.equal(await page.locator('[aria-sort=descending]').count(), 1);

      await page.getByTestId('find-sample').fill('p250');
      await page.getByText('5 of 2504 samples, 20 of 20 scores').waitFor();
      await page.getByTestId('find-score').fill('2');
      await page.getByText('5 of 2504 samples, 3 of 20 scores').waitFor();
      const saved = readTable(await pressSave(page, 'save-table'));
      const found = order.filter((place) => sampleName(place).startsWith('P250'));
      assert.deepEqual(
        saved,
        found.map((place) => ({
          sample: sampleName(place),
          T02: String(truth(place, 1)),
          T12: String(truth(place, 11)),
          T20: String(truth(place, 19)),
        })),
      );
      const all = readTable(await pressSave(page, 'save-csv'));
      assert.equal(all.length, people * scores);
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      assert.deepEqual(
        bad.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        [],
      );
      await watched.assertQuiet();
    }));
}
