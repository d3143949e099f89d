// Scores in the built page as a person would, in a headless browser: same arguments and same report as `tallele score`.
import { existsSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from './browsers.mjs';
import { build } from './build.mjs';
import { serve } from './serve.mjs';

class Fault extends Error {
  constructor(code, place, text) {
    super(text);
    this.code = code;
    this.place = place;
  }
}

const valued = [
  'rules',
  'build',
  'palindromes',
  'multiallelic',
  'duplicates',
  'male-x',
  'dosage',
  'absent',
  'min-gq',
  'min-dp',
];
/** Said by being there. */
const flags = ['pass-only'];
/** What the page does by itself: a score whose pack brings figures of reference people is compared with them. */
const always = ['reference'];
const usage = `npm run --silent in-browser -- score --genotypes FILE… --scores FILE… [--audit FILE.csv] [--json]
  [${valued.map((name) => `--${name} …`).join('] [')}] [${flags.map((name) => `--${name}`).join('] [')}] [--${always.join('] [--')}] [--browser chromium|firefox] [--threads N]`;

/** `--genotypes A B --scores C` as well as `--genotypes A --genotypes B`. */
function readArguments(words) {
  const [command, ...rest] = words;
  if (command !== 'score') throw new Fault('bad-option', {}, usage);
  const lists = { genotypes: [], scores: [] };
  const others = [];
  let list = null;
  for (const word of rest) {
    const name = /^--(genotypes|scores)(?:=(.*))?$/s.exec(word);
    if (name) {
      list = lists[name[1]];
      if (name[2] !== undefined) list.push(name[2]);
    } else if (word.startsWith('--')) {
      list = null;
      others.push(word);
    } else if (list) list.push(word);
    else others.push(word);
  }
  const text = { type: 'string' };
  const options = { browser: { ...text, default: 'chromium' }, threads: text, audit: text, json: { type: 'boolean' } };
  for (const name of valued) options[name] = text;
  for (const name of [...flags, ...always]) options[name] = { type: 'boolean' };
  let values;
  try {
    ({ values } = parseArgs({ args: others, options }));
  } catch (error) {
    throw new Fault('bad-option', {}, `${error.message}\n${usage}`);
  }
  if (!['chromium', 'firefox'].includes(values.browser))
    throw new Fault('bad-option', {}, '--browser is chromium or firefox.');
  if (lists.genotypes.length === 0 || lists.scores.length === 0) throw new Fault('bad-option', {}, usage);
  for (const [role, paths] of Object.entries(lists))
    for (const path of paths)
      if (!existsSync(path))
        throw new Fault('unreadable', { role, input: basename(path) }, 'The file could not be read.');
  return { ...lists, ...values };
}

/** The page's address with the options it presets. */
function addressOf(url, given) {
  const query = new URLSearchParams();
  for (const name of [...valued, ...flags, 'threads'])
    if (given[name] !== undefined) query.set(name.replace('-', '_'), String(given[name]));
  return `${url}?${query}`;
}

/** Keeps what the page saves, byte for byte, where this script can read it. */
function keepSaved() {
  const saved = [];
  Object.assign(globalThis, { tallelesSaved: saved });
  const { createObjectURL } = URL;
  URL.createObjectURL = (blob) => {
    saved.push(blob);
    return createObjectURL.call(URL, blob);
  };
}

async function saveWith(page, testId) {
  const before = await page.evaluate(() => globalThis.tallelesSaved.length);
  await page.getByTestId(testId).click();
  await page.waitForFunction((count) => globalThis.tallelesSaved.length > count, before);
  return page.evaluate(() => globalThis.tallelesSaved.at(-1).text());
}

async function throwShownError(page) {
  const shown = page.getByTestId('error').first();
  if ((await shown.count()) === 0) return;
  const code = (await shown.getAttribute('data-code')) ?? 'internal';
  const place = JSON.parse((await shown.getAttribute('data-place')) ?? '{}');
  throw new Fault(code, place, (await shown.locator('p').first().textContent())?.trim() ?? '');
}

const go = (page, view) =>
  page.evaluate((hash) => {
    location.hash = hash;
  }, `#/${view}`);

/** A score with figures of reference people is compared once its sum is there. */
const isComparing = (page) =>
  page.evaluate(() => document.querySelector('ta-app').app.state.comparison.step === 'comparing');

/** Waits until every file is open, or for an error, which it throws. Files of one set are one entry of the page. */
async function filesOpened(page) {
  for (;;) {
    await throwShownError(page);
    const steps = await page.evaluate(() =>
      document.querySelector('ta-app').app.state.genotypes.map((item) => item.step),
    );
    if (steps.length > 0 && steps.every((step) => step === 'ready')) return;
    await page.waitForTimeout(50);
  }
}

async function chooseFiles(page, { genotypes, scores }) {
  await page.getByTestId('genotype-input').setInputFiles(genotypes.map((path) => resolve(path)));
  await filesOpened(page);
  await go(page, 'shelf');
  await page.getByTestId('score-input').setInputFiles(scores.map((path) => resolve(path)));
  // A scoring file that fails is shown on the shelf, the report in the results: look at both until one is there.
  const ready = page.locator('[data-testid=results][data-state=ready]');
  for (;;) {
    await go(page, 'results');
    await ready.waitFor({ timeout: 500 }).catch(() => {});
    await throwShownError(page);
    const done = (await ready.count()) > 0 && !(await isComparing(page));
    await go(page, 'shelf');
    await page.getByTestId('score-input').waitFor({ state: 'attached' });
    await throwShownError(page);
    if (done) return;
  }
}

/** The audit of every sample and score, under one header. */
async function auditOf(page, report) {
  const tables = [];
  for (const [sample, { scores }] of report.samples.entries())
    for (const score of scores.keys()) {
      await go(page, `score/${sample}/${score}`);
      tables.push(await saveWith(page, 'save-audit'));
    }
  return tables.map((table, at) => (at === 0 ? table : table.slice(table.indexOf('\n') + 1))).join('');
}

async function score(given) {
  await build({ samples: false });
  const site = await serve();
  const browser = await launch(given.browser);
  try {
    const page = await browser.newPage();
    await page.addInitScript(keepSaved);
    await page.goto(addressOf(site.url, given));
    await page.getByTestId('genotype-input').waitFor({ state: 'attached' });
    await chooseFiles(page, given);
    await go(page, 'results');
    const report = await saveWith(page, 'save-json');
    if (given.audit) writeFileSync(given.audit, await auditOf(page, JSON.parse(report)));
    return report;
  } finally {
    await browser.close();
    await site.close();
  }
}

try {
  process.stdout.write(await score(readArguments(process.argv.slice(2))));
} catch (error) {
  const { code = 'internal', place = {}, message: text } = error;
  const known = error instanceof Fault ? { code, place, text } : { code: 'internal', place: {}, text };
  process.stdout.write(`${JSON.stringify({ error: known })}\n`);
  process.exitCode = 1;
}
