// Measures what the first load costs, compressed, and holds it to tests/budgets.json.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { root } from './paths.mjs';
import { say } from './say.mjs';

const compressed = (file) =>
  brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

/** The scripts that `text` names in this form. @param {string} text @param {RegExp} form */
const named = (text, form) => [...text.matchAll(form)].map((match) => basename(match[1] ?? ''));

const staticImport = /\b(?:import|from)\s*["'`](\.\/[^"'`]+\.js)["'`]/g;
const dynamicImport = /\bimport\(\s*["'`](\.\/[^"'`]+\.js)["'`]/g;
const workerStart = /new URL\(\s*["'`]([^"'`]+\.js)["'`]/g;

/**
 * Scripts of the first load: the page's, those it imports at once, the worker, and the engine's glue (the larger of the two,
 * as one runs). What a view loads when it is opened is not in it.
 */
export function firstLoad(dir) {
  const html = readFileSync(join(dir, 'index.html'), 'utf8');
  const read = (name) => readFileSync(join(dir, 'assets', name), 'utf8');
  const scripts = new Set();
  const add = (name) => {
    if (scripts.has(name) || !existsSync(join(dir, 'assets', name))) return;
    scripts.add(name);
    const text = read(name);
    for (const next of [...named(text, staticImport), ...named(text, workerStart)]) add(next);
    const inWorker = name.startsWith('worker-') ? named(text, dynamicImport) : [];
    const glue = inWorker
      .filter((other) => other.startsWith('engine-'))
      .sort((a, b) => read(b).length - read(a).length)[0];
    if (glue) add(glue);
  };
  for (const name of named(html, /(?:src|href)="([^"]+\.js)"/g)) add(name);
  return [...scripts];
}

/** Prints sizes; throws when one is over its budget. @param {string} dir a built site */
export function checkSizes(dir) {
  const budgets = JSON.parse(readFileSync(join(root, 'tests/budgets.json'), 'utf8'));
  const assets = join(dir, 'assets');
  const over = [];
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
  const hold = (name, bytes, budget) => {
    say(`  ${name.padEnd(44)} ${kilobytes(bytes).padStart(9)} brotli, budget ${kilobytes(budget)}`);
    if (bytes > budget) over.push(`${name}: ${kilobytes(bytes)} of ${kilobytes(budget)}`);
  };
  for (const name of readdirSync(assets).filter((name) => name.endsWith('.wasm')))
    hold(
      name,
      compressed(join(assets, name)),
      name.startsWith('labs') ? budgets.labs_wasm_brotli_bytes : budgets.wasm_brotli_bytes,
    );
  const scripts = firstLoad(dir);
  const total = scripts.reduce((sum, name) => sum + compressed(join(assets, name)), 0);
  hold(`first load, ${scripts.length} scripts`, total, budgets.first_load_js_brotli_bytes);
  if (over.length > 0) throw new Error(`over budget (tests/budgets.json):\n  ${over.join('\n  ')}`);
}
