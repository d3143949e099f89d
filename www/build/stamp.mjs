// Tells whether a step has to run again: a hash of its inputs is kept beside its outputs.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { cache, root } from './paths.mjs';

/** Every file under `path`, or `path` itself, sorted. @param {string} path @returns {string[]} */
export function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)]));
}

/** @param {string[]} inputs files and folders from the top, or literal words such as flags */
export function hashOf(inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    const files = filesUnder(join(root, input));
    if (files.length === 0) hash.update(`word ${input}\n`);
    for (const file of files)
      hash
        .update(`${relative(root, file)}\n`)
        .update(readFileSync(file))
        .update('\n');
  }
  return hash.digest('hex');
}

/**
 * Runs `work` unless it ran for the same inputs and its outputs are still there. Answers whether it ran.
 * @param {string} name
 * @param {{ inputs: string[], outputs: string[] }} what
 * @param {() => Promise<void>} work
 */
export async function whenChanged(name, { inputs, outputs }, work) {
  const file = join(cache, `${name}.stamp`);
  const hash = hashOf(inputs);
  const same = existsSync(file) && readFileSync(file, 'utf8') === hash;
  if (same && outputs.every((output) => existsSync(join(root, output)))) return false;
  await work();
  mkdirSync(cache, { recursive: true });
  writeFileSync(file, hash);
  return true;
}
