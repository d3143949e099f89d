// Measures a person's run in one go: the sample person and a score of 1.1 million rows, in Chromium, natively and by PLINK.
import { parseArgs } from 'node:util';
import { makeInputs } from '../../tests/bench/inputs.mjs';
import { measurePage, measurePhases } from '../../tests/bench/in-chromium.mjs';
import { measureNative, measureNativePhases, measurePlink } from '../../tests/bench/native.mjs';
import { keep, summarise, table } from '../../tests/bench/results.mjs';
import { launch } from './browsers.mjs';
import { build } from './build.mjs';
import { native } from './native.mjs';
import { serve } from './serve.mjs';
import { say } from './say.mjs';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '7' }, keep: { type: 'boolean', default: false } },
});
const runs = Number(values.runs);
if (!(runs >= 1)) throw new Error('--runs is a number from 1 on');

/** No person has chosen a file sooner; the browser compiles the engine well in the meantime. */
const choosingMs = 1500;

/** In one browser: the page on one thread and on as many as serve, and the phases. */
async function inChromium(inputs) {
  const [site, browser] = await Promise.all([serve(), launch('chromium')]);
  try {
    const phases = await measurePhases(browser, inputs, runs);
    const single = await measurePage(browser, site, inputs, runs, { threads: 1, afterMs: choosingMs });
    const threads = await measurePage(browser, site, inputs, runs, { threads: null, afterMs: choosingMs });
    const at_once = await measurePage(browser, site, inputs, runs, { threads: null, afterMs: 0 });
    // Speed is worth nothing where the sums differ.
    const sums = new Set([...single, ...threads, ...at_once].map(({ sum }) => sum));
    if (sums.size !== 1) throw new Error(`one score gave ${sums.size} sums`);
    return { version: browser.version(), phases, single, threads, at_once };
  } finally {
    await browser.close();
    await site.close();
  }
}

await build();
const inputs = await makeInputs(await native('release'));
say(`measuring, medians of ${runs}`);
const measured = {
  chromium: await inChromium(inputs),
  native: await measureNative(inputs, runs),
  native_phases: await measureNativePhases(inputs, runs),
  plink: await measurePlink(inputs, runs),
};
const result = summarise({ ...measured, choosingMs }, inputs, runs);
process.stdout.write(table(result));
if (values.keep) say(`kept in ${keep(result)}`);
