// Serves folders on loopback: ranges, entity tags, the media types we have; with whatever headers it is told to send.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const mediaTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.gz': 'application/gzip',
};

const tags = new Map();
/** Strong, from the bytes; kept by path, size and time. */
function tagOf(path, { size, mtimeMs }) {
  const key = `${path} ${size} ${mtimeMs}`;
  if (!tags.has(key)) tags.set(key, `"${createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 32)}"`);
  return tags.get(key);
}

/** First and last byte of a `Range: bytes=` header with one range; null for none, false for one out of bounds. */
function rangeOf(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const first = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const last = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  return first <= last && first < size ? { first, last } : false;
}

function answer(request, response, find) {
  const path = find(new URL(request.url ?? '/', 'http://localhost'));
  if (!path || !existsSync(path) || statSync(path).isDirectory()) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found.\n');
    return;
  }
  const stat = statSync(path);
  const tag = tagOf(path, stat);
  response.setHeader('Content-Type', mediaTypes[extname(path)] ?? 'application/octet-stream');
  response.setHeader('ETag', tag);
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Cache-Control', 'no-cache');
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304).end();
    return;
  }
  const ifRange = request.headers['if-range'];
  const range = ifRange && ifRange !== tag ? null : rangeOf(request.headers.range, stat.size);
  if (range === false) {
    response.writeHead(416, { 'Content-Range': `bytes */${stat.size}` }).end();
    return;
  }
  const { first, last } = range ?? { first: 0, last: stat.size - 1 };
  response.setHeader('Content-Length', last - first + 1);
  if (range) response.setHeader('Content-Range', `bytes ${first}-${last}/${stat.size}`);
  response.writeHead(range ? 206 : 200);
  if (request.method === 'HEAD' || stat.size === 0) response.end();
  else createReadStream(path, { start: first, end: last }).pipe(response);
}

/** The file of `dir` that a path names; null outside of it. @param {string} dir @param {string} pathname */
export function fileIn(dir, pathname) {
  const inside = normalize(decodeURIComponent(pathname)).replaceAll('\\', '/');
  if (inside.includes('../') || inside.includes('\0')) return null;
  return join(dir, inside.endsWith('/') ? `${inside}index.html` : inside);
}

/**
 * @param {{ find: (url: URL) => string | null, headers?: Record<string, string>, port?: number,
 *   before?: (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean }} options
 *   before: may answer by itself, and then says true.
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export function serveFiles({ find, headers = {}, port = 0, before = () => false }) {
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    try {
      if (before(request, response)) return;
      if (request.method === 'GET' || request.method === 'HEAD') answer(request, response, find);
      else response.writeHead(405).end();
    } catch (error) {
      if (!response.headersSent) response.writeHead(400);
      response.end(`${error instanceof URIError ? 'The address cannot be read.' : 'The file cannot be read.'}\n`);
    }
  });
  return new Promise((done, fail) => {
    server.on('error', fail);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const close = () =>
        new Promise((closed) => {
          server.close(closed);
          server.closeAllConnections();
        });
      done({ url: `http://127.0.0.1:${address.port}/`, close });
    });
  });
}
