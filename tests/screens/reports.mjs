// Makes the reports of five named cases in the built page with the real engine, as pictures and on paper:
// `node tests/screens/reports.mjs [case…]`, after a build of the engine and the samples.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from '../../www/build/browsers.mjs';
import { samples } from '../../www/build/paths.mjs';
import { serve } from '../../www/build/serve.mjs';
import { bundleSite } from '../../www/build/site.mjs';
import { addScoreFiles, goTo, openFiles, seeResults } from '../browser/harness/built-page.mjs';
import { useColours } from '../browser/harness/scenes.mjs';
import { namedCases } from './named-cases.mjs';

const out = fileURLToPath(new URL('out/reports', import.meta.url));
mkdirSync(out, { recursive: true });
const scores = readdirSync(samples)
  .filter((name) => /^SAMPLE.*\.(tpack|txt\.gz)$/.test(name))
  .sort();
/** Places of the scores with figures of others: told where enough is covered, and of little coverage everywhere. */
const compared = scores.flatMap((name, place) => (name.endsWith('.tpack') ? [place] : []));
const sizes = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

/** name → how to get there. */
const views = {
  open: (page) => goTo(page, 'open'),
  results: seeResults,
  ...Object.fromEntries(
    compared.map((place) => [
      `score-${place + 1}`,
      async (page) => {
        await page.evaluate((hash) => {
          location.hash = hash;
        }, `#/score/0/${place}`);
        await page.getByTestId('standing').waitFor();
        await page.locator('ta-figure figure').first().waitFor();
      },
    ]),
  ),
  people: async (page) => {
    await goTo(page, 'people');
    await page.locator('ta-similarity').first().waitFor();
  },
};

const dir = join(out, 'site');
await bundleSite({ outDir: dir });
const site = await serve({ dir });
const browser = await launch('chromium');
const wanted = process.argv.slice(2);
try {
  for (const [name, makeFiles] of Object.entries(namedCases)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const page = await browser.newPage({ viewport: sizes[0] });
    page.on('pageerror', (error) => console.log(`${name}: ${error}`));
    await page.goto(site.url);
    await openFiles(page, makeFiles(out));
    await addScoreFiles(
      page,
      scores.map((file) => join(samples, file)),
    );
    await seeResults(page);
    await page.waitForFunction(() => document.querySelector('ta-app').app.state.comparison.step === 'ready');
    for (const [view, go] of Object.entries(views)) {
      await page.setViewportSize(sizes[0]);
      await go(page);
      for (const size of sizes) {
        await page.setViewportSize(size);
        for (const theme of ['dark', 'light']) {
          await useColours(page, theme);
          await page.waitForTimeout(200);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          if (wide > 0) console.log(`${name} ${view} ${size.width}: scrolls ${wide} px sideways`);
          await page.screenshot({ path: join(out, `${name}-${view}-${size.width}-${theme}.png`), fullPage: true });
        }
      }
      await page.setViewportSize(sizes[0]);
      if (view !== 'open')
        writeFileSync(join(out, `${name}-${view}.pdf`), await page.pdf({ format: 'A4', preferCSSPageSize: true }));
    }
    await page.close();
  }
} finally {
  await browser.close();
  await site.close();
}
