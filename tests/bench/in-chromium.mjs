// Measures in Chromium: the built page from file drop to result, and on one thread the phases inside the worker.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cache } from '../../www/build/paths.mjs';
import { serve } from '../../www/build/serve.mjs';
import { bundleSite } from '../../www/build/site.mjs';

/** Puts two file inputs of the bench's own on the page, so that it can drop real files. */
function addInputs() {
  for (const id of ['bench-person', 'bench-score']) {
    const input = document.createElement('input');
    input.type = 'file';
    input.dataset.testid = id;
    document.body.append(input);
  }
}

/** In the page: drops the person, then the score, and waits until each is shown. */
async function dropAndWait() {
  const page = document.querySelector('ta-app');
  const { app } = page;
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const until = (holds) =>
    new Promise((done) => {
      const look = () => {
        if (!holds(app.state)) return;
        stop();
        done();
      };
      const stop = app.subscribe(look);
      look();
    });
  const go = async (view) => {
    location.hash = `#/${view}`;
    while (page.route.view !== view) await drawn();
    await drawn();
  };
  const drop = (id) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(document.querySelector(`[data-testid="${id}"]`).files[0]);
    window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
  };
  const settled = ({ step }) => step === 'ready' || step === 'failed';
  await go('open');
  let began = performance.now();
  drop('bench-person');
  await until(({ genotypes }) => genotypes.some(settled));
  const opened = performance.now() - began;
  await go('shelf');
  began = performance.now();
  drop('bench-score');
  location.hash = '#/results';
  await until(({ report }) => settled(report));
  await drawn();
  const scored = performance.now() - began;
  if (app.state.report.step !== 'ready') throw new Error('the page gave no report');
  const last = (name) => performance.getEntriesByName(`tallele:${name}`, 'measure').at(-1);
  return {
    file_drop_to_opened_ms: opened,
    score_drop_to_result_ms: scored,
    drop_to_result_ms: opened + scored,
    open_ms: last('open').duration,
    add_score_ms: last('add-score').duration,
    score_ms: last('score').duration,
    memory_mb: app.ports.engine.state.memory_bytes / 1e6,
    threads: app.ports.engine.state.threads,
    sum: app.state.report.report.figures.observed_sum[0],
  };
}

/** In the page: the same score again from its parsed form, under another option. */
async function scoreAgain() {
  const { app } = document.querySelector('ta-app');
  const { engine } = app.ports;
  await engine.setOptions({ palindromes: 'keep' });
  await engine.score();
  return performance.getEntriesByName('tallele:score', 'measure').at(-1).duration;
}

/**
 * Runs of the built page, each in a page and worker of its own, the person dropped `afterMs` after the page is ready.
 * @param {{ person: string, scoreGz: string }} inputs `again`: also the same score under another option.
 */
export async function measurePage(browser, site, inputs, runs, { threads, afterMs, again = true }) {
  const measured = [];
  for (let at = 0; at < runs; at++) {
    const page = await browser.newPage();
    await page.goto(threads === null ? site.url : `${site.url}?threads=${threads}`);
    await page.waitForFunction(() => performance.getEntriesByName('tallele:ready').length > 0);
    await page.waitForFunction(() => document.querySelector('ta-app')?.app?.state?.options);
    await page.evaluate(addInputs);
    await page.getByTestId('bench-person').setInputFiles(inputs.person);
    await page.getByTestId('bench-score').setInputFiles(inputs.scoreGz);
    await page.waitForTimeout(afterMs);
    const run = await page.evaluate(dropAndWait);
    measured.push(again ? { ...run, score_again_ms: await page.evaluate(scoreAgain) } : run);
    await page.close();
  }
  return measured;
}

/** Runs of the phases, each in a worker of its own. */
export async function measurePhases(browser, inputs, runs) {
  mkdirSync(cache, { recursive: true });
  const dir = mkdtempSync(join(cache, 'bench-page-'));
  await bundleSite({ root: fileURLToPath(new URL('page', import.meta.url)), outDir: dir });
  const site = await serve({ dir });
  try {
    const page = await browser.newPage();
    await page.goto(site.url);
    const { person, personGz, score, scoreGz, scorePack } = inputs;
    await page.getByTestId('files').setInputFiles([person, personGz, score, scoreGz, scorePack]);
    const measured = [];
    for (let at = 0; at < runs; at++) measured.push(await page.evaluate(() => globalThis.measurePhases()));
    await page.close();
    return measured;
  } finally {
    await site.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
