// Measures a genome's VCF in Chromium: the page from file drop to result, and the engine's unpacking alone on the same threads.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from '../../www/build/browsers.mjs';
import { cache } from '../../www/build/paths.mjs';
import { serve } from '../../www/build/serve.mjs';
import { bundleSite } from '../../www/build/site.mjs';
import { wasm } from '../../www/build/wasm.mjs';
import { measurePage } from './in-chromium.mjs';

/** Unpacking alone, each run in a fresh worker. */
async function measureInflate(browser, file, runs, threads) {
  await wasm({ variant: 'measure' });
  mkdirSync(cache, { recursive: true });
  const dir = mkdtempSync(join(cache, 'bench-inflate-'));
  const engines = { single: join(cache, 'measure-single'), threads: join(cache, 'measure-threads') };
  await bundleSite({ root: fileURLToPath(new URL('inflate', import.meta.url)), outDir: dir, engines });
  const site = await serve({ dir });
  try {
    const page = await browser.newPage();
    await page.goto(site.url);
    await page.getByTestId('file').setInputFiles(file);
    const measured = [];
    for (let at = 0; at < runs; at++)
      measured.push(await page.evaluate((count) => globalThis.measureInflate(count), threads));
    await page.close();
    return measured;
  } finally {
    await site.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

export async function measureRecordsInChromium({ at }, runs, { afterMs }) {
  const [site, browser] = await Promise.all([serve(), launch('chromium')]);
  const inputs = { person: at('wgs.vcf.gz'), scoreGz: at('wgs-score.txt') };
  try {
    const measured = {};
    for (const [name, threads] of [
      ['single', 1],
      ['threads', 2],
    ])
      measured[name] = {
        page: await measurePage(browser, site, inputs, runs, { threads, afterMs, again: false }),
        inflate: await measureInflate(browser, inputs.person, runs, threads),
      };
    const sums = new Set([...measured.single.page, ...measured.threads.page].map(({ sum }) => sum));
    if (sums.size !== 1) throw new Error(`one score gave ${sums.size} sums`);
    return { version: browser.version(), ...measured };
  } finally {
    await browser.close();
    await site.close();
  }
}
