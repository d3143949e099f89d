// The labs on the built page: each one's number, links that bring a run back, a stop, the ledger, and a lab without a network.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLedger, startBuiltPage } from './harness/built-page.mjs';
import { browsers, withBrowser } from './harness/with-browser.mjs';

const phase = (query) => `#/labs/phase-transition?${query}`;
/** The lab's first plan of edits; natively it has the same numbers (src/labs/edits.rs). */
const firstPlan = { edits: 50, expected: 2.13500847820691, free: 2.6783321393774044 };
/** The lab's first run; natively it has the same bits (src/labs/phase_transition.rs). */
const first = { query: 'h2=0.5&p=4000&s=25&seed=1', fingerprint: '54b66ce9df105366' };

async function withPage(name, hash, work) {
  const site = await startBuiltPage();
  try {
    await withBrowser(name, async ({ open }) => {
      const opened = await open(`${site.url}${hash}`);
      await work({ ...opened, site });
      await opened.watched.assertQuiet();
    });
  } finally {
    await site.close();
  }
}

const headline = (page) => page.getByTestId('lab-headline');

/** Waits for the end of a run and reads its points: n/s → share found and R² ÷ h². */
async function pointsOf(page) {
  await page.locator('[data-testid=lab-progress][data-finished=true]').waitFor({ timeout: 60_000 });
  const figure = page.locator('ta-lab-phase ta-figure');
  await figure.locator('summary').click();
  const rows = await figure.locator('tbody tr').evaluateAll((all) => all.map((row) => row.innerText.split('\t')));
  await figure.locator('summary').click();
  return new Map(rows.map((cells) => [Number(cells[0]), { recall: Number(cells[3]), accuracy: Number(cells[6]) }]));
}

/** Writes a number as a person does; Firefox's `fill` adds to what stands in a field of numbers. */
async function write(field, number) {
  await field.press('ControlOrMeta+a');
  await field.pressSequentially(number);
  await field.press('Enter');
}

