// Writes beside the built page what a host has to send with it: a page for people, a file for hosts that read `_headers`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { headers } from './policy.mjs';

/** @param {string} dir @param {string} hostsFile */
export function writeDeployment(dir, hostsFile) {
  const sent = Object.entries(headers(JSON.parse(readFileSync(hostsFile, 'utf8'))));
  writeFileSync(join(dir, '_headers'), `/*\n${sent.map(([name, value]) => `  ${name}: ${value}\n`).join('')}`);
  writeFileSync(
    join(dir, 'HEADERS.md'),
    `# Headers to send with these files

Any static host will do, at any path, over HTTPS. Send these with every file:

\`\`\`
${sent.map(([name, value]) => `${name}: ${value}`).join('\n')}
\`\`\`

- \`Content-Security-Policy\`: the page carries the same policy in its head, so it holds on hosts that send no headers; only
  \`frame-ancestors\` needs the header. Hosts that the page may read from are set before the build, in \`www/net/hosts.json\`.
- A page that is run commercially declares it before the build, with \`"commercial": true\` in \`www/net/deployment.json\` or in
  the file that \`TALLELE_DEPLOYMENT\` names: scores whose licence bars commercial use are then refused.
- \`Cross-Origin-Opener-Policy\` and \`Cross-Origin-Embedder-Policy\`: without these two the page works with one thread.
- \`.wasm\` files go as \`application/wasm\`; \`.gz\` files as they are, without \`Content-Encoding\`.
- Files under \`assets/\` have their hash in the name: \`Cache-Control: public, max-age=31536000, immutable\`. For \`index.html\`
  and \`service-worker.js\`: \`Cache-Control: no-cache\`.

\`_headers\` says the same to hosts that read such a file (Netlify, Cloudflare Pages). For nginx, one \`add_header\` line each,
with \`always\`; for Apache, \`Header always set\`.
`,
  );
}
