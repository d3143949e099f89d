// Measures in one go, in Chromium, natively and by PLINK: a person's chip with a score of 1.1 million rows, files of records,
// in Chromium the labs, and training beside its peers.
import { parseArgs } from 'node:util';
import { makeInputs } from '../../tests/bench/inputs.mjs';
import { measurePage, measurePhases } from '../../tests/bench/in-chromium.mjs';
import { labsTable, measureLabs } from '../../tests/bench/labs.mjs';
import { measureNative, measureNativePhases, measurePlink } from '../../tests/bench/native.mjs';
import { measureRecordsInChromium } from '../../tests/bench/record-chromium.mjs';
import { makeRecordInputs } from '../../tests/bench/record-inputs.mjs';
import { measureRecords } from '../../tests/bench/record-native.mjs';
import { recordTable, summariseRecords } from '../../tests/bench/record-results.mjs';
import { keep, summarise, table } from '../../tests/bench/results.mjs';
import { measureTraining, trainingTable } from '../../tests/bench/train.mjs';
import { launch } from './browsers.mjs';
import { build } from './build.mjs';
import { native } from './native.mjs';
import { serve } from './serve.mjs';
import { say } from './say.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    only: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const { only } = values;
const parts = ['chip', 'records', 'labs', 'train'];
if (only && !parts.includes(only)) throw new Error(`--only is one of ${parts.join(', ')}`);
if (only && values.keep) throw new Error('--keep keeps all parts: without --only');
/** A genome takes seconds a run. */
const usual = { chip: 7, records: 5, labs: 5, train: 3 };
const runsOf = Object.fromEntries(parts.map((part) => [part, Number(values.runs ?? usual[part])]));
if (!(runsOf.chip >= 1)) throw new Error('--runs is a number from 1 on');

/** No person has chosen a file sooner; the browser compiles the engine well in the meantime. */
const choosingMs = 1500;

/** In one browser: the page on one thread and on as many as serve, and the phases. */
async function inChromium(inputs, runs) {
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

async function ofChip(runs) {
  const inputs = await makeInputs(await native('release'));
  say(`measuring a chip, medians of ${runs}`);
  const measured = {
    chromium: await inChromium(inputs, runs),
    native: await measureNative(inputs, runs),
    native_phases: await measureNativePhases(inputs, runs),
    plink: await measurePlink(inputs, runs),
  };
  return summarise({ ...measured, choosingMs }, inputs, runs);
}

async function ofRecords(runs) {
  const inputs = await makeRecordInputs();
  say(`measuring files of records, medians of ${runs}`);
  const measured = {
    native: await measureRecords(inputs, runs),
    chromium: await measureRecordsInChromium(inputs, runs, { afterMs: choosingMs }),
  };
  return summariseRecords(measured, inputs, runs);
}

async function ofLabs(runs) {
  say(`measuring the labs, medians of ${runs}`);
  const [site, browser] = await Promise.all([serve(), launch('chromium')]);
  try {
    return await measureLabs(browser, site, runs);
  } finally {
    await browser.close();
    await site.close();
  }
}

// Training is measured natively alone.
if (only !== 'train') await build();
const isWanted = (part) => !only || only === part;
const chip = isWanted('chip') ? await ofChip(runsOf.chip) : null;
const records = isWanted('records') ? await ofRecords(runsOf.records) : null;
const labs = isWanted('labs') ? await ofLabs(runsOf.labs) : null;
const training = isWanted('train') ? await measureTraining(runsOf.train) : null;
const tables = [
  chip && table(chip),
  records && recordTable(records),
  labs && labsTable(labs),
  training && trainingTable(training),
];
const text = tables.filter(Boolean).join('\n');
process.stdout.write(text);
if (values.keep) say(`kept in ${keep(chip, records, labs, training, text)}`);
