// Brings Rust and TypeScript into the house's form.
import { join } from 'node:path';
import { root } from './paths.mjs';
import { run } from './run.mjs';
import { setup } from './setup.mjs';

await setup();
await run('cargo', ['fmt', '--all']);
await run(process.execPath, [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'check', '--write']);
