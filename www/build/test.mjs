// Runs every test: Rust, TypeScript units, browser specs. `--rust`, `--unit`, `--browser` take a part; `--only NAME` a name.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { browserPath } from './browsers.mjs';
import { build } from './build.mjs';
import { cache, root } from './paths.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';
import { setup } from './setup.mjs';
import { filesUnder } from './stamp.mjs';

const { values } = parseArgs({
  options: {
    rust: { type: 'boolean' },
    unit: { type: 'boolean' },
    browser: { type: 'boolean' },
    only: { type: 'string' },
  },
});
const everything = !values.rust && !values.unit && !values.browser;
const { only } = values;
const byName = only ? ['--test-name-pattern', only] : [];

const parts = {
  async rust() {
    // Where they cannot be installed, the tests that need them say so by name.
    for (const script of ['tests/oracle/install-peers.sh', 'tests/scale/install-java.sh']) {
      await run('sh', [script], { show: true }).catch((error) => say(error.message));
    }
    await run('cargo', ['test', '--locked', '--no-fail-fast', '--features', 'cli', ...(only ? [only] : [])], {
      show: true,
    });
  },
  async unit() {
    const out = join(cache, 'unit');
    rmSync(out, { recursive: true, force: true });
    await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tests/tsconfig.unit.json']);
    const files = filesUnder(out).filter((file) => file.endsWith('.test.js'));
    await run(process.execPath, ['--test', '--test-reporter=spec', ...byName, ...files], { show: true });
  },
  async browser() {
    await build();
    for (const name of (process.env.TALLELE_BROWSERS ?? 'chromium,firefox').split(',')) await browserPath(name);
    const folder = join(root, 'tests/browser');
    const files = readdirSync(folder)
      .filter((name) => name.endsWith('.spec.mjs'))
      .map((name) => join(folder, name));
    // One at a time: browsers that start together on a small machine run into each other's time limits.
    await run(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...byName, ...files], {
      show: true,
    });
  },
};

await setup();
const failed = [];
for (const [name, part] of Object.entries(parts)) {
  if (!everything && !values[name]) continue;
  say(`testing: ${name}`);
  await part().catch((error) => {
    failed.push(name);
    say(error.message);
  });
}
if (failed.length > 0) {
  say(`failed: ${failed.join(', ')}`);
  process.exitCode = 1;
} else say('all tests passed');
