// Takes pictures of every view and state, and lets axe look at each: `node tests/screens/screens.mjs [name…]`.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { launch } from '../../www/build/browsers.mjs';
import { serve } from '../../www/build/serve.mjs';
import { bundleSite } from '../../www/build/site.mjs';

const out = fileURLToPath(new URL('out', import.meta.url));
const dir = join(out, 'site');
const file = 'files=genome_Ada.txt';
const full = `?${file}&scores=all`;
const compared = `${full}&compared=1`;

/** name → address, and what to do before the picture. */
const scenes = {
  open: ['#/open'],
  'open-progress': [`?${file},second_person.zip&pause=open#/open`],
  'open-file': [`?${file}#/open`],
  'open-doctor': [`?${file}#/open`, async (page) => page.locator('ta-doctor summary').first().click()],
  'open-variants': ['?files=variants.vcf.gz#/open'],
  'open-blocks': ['?files=blocks.g.vcf.gz#/open', async (page) => page.locator('ta-doctor summary').first().click()],
  'open-study': ['?files=study.bed#/open', async (page) => page.locator('ta-doctor summary').first().click()],
  'open-errors': ['?files=broken.txt,old_family_tree.csv.gz#/open'],
  'open-chain': ['?files=hg19ToHg38.over.chain.gz#/open'],
  'open-merge': [
    '?files=genome_Ada.txt,hg19ToHg38.over.chain.gz,AncestryDNA.txt,stranger.txt#/open',
    async (page) => {
      for (const name of ['genome_Ada.txt', 'stranger.txt']) await page.getByRole('checkbox', { name }).check();
      await page.getByTestId('merge-offer').getByRole('button').click();
    },
  ],
  'open-merged': [
    '?files=genome_Ada.txt,AncestryDNA.txt#/open',
    async (page) => page.getByTestId('merge-offer').getByRole('button').click(),
  ],
  'open-chromosomes': ['?files=chromosomes.chr1.vcf.gz#/open'],
  shelf: ['#/shelf'],
  'shelf-search': [
    `?${file}#/shelf`,
    async (page) => {
      await page.getByTestId('search').fill('breast cancer');
      await page.keyboard.press('Enter');
    },
  ],
  'shelf-commercial': [
    `?${file}&commercial=1#/shelf`,
    async (page) => {
      await page.getByTestId('search').fill('breast cancer');
      await page.keyboard.press('Enter');
    },
  ],
  'shelf-none': [
    `?${file}#/shelf`,
    async (page) => {
      await page.getByTestId('search').fill('nothing');
      await page.keyboard.press('Enter');
    },
  ],
  'shelf-chosen': [
    `${full}&broken=broken_score.txt#/shelf`,
    async (page) => page.getByTestId('options').locator('summary').first().click(),
  ],
  'shelf-loading': [`?scores=all&pause=download#/shelf`],
  'shelf-many': [`?${file}&scores=all&many=5000#/shelf`],
  'results-empty': ['#/results'],
  results: [`${full}#/results`],
  'results-scoring': [`?${file}&scores=all&pause=score#/results`],
  'results-family': [`?files=Ada.txt,Ben.txt&family=1&scores=all#/results`],
  'results-variants': [
    '?files=variants.vcf.gz&scores=all#/results',
    async (page) => page.getByRole('button', { name: 'Answer the question' }).click(),
  ],
  'results-crowd': ['?files=study.bed&scores=all&many=20&people=2504#/results'],
  'results-many': [`?${file}&scores=all&many=5000#/results`],
  'results-compared': [`${compared}#/results`],
  'results-comparing': [`${compared}&pause=compare#/results`],
  'results-not-compared': [`${compared}&pause=refuse#/results`],
  'results-compared-family': [`?files=Ada.txt,Ben.txt&family=1&scores=all&compared=1#/results`],
  'results-compared-crowd': [
    '?files=study.bed&scores=all&compared=1&people=2504#/results',
    async (page) => page.getByTestId('measure').selectOption('percentile'),
  ],
  'score-told': [`${compared}#/score/0/0`],
  'score-lowest': [`${compared}#/score/0/1`],
  'score-highest': [`${compared}#/score/0/2`],
  'score-mixed': [`${compared}#/score/0/3`],
  'score-rare': [`${compared}#/score/0/4`],
  'score-no-basis': [`${compared}#/score/0/5`],
  'score-low-coverage': [`${compared}#/score/0/6`],
  'score-outside': [`${compared}#/score/0/7`],
  'score-unknown': [`${compared}#/score/0/8`],
  'score-no-variance': [`${compared}#/score/0/9`],
  'score-damaged': [`${compared}#/score/0/10`],
  'score-relative': [`${compared}#/score/0/0`, async (page) => page.getByTestId('relative').selectOption('affected')],
  'score-stopped': [
    `${compared}&pause=compare#/score/0/0`,
    async (page) => page.getByRole('button', { name: 'Stop the comparison' }).click(),
  ],
  'score-comparing': [`${compared}&pause=compare#/score/0/0`],
  'score-not-compared': [`${compared}&pause=refuse#/score/0/0`],
  score: [`${full}#/score/0/0`],
  'score-low': [`${full}#/score/0/3`],
  'score-small': [`${full}#/score/0/4`, async (page) => page.getByRole('button', { name: 'Show it here' }).click()],
  'people-empty': ['#/people'],
  'people-ask': [`?${file}#/people`],
  'people-comparing': [`?${file}&compare=1&pause=compare#/people`],
  'people-failed': [`?${file}&compare=1&pause=refuse#/people`],
  people: [`?${file}&compare=1#/people`],
  'people-kinds': ['?files=Cleo.txt,Dora.txt,Emil.txt&names=Cleo,Dora,Emil&compare=1#/people'],
  'people-family': [
    '?files=Ada.txt,Ben.txt,Fay.txt,Ada_2019.txt&names=Ada,Ben,Fay,Ada_2019&scores=all&compared=1&compare=1#/people',
    async (page) => page.locator('ta-kinship summary').click(),
  ],
  'people-sums': ['?files=Ada.txt,Ben.txt&names=Ada,Ben&scores=all#/people'],
  'people-crowd': ['?files=study.bed&people=2504&scores=all&many=300&compare=1#/people'],
  'results-formats': [
    `${compared}#/results`,
    async (page) => {
      await page.getByTestId('save-more').locator('summary').click();
      await page.getByTestId('save-canrisk').click();
      await page.getByTestId('saved-more').locator('li').first().waitFor();
    },
  ],
  'how-good': ['#/how-good', async (page) => page.locator('ta-how-good summary').nth(2).click()],
  'how-good-failed': ['?pause=refuse#/how-good', async (page) => page.getByTestId('error').waitFor()],
  'saved-open': ['?saved=whole#/open'],
  'saved-cut': ['?saved=cut#/open'],
  'saved-results': ['?saved=whole#/results'],
  'saved-score': ['?saved=whole#/score/1/0'],
  'saved-people': ['?saved=whole#/people'],
  privacy: [`${full}#/privacy`],
};

