// Bundles one page and what it needs into static files, with the page's own policy in its head.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { www } from './paths.mjs';
import { contentSecurityPolicy } from './policy.mjs';
import { filesUnder } from './stamp.mjs';

export const usualHosts = process.env.TALLELE_HOSTS ?? join(www, 'net/hosts.json');
export const usualDeployment = process.env.TALLELE_DEPLOYMENT ?? join(www, 'net/deployment.json');

/**
 * @param {{ root?: string, outDir: string, hostsFile?: string, deploymentFile?: string, engines?: { single?: string, threads?: string } }} options
 *   root: the folder with index.html. hostsFile: www/net/hosts.json, or a mirror's in its place. deploymentFile:
 *   www/net/deployment.json, or what another deployment declares. engines: folders of other builds of the engine.
 */
export async function bundleSite({
  root = www,
  outDir,
  hostsFile = usualHosts,
  deploymentFile = usualDeployment,
  engines = {},
}) {
  const { single = join(www, 'pkg'), threads = join(www, 'pkg-threads') } = engines;
  const { build } = await import('vite');
  const worker = join(www, 'pwa/service-worker.ts');
  const policy = contentSecurityPolicy(JSON.parse(readFileSync(hostsFile, 'utf8')), { inPage: true });
  const declared = JSON.parse(readFileSync(deploymentFile, 'utf8'));
  if (typeof declared.commercial !== 'boolean') throw new Error(`${deploymentFile}: commercial is true or false`);
  await build({
    root,
    base: './',
    configFile: false,
    logLevel: 'warn',
    publicDir: join(www, 'public'),
    resolve: {
      alias: [
        { find: 'engine-single', replacement: join(single, 'engine.js') },
        { find: 'engine-threads', replacement: join(threads, 'engine.js') },
        { find: 'labs-wasm', replacement: join(www, 'pkg-labs/labs.js') },
        { find: /^\.\/hosts\.json$/, replacement: hostsFile },
        { find: /^\.\/deployment\.json$/, replacement: deploymentFile },
      ],
    },
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { index: join(root, 'index.html'), 'service-worker': worker },
        output: {
          entryFileNames: (chunk) =>
            chunk.name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js',
        },
      },
    },
    plugins: [
      {
        name: 'policy-in-the-page',
        transformIndexHtml: () => [
          {
            tag: 'meta',
            attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
            injectTo: 'head-prepend',
          },
        ],
      },
    ],
  });
  listForOffline(outDir);
}

/** What is kept only when it is asked for: samples by the download room, the labs by the service worker. */
const kept = /^(samples\/|service-worker\.js$|assets\/(labs?|ta-labs?)[-_])/;

/** Tells the service worker what to keep from the start. */
function listForOffline(outDir) {
  const paths = filesUnder(outDir)
    .map((path) => relative(outDir, path).replaceAll('\\', '/'))
    .filter((path) => !kept.test(path));
  const hash = createHash('sha256');
  for (const path of paths) hash.update(`${path}\n`).update(readFileSync(join(outDir, path)));
  const { version } = JSON.parse(readFileSync(join(www, '../package.json'), 'utf8'));
  const file = join(outDir, 'service-worker.js');
  const text = readFileSync(file, 'utf8');
  const filled = text.replace(/['"`]__PRECACHE__['"`]/, () =>
    JSON.stringify(JSON.stringify({ version, build: hash.digest('hex').slice(0, 16), paths })),
  );
  if (filled === text) throw new Error('service-worker.js has no place for the list of files');
  writeFileSync(file, filled);
}
