// Serves www/dist on loopback with the headers a deployment should send. `--port N`, `--no-isolation`.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { dist } from './paths.mjs';
import { headers } from './policy.mjs';
import { say } from './say.mjs';
import { usualHosts } from './site.mjs';
import { fileIn, serveFiles } from './static-server.mjs';

/**
 * @param {{ dir?: string, port?: number, isolation?: boolean, hostsFile?: string,
 *   before?: Parameters<typeof serveFiles>[0]['before'] }} [options]
 */
export function serve({ dir = dist, port = 0, isolation = true, hostsFile = usualHosts, before } = {}) {
  const hosts = JSON.parse(readFileSync(hostsFile, 'utf8'));
  return serveFiles({ find: (url) => fileIn(dir, url.pathname), headers: headers(hosts, { isolation }), port, before });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '8080' }, 'no-isolation': { type: 'boolean', default: false } },
  });
  const { url } = await serve({ port: Number(values.port), isolation: !values['no-isolation'] });
  say(`serving www/dist on ${url}`);
}
