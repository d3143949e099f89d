// Files that belong together: one chromosome each, sets with their lists and indexes, a chain file, and the tests of one person.
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
import { recordFolder } from './harness/record-files.mjs';
import {
  agreementOfTests,
  bgen,
  bgenSamples,
  chain,
  consumerTest,
  plink,
  samples,
  score,
  scoreOfTests,
  shift,
  sumOf,
  sumOfTests,
  vcf,
} from './harness/set-files.mjs';
import { browsers, withBrowser } from './harness/with-browser.mjs';

let site;
let files;
let paths;
before(async () => {
  site = await startBuiltPage();
  files = recordFolder();
  const write = (name, content) => files.write(name, content);
  const [one, two] = [vcf(1), vcf(2)];
  const plinkFiles = [2, 1].flatMap((chromosome) =>
    Object.entries(plink(chromosome)).map(([ending, content]) => write(`hap.${chromosome}.${ending}`, content)),
  );
  paths = {
    // In an order that puts nothing beside what it belongs to.
    vcf: [
      write('cohort.chr2.vcf.gz', two.file),
      write('cohort.chr1.vcf.gz.tbi', one.index),
      write('cohort.chr2.vcf.gz.tbi', two.index),
      write('cohort.chr1.vcf.gz', one.file),
    ],
    plink: [...plinkFiles.filter((_, at) => at % 2 === 1), ...plinkFiles.filter((_, at) => at % 2 === 0)],
    bgen: [write('people.sample', bgenSamples()), write('c1.bgen', bgen(1)), write('c2.bgen', bgen(2))],
    chain: write('between-builds.gz', chain()),
    cutChain: write('cut.chain', 'chain 1 chr1 249250621 + 0 10 chr1 248956422 + 0 10 1\n4 1 1\n'),
    score: write('both.txt', score('BOTH')),
    elsewhere: write('elsewhere.txt', score('ELSEWHERE', { build: 'GRCh38', shift })),
    tests: [write('first.txt', consumerTest(0)), write('second.txt', consumerTest(1))],
    stranger: write('stranger.txt', consumerTest(1, 1)),
    scoreOfTests: write('tests.txt', scoreOfTests()),
  };
});
after(async () => {
  await site.close();
  files.remove();
});

async function assertAccessible(page) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(
    bad.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    [],
  );
}

const sums = async (page) =>
  Object.fromEntries(readTable(await pressSave(page, 'save-csv')).map((row) => [row.sample, Number(row.observed_sum)]));
const truth = Object.fromEntries(samples.map((name, at) => [name, sumOf(at, [1, 2])]));

