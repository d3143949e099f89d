// The whole job without a mouse: Tab, Enter and the arrows from the first view to the privacy view.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { allResults, seeSampleDone, startBuiltPage } from './harness/built-page.mjs';
import { browsers, withBrowser } from './harness/with-browser.mjs';

let site;
before(async () => {
  site = await startBuiltPage();
});
after(() => site.close());

/** What has the focus, through every shadow root: its words, its name, its test id, and whether the focus can be seen. */
const focused = (page) =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    if (!at || at === document.body) return null;
    const label = at.closest('label') ?? at;
    const outline = [at, label].map((one) => getComputedStyle(one)).some((style) => style.outlineStyle !== 'none');
    const { testid = '' } = at.dataset;
    return { words: (at.getAttribute('aria-label') ?? label.textContent ?? '').trim(), testid, outline, id: at.id };
  });

/** Presses Tab until the focus is where it should be; every stop on the way can be seen. Back: Shift and Tab. */
async function tabTo(page, wanted, key = 'Tab') {
  const stops = [];
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (now === null) continue;
    stops.push(now.testid || now.id || now.words.slice(0, 30));
    assert.ok(now.outline, `the focus cannot be seen on ${JSON.stringify(now)}`);
    if (now.testid === wanted || now.id === wanted || now.words.startsWith(wanted)) return;
  }
  assert.fail(`Tab does not reach ${wanted}: ${stops.join(', ')}`);
}

for (const name of browsers) {
  test(`${name}: from the first view to the last with the keyboard`, () =>
    withBrowser(name, async ({ open }) => {
      const { page, watched } = await open(site.url);
      const press = (key) => page.keyboard.press(key);
      await page.getByTestId('try-sample').waitFor();

      await tabTo(page, 'Skip to the content');
      await press('Enter');
      await tabTo(page, 'genotype-input');
      await tabTo(page, 'try-sample');
      await press('Enter');
      await seeSampleDone(page);
      await tabTo(page, allResults());
      await press('Enter');
      await page.locator('[data-testid=results][data-state=ready]').waitFor();
      assert.equal((await focused(page)).words, 'Your results', 'the focus goes to the heading of a new view');

      await tabTo(page, 'Sum');
      await press('Enter');
      const sums = page.locator('.sum');
      assert.match(await page.locator('[aria-sort=descending]').innerText(), /^Sum\s*↓$/);
      const values = (await sums.evaluateAll((all) => all.map(({ title }) => Number(title.slice(8))))).map(Number);
      assert.deepEqual(
        values,
        [...values].sort((a, b) => b - a),
      );
      await tabTo(page, 'Sample trait D');
      await press('Enter');
      await page.locator('ta-score h1').waitFor();
      const picture = page.locator('ta-figure .picture').first();
      await picture.waitFor();
      for (let at = 0; at < 40 && !(await picture.evaluate((one) => one.matches(':focus'))); at += 1)
        await press('Tab');
      const reading = page.locator('ta-figure .reading').first();
      const said = [];
      for (const key of ['ArrowRight', 'ArrowRight', 'Home', 'End']) {
        await press(key);
        said.push(await reading.innerText());
      }
      assert.equal(said[0], said[2], 'Home goes back to the first value');
      assert.ok(new Set(said).size >= 2 && said.every((text) => /\d/.test(text)), said.join(' | '));
      await tabTo(page, 'Show it here');
      await press('Enter');
      await page.getByTestId('audit-preview').waitFor();

      await tabTo(page, 'Shelf', 'Shift+Tab');
      await press('Enter');
      await page.locator('ta-shelf h1').waitFor();
      await tabTo(page, 'How variants are matched');
      await press('Enter');
      await tabTo(page, 'option-palindromes');
      await press('ArrowDown');
      await press('ArrowDown');
      await press('Tab');
      const chosen = await page.getByTestId('option-palindromes').inputValue();
      assert.equal(chosen, 'keep');
      await tabTo(page, 'See the results');
      await press('Enter');
      await page.locator('[data-testid=results][data-state=ready]').waitFor();
      await tabTo(page, 'save-json');
      await tabTo(page, 'Privacy', 'Shift+Tab');
      await press('Enter');
      await page.locator('ta-privacy h1').waitFor();
      await tabTo(page, 'forget');
      await press('Enter');
      await page.getByText('Everything is gone.').waitFor();
      await watched.assertQuiet();
    }));
}
