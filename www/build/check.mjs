// Checks without running: form and lints of Rust and TypeScript, types of every room. Says all that is wrong, not the first.
import { join } from 'node:path';
import { root } from './paths.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';
import { setup } from './setup.mjs';

const tsc = (project) => [process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', project]];
const deny = ['--', '-D', 'warnings'];
const checks = [
  ['cargo', ['fmt', '--all', '--check']],
  ['cargo', ['clippy', '--quiet', '--locked', '--all-targets', '--features', 'cli', ...deny]],
  ...['wasm', 'labs'].map((feature) => [
    'cargo',
    ['clippy', '--quiet', '--locked', '--lib', '--target', 'wasm32-unknown-unknown', '--features', feature, ...deny],
  ]),
  ...['www', 'www/worker', 'www/pwa', 'tests/browser', 'tests/tsconfig.unit.json'].map(tsc),
  ...['tests/bench/page', 'tests/bench/page/tsconfig.worker.json'].map(tsc),
  ...['tests/bench/inflate', 'tests/bench/inflate/tsconfig.worker.json'].map(tsc),
  [process.execPath, [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'check', '--error-on-warnings']],
];

await setup();
const failed = [];
for (const [program, args] of checks) {
  const name = [program === process.execPath ? 'node' : program, ...args].join(' ').replaceAll(`${root}/`, '');
  say(name);
  await run(program, args).catch(() => failed.push(name));
}
if (failed.length > 0) {
  say(`failed:\n  ${failed.join('\n  ')}`);
  process.exitCode = 1;
} else say(`all ${checks.length} checks passed`);