for (const name of browsers) {
  for (const kind of ['vcf', 'plink', 'bgen'])
    test(`${name}: ${kind} files of two chromosomes, with what belongs to them, open as one genome`, () =>
      withBrowser(name, async ({ open }) => {
        const { page, watched } = await open(`${site.url}?build=37`, { scripts: [keepSaved] });
        await openFiles(page, [...paths[kind], paths.tests[0]], 2);
        const doctor = page.getByTestId('doctor').filter({ has: page.getByTestId('together') });
        assert.equal(await doctor.count(), 1);
        assert.equal(await page.getByTestId('error').count(), 0);
        assert.match(await doctor.locator('dl.summary').innerText(), /24/, 'the places of both chromosomes');
        await doctor.getByRole('button', { name: /^Close/ }).waitFor();
        await page.getByRole('button', { name: 'Close first.txt' }).click();
        await addScoreFiles(page, [paths.score]);
        await seeResults(page);
        assert.deepEqual(await sums(page), truth);
        await watched.assertQuiet();
      }));

  test(`${name}: a score on another build is refused until a chain file is there, which is known by what it holds`, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(site.url, { scripts: [keepSaved] });
      await openFiles(page, paths.vcf, 1);
      await addScoreFiles(page, [paths.elsewhere]);
      await goTo(page, 'results');
      const refused = page.locator('[data-testid=error][data-code=build-mismatch]');
      await refused.waitFor();
      assert.match(await refused.innerText(), /GRCh37.*GRCh38.*chain file/s);
      await goTo(page, 'open');
      await page.getByTestId('genotype-input').setInputFiles([paths.chain, paths.cutChain]);
      await page.getByTestId('chain').getByText('Carries positions from GRCh37 to GRCh38, and back.').waitFor();
      const cut = page.getByTestId('error');
      await cut.waitFor();
      assert.match(await cut.innerText(), /cut\.chain could not be read/);
      await page.getByRole('button', { name: 'Dismiss' }).click();
      // The same file again stands once.
      await page.getByTestId('genotype-input').setInputFiles([paths.chain]);
      // While it is read it is listed beside the one that is there, so that both are counted at one time.
      await page.waitForFunction(() => {
        const { chains } = document.querySelector('ta-app').app.state;
        return chains.length === 1 && chains[0].step === 'ready';
      });
      assert.equal(await page.getByTestId('doctor').count(), 1);
      await assertAccessible(page);
      await seeResults(page);
      assert.deepEqual(await sums(page), truth);
      const { inputs } = JSON.parse(await pressSave(page, 'save-json'));
      assert.deepEqual(
        inputs.filter(({ role }) => role === 'chain').map(({ name: file, build }) => [file, build]),
        [['between-builds.gz', 'GRCh38']],
      );
      await watched.assertQuiet();
    }));

  test(`${name}: tests of one person are merged and compared, and those of two people are not`, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(site.url, { scripts: [keepSaved] });
      const offer = page.getByTestId('merge-offer');
      await openFiles(page, [paths.tests[0]]);
      assert.equal(await offer.count(), 0, 'one file alone');
      await openFiles(page, [paths.stranger, paths.tests[1]], 3);
      const use = offer.getByRole('button', { name: 'These files are one person’s: merge them' });
      assert.ok(await use.isDisabled());
      await offer.getByLabel('first.txt').check();
      await offer.getByLabel('stranger.txt').check();
      await use.click();
      const refused = offer.locator('[data-testid=error][data-code=people-differ]');
      await refused.waitFor();
      const [, shared = '', same = ''] =
        /of (\d+) markers .* (\d+) have the same/.exec(await refused.innerText()) ?? [];
      assert.ok(Number(shared) > 200 && Number(same) < Number(shared) / 2, await refused.innerText());
      assert.match(await refused.innerText(), /The files were not merged/);
      assert.equal(await page.getByTestId('doctor').count(), 3, 'nothing has changed');

      await page.getByRole('button', { name: 'Close stranger.txt' }).click();
      await refused.waitFor({ state: 'detached' });
      assert.equal(await offer.getByRole('checkbox').count(), 0, 'of two files both are meant');
      await use.click();
      const merged = page.getByTestId('merged');
      await merged.waitFor();
      assert.deepEqual([await offer.count(), await page.getByTestId('doctor').count()], [0, 1]);
      assert.equal(
        await page.getByTestId('doctor').getByRole('heading', { level: 2 }).innerText(),
        'first.txt + second.txt',
      );
      const shown = {};
      for (const row of await merged.locator('[data-row]').all())
        shown[await row.getAttribute('data-row')] = Number(await row.locator('dd').innerText());
      assert.deepEqual(shown, agreementOfTests());
      await assertAccessible(page);

      await addScoreFiles(page, [paths.scoreOfTests]);
      await seeResults(page);
      const report = JSON.parse(await pressSave(page, 'save-json'));
      assert.equal(report.samples.length, 1);
      assert.equal(report.samples[0].scores[0].observed_sum, sumOfTests());
      assert.deepEqual(
        [report.options.merge, ...report.inputs.map((input) => input.name)],
        [true, 'first.txt', 'second.txt', 'tests.txt'],
      );
      await watched.assertQuiet();
    }));
}