if (process.argv.length === 2) rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await bundleSite({ root: fileURLToPath(new URL('page', import.meta.url)), outDir: dir });
const { url, close } = await serve({ dir });
const browser = await launch('chromium');
const wanted = process.argv.slice(2);
let bad = 0;
for (const [name, [address, act]] of Object.entries(scenes)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const [width, height] of [
    [1280, 900],
    [360, 740],
  ]) {
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme, deviceScaleFactor: 1 });
      const page = await context.newPage();
      const complaints = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.goto(url + address);
      if (!address.includes('pause')) await page.waitForSelector('html[data-staged]', { timeout: 60_000 });
      await page.waitForTimeout(300);
      await act?.(page);
      await page.waitForTimeout(250);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) complaints.push(`scrolls ${wide} px sideways`);
      if (colorScheme === 'light' || width === 1280) {
        const { violations } = await new AxeBuilder({ page }).analyze();
        for (const { id, impact, nodes } of violations)
          complaints.push(
            `axe ${impact} ${id}: ${nodes.length} × ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.failureSummary?.replaceAll('\n', ' ').slice(0, 200)}`,
          );
      }
      await page.screenshot({ path: join(out, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      if (['score', 'results', 'score-told', 'results-compared', 'people-family', 'how-good'].includes(name))
        if (width === 1280 && colorScheme === 'light')
          await page.pdf({ path: join(out, `${name}.pdf`), format: 'A4', displayHeaderFooter: false });
      for (const text of complaints) console.log(`${name} ${width} ${colorScheme}: ${text}`);
      bad += complaints.length;
      await context.close();
    }
  }
}
await browser.close();
await close();
console.log(bad === 0 ? 'nothing to complain of' : `${bad} complaints`);
process.exitCode = bad === 0 ? 0 : 1;
