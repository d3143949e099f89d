// Builds the page into www/dist: static files for any host. `--no-samples` leaves the sample person out.
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { writeDeployment } from './deployment.mjs';
import { dist } from './paths.mjs';
import { makeSamples } from './samples.mjs';
import { say } from './say.mjs';
import { setup } from './setup.mjs';
import { bundleSite, usualHosts } from './site.mjs';
import { checkSizes } from './sizes.mjs';
import { whenChanged } from './stamp.mjs';
import { wasm } from './wasm.mjs';

const inputs = [
  ...['client', 'worker', 'net', 'charts', 'ui', 'embed', 'pwa', 'styles', 'messages', 'shared', 'public', 'build'].map(
    (room) => `www/${room}`,
  ),
  ...[
    'www/index.html',
    'www/main.ts',
    'www/pkg',
    'www/pkg-threads',
    'www/pkg-labs',
    'package-lock.json',
    'tests/budgets.json',
  ],
];

/** @param {{ samples?: boolean }} [options] */
export async function build({ samples = true } = {}) {
  await setup();
  await wasm();
  if (samples) await makeSamples();
  await whenChanged('site', { inputs: [...inputs, usualHosts], outputs: ['www/dist/index.html'] }, async () => {
    say('bundling the page into www/dist');
    await bundleSite({ outDir: dist });
    writeDeployment(dist, usualHosts);
    checkSizes(dist);
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { 'no-samples': { type: 'boolean', default: false } } });
  await build({ samples: !values['no-samples'] });
  say('www/dist is ready: www/dist/HEADERS.md says what to send with it');
}
