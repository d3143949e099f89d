// Every view by axe, in light and dark, on a desk and on a phone; nothing scrolls sideways; and what print leaves out and brings.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { seeResults, startBuiltPage, trySample } from './harness/built-page.mjs';
import { startMirror } from './harness/mirror.mjs';
import { scenes, sizes, useColours } from './harness/scenes.mjs';
import { browsers, withBrowser } from './harness/with-browser.mjs';

let mirror;
let site;
before(async () => {
  mirror = await startMirror();
  site = await startBuiltPage({ hostsFile: mirror.hostsFile });
});
after(async () => {
  await site.close();
  await mirror.close();
});

const [desk, phone] = sizes;
/** Firefox draws what Chromium draws; it takes the look that is hardest. */
const looks = {
  chromium: [desk, phone].flatMap((size) => ['dark', 'light'].map((theme) => [size, theme])),
  firefox: [[phone, 'dark']],
};

async function complaintsOf(page) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const found = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, impact, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${impact} ${id}: ${html} ${failureSummary}`),
    );
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return wide > 0 ? [...found, `scrolls ${wide} px sideways`] : found;
}

for (const name of browsers) {
  test(`${name}: axe finds nothing serious on any view`, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(site.url, { allowed: [new URL(mirror.url).origin] });
      const complaints = [];
      for (const [view, act] of Object.entries(scenes)) {
        await act(page);
        for (const [size, theme] of looks[name]) {
          await page.setViewportSize(size);
          await useColours(page, theme);
          for (const text of await complaintsOf(page)) complaints.push(`${view} ${size.width} ${theme}: ${text}`);
        }
        await page.setViewportSize(sizes[0]);
      }
      assert.deepEqual(complaints, []);
      await watched.assertQuiet();
    }));
}

// Only Chromium can be told to print from a script.
test(
  'chromium: print leaves out what is pressed and says what it was made from',
  { skip: !browsers.includes('chromium') },
  () =>
    withBrowser('chromium', async ({ open }) => {
      const { page } = await open(site.url);
      await trySample(page);
      await seeResults(page);
      const screen = page.getByTestId('save-json');
      const made = page.getByText(/^Made on \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
      assert.deepEqual([await screen.isVisible(), await made.isVisible()], [true, false]);
      await page.emulateMedia({ media: 'print' });
      assert.deepEqual([await screen.isVisible(), await made.isVisible()], [false, true]);
      for (const input of ['sample-person.txt.gz', 'SAMPLE03.txt.gz'])
        assert.ok(await page.getByText(new RegExp(`^${input} · SHA-256 [0-9a-f]{64}$`)).isVisible(), input);
      for (const format of ['A4', 'Letter']) {
        const pdf = await page.pdf({ format });
        assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
      }
      await page.emulateMedia({ media: 'screen' });
      await page.getByTestId('result-row').nth(1).getByRole('link').click();
      await page.locator('ta-figure figure').first().waitFor();
      await page.emulateMedia({ media: 'print' });
      assert.equal(await page.getByTestId('save-audit').isVisible(), false);
      assert.equal(await page.getByTestId('worked-sum').isVisible(), true);
      const pages = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
      assert.ok(pages >= 2 && pages <= 8, `${pages} pages`);
    }),
);