for (const name of browsers) {
  test(`${name}: thirty people for each effect find nearly all at h² = 0.5, with the bits of the native run`, () =>
    withPage(name, phase(first.query), async ({ page, site }) => {
      const points = await pointsOf(page);
      assert.equal(await headline(page).getAttribute('data-fingerprint'), first.fingerprint);
      assert.ok(points.get(5).recall <= 0.3 && points.get(30).recall >= 0.9, JSON.stringify([...points]));
      assert.ok(Math.abs(points.get(30).accuracy - 0.78) <= 0.15, JSON.stringify(points.get(30)));
      // What the lab loaded stands in the ledger, and came from here.
      const asked = site.seen.map(({ path }) => path).filter((path) => path.includes('labs_bg'));
      const listed = (await readLedger(page)).filter(({ address }) => address.includes('labs_bg'));
      assert.equal(asked.length, 1);
      assert.deepEqual(
        listed.map(({ own }) => own),
        [true],
      );
    }));

  test(`${name}: without noise the transition is sharp`, () =>
    withPage(name, phase('h2=1&p=4000&s=25&seed=1'), async ({ page }) => {
      const points = await pointsOf(page);
      assert.ok(points.get(4).accuracy <= 0.2 && points.get(8).accuracy >= 0.97, JSON.stringify([...points]));
      assert.ok(points.get(8).recall === 1);
      assert.match(await page.getByTestId('by-hand').innerText(), /1\/ρ = 6\.77/);
    }));

  test(`${name}: how many people, how near, how many flips`, () =>
    withPage(name, '#/labs/how-much-data', async ({ page }) => {
      await headline(page).waitFor();
      assert.ok(Math.abs(Number(await headline(page).getAttribute('data-people')) - 1.25e6) < 1);
      assert.match(await page.getByTestId('people-to-select').innerText(), /300\s000/);
      await page.getByRole('button', { name: '±10 points of 15, h² = 0.25' }).click();
      await page.locator('[data-testid=lab-headline][data-people=none]').waitFor();
      assert.ok(Math.abs(Number(await headline(page).getAttribute('data-floor')) - 12.99) < 0.001);
      await page.evaluate(() => {
        location.hash = '#/labs/polygenicity-and-flips';
      });
      await page.locator('[data-testid=lab-headline][data-flips]').waitFor();
      const [flips, best, any] = await Promise.all(
        ['data-flips', 'data-best', 'data-any'].map(async (at) => Number(await headline(page).getAttribute(at))),
      );
      assert.ok(Math.abs(flips - 100) < 1e-9, `${flips} flips`);
      assert.ok(Math.abs(best - 17) <= 2 && Math.abs(any - 94) <= 8, `${best}, ${any}`);
      const plan = page.getByTestId('edits');
      const [edits, expected, free] = await Promise.all(
        ['data-edits', 'data-expected', 'data-free'].map(async (at) => Number(await plan.getAttribute(at))),
      );
      assert.equal(edits, firstPlan.edits);
      assert.ok(Math.abs(expected - firstPlan.expected) <= 1e-9 && Math.abs(free - firstPlan.free) <= 1e-9);
      assert.match(await plan.innerText(), /The chance that all of them are causes is 3\.8%/);
      await page.getByText(/^Hypothetical\. Nobody can make such edits in people/).waitFor();
    }));

  test(`${name}: scores of the shelf against each other`, () =>
    withPage(name, '#/labs/shared-or-separate', async ({ page }) => {
      await page.getByTestId('lab-empty').waitFor();
      await page.getByTestId('load-samples').click();
      await page.locator('[data-testid=lab-headline]:not([data-traits=none])').waitFor({ timeout: 60_000 });
      const told = await headline(page).innerText();
      const traits = Number(await headline(page).getAttribute('data-traits'));
      // Made-up scores share next to nothing: as many traits as there are scores with frequencies.
      const count = Number(/^\d+/.exec(told)[0]);
      assert.ok(count >= 2 && traits <= count && traits > count - 0.05, `${traits}: ${told}`);
      const pairs = page.getByTestId('pairs').locator('tbody tr');
      const all = await page.getByTestId('each').locator('tbody tr').count();
      assert.equal(await pairs.count(), (all * (all - 1)) / 2);
      const moved = await page.getByTestId('moved').locator('tbody tr').count();
      assert.ok(moved > 0);
      // The other lab has them too, once scores are loaded.
      await page.evaluate(() => {
        location.hash = '#/labs/polygenicity-and-flips';
      });
      await page
        .locator('ta-lab-flips [data-testid=moved] tbody tr')
        .nth(moved - 1)
        .waitFor();
    }));

  test(`${name}: a link brings the same run back, a run stops, and a lab used before works without a network`, () =>
    withPage(name, phase('h2=0.5&p=400&s=8&seed=3'), async ({ page, site }) => {
      const bits = async () => {
        await pointsOf(page);
        return headline(page).getAttribute('data-fingerprint');
      };
      const before = await bits();
      await write(page.getByLabel('Seed'), '4');
      await page.waitForFunction(() => location.hash.endsWith('seed=4'));
      await page.locator(`[data-testid=lab-headline][data-fingerprint]:not([data-fingerprint="${before}"])`).waitFor();
      const after = await bits();
      await page.reload();
      assert.equal(await page.getByLabel('Seed').inputValue(), '4');
      assert.equal(await bits(), after);
      // A run that takes long, stopped at once.
      await write(page.getByLabel('Variants looked through, p', { exact: true }), '20000');
      await page.getByTestId('stop-lab').click();
      await page.getByText('Stopped. What was found so far stays.').waitFor();
      await page.evaluate(() => navigator.serviceWorker.ready);
      await page.goto(`${site.url}${phase('h2=0.5&p=400&s=8&seed=3')}`);
      await page.reload();
      assert.equal(await bits(), before);
      await site.close();
      await page.reload();
      assert.equal(await bits(), before);
    }));
}
