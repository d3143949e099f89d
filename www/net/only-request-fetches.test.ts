// Holds the page to one place that makes requests, and to none that could carry a body.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';

// Run from the top, as `npm test` does.
const www = join(process.cwd(), 'www');
const rooms = ['client', 'worker', 'net', 'charts', 'ui', 'embed', 'messages', 'shared', 'pwa'];

const sources = rooms.flatMap((room) =>
  readdirSync(www).includes(room)
    ? readdirSync(join(www, room), { recursive: true, encoding: 'utf8' }).map((name) => join(www, room, name))
    : [],
);
const scripts = sources.filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'));
const ways = /\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource|RTCPeerConnection|WebTransport|\.submit\(/;

test('only net/request.ts and the service worker call fetch', () => {
  assert.ok(scripts.length > 20, `${scripts.length} sources`);
  const callers = scripts.filter((path) => ways.test(readFileSync(path, 'utf8')));
  const names = callers.map((path) => relative(www, path).replaceAll('\\', '/'));
  assert.deepEqual(names.sort(), ['net/request.ts', 'pwa/service-worker.ts']);
});

test('no request has a body', () => {
  for (const name of ['net/request.ts', 'pwa/service-worker.ts']) {
    assert.doesNotMatch(readFileSync(join(www, name), 'utf8'), /\bbody:|method: '(POST|PUT|PATCH|DELETE)'/, name);
  }
});
