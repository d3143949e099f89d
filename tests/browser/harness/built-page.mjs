// Serves the built page of www/dist, notes what its server was asked for, and takes the steps a person takes on it.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cache, dist, samples } from '../../../www/build/paths.mjs';
import { serve } from '../../../www/build/serve.mjs';
import { bundleSite } from '../../../www/build/site.mjs';

/**
 * @param {{ hostsFile?: string }} [options] hostsFile: a mirror of the catalog, for which the page is bundled once more.
 */
export async function startBuiltPage({ hostsFile } = {}) {
  let dir = dist;
  if (hostsFile) {
    mkdirSync(cache, { recursive: true });
    dir = mkdtempSync(join(cache, 'mirrored-'));
    await bundleSite({ outDir: dir, hostsFile });
  }
  /** @type {{ method: string, path: string, body: boolean }[]} */
  const seen = [];
  const before = ({ method = '', url = '/', headers }) => {
    const body = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
    seen.push({ method, path: new URL(url, 'http://localhost').pathname, body });
    return false;
  };
  const { url, close } = await serve({ dir, hostsFile, before });
  let closed = false;
  return {
    url,
    seen,
    async close() {
      if (closed) return;
      closed = true;
      await close();
      if (dir !== dist) rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** For a page's first script: keeps what the page saves where a spec can read it, byte for byte. */
export function keepSaved() {
  const saved = [];
  Object.assign(globalThis, { savedByPage: saved });
  const { createObjectURL } = URL;
  URL.createObjectURL = (blob) => {
    saved.push(blob);
    return createObjectURL.call(URL, blob);
  };
}

/** Presses a save button and answers with the saved file's text. */
export async function pressSave(page, testId) {
  const before = await page.evaluate(() => globalThis.savedByPage.length);
  await page.getByTestId(testId).click();
  await page.waitForFunction((count) => globalThis.savedByPage.length > count, before);
  return page.evaluate(() => globalThis.savedByPage.at(-1).text());
}

/** Goes to a view by the link in the page's own head, and waits until it stands. */
export async function goTo(page, view) {
  await page.locator(`header a[href="#/${view}"]`).last().click();
  await page.locator(`ta-${view} h1`).waitFor();
}

/** Chooses genotype files by the page's own input and waits for each one's doctor. */
export async function openFiles(page, paths, all = paths.length) {
  await page.getByTestId('genotype-input').setInputFiles(paths);
  await page
    .getByTestId('doctor')
    .nth(all - 1)
    .waitFor();
}

/** Chooses scoring files on the shelf and waits for the results. */
export async function addScoreFiles(page, paths) {
  await goTo(page, 'shelf');
  await page.getByTestId('score-input').setInputFiles(paths);
  await page
    .locator('ta-chosen [data-step="ready"]')
    .nth(paths.length - 1)
    .waitFor();
}

/** Waits until the report is there, by the view of results. */
export async function seeResults(page) {
  await goTo(page, 'results');
  await page.locator('[data-testid=results][data-state=ready]').waitFor();
}

/** The words of the link to all results of the sample person: as many as the answer key has scores. */
export function allResults() {
  const { scores } = JSON.parse(readFileSync(join(samples, 'answer-key.json'), 'utf8'));
  return `See all ${scores.length} results`;
}

/** Waits for the link to all results of the sample person; where it does not come, says how far the page is. */
export async function seeSampleDone(page) {
  try {
    await page.getByRole('link', { name: allResults() }).waitFor({ timeout: 60_000 });
  } catch (error) {
    const state = await page.evaluate(() => {
      const { engine, engineError, genotypes, scores, report } = document.querySelector('ta-app').app.state;
      const steps = (items) => items.map(({ name, step, progress }) => ({ name, step, progress }));
      return { engine, engineError, genotypes: steps(genotypes), scores: steps(scores), report: report.step };
    });
    throw new Error(`The sample person is not done: ${JSON.stringify(state)}`, { cause: error });
  }
}

/** Presses "Try a sample person" and waits for its results. */
export async function trySample(page) {
  await page.getByTestId('try-sample').click();
  await seeSampleDone(page);
}

/** The lines of a CSV table as objects by the names of its first line; no cell of ours holds a line break. */
export function readTable(text) {
  const cells = (line) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
      .map(([, cell]) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell))
      .slice(0, -1);
  const [head, ...lines] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));
  const names = cells(`${head},`);
  return lines.map((line) => Object.fromEntries(cells(`${line},`).map((cell, at) => [names[at], cell])));
}

/** What the ledger on the page lists: method, path or address, and whether it was kept from before. */
export async function readLedger(page) {
  await goTo(page, 'privacy');
  const parts = page.getByTestId('ledger').locator('summary');
  if ((await parts.count()) > 0) await parts.click();
  const rows = await page.getByTestId('ledger').locator('tbody tr').all();
  return Promise.all(
    rows.map(async (row) => {
      const [, request = '', , outcome = ''] = await row.locator('td').allInnerTexts();
      const [line = ''] = request.split('\n');
      const [, method, own, address] =
        /^(\S+) (this site )?(.*)$/.exec(line.trim()) ?? assert.fail(`no request: ${line}`);
      return { method, own: own !== undefined, address, kept: outcome.includes('kept') };
    }),
  );
}
