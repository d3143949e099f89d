// Holds the download to giving what has arrived, whatever the browser's storage says.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { download } from './download.ts';
import { hosts } from './hosts.ts';
import { Ledger } from './ledger.ts';

const url = `${hosts.files}/PGS000001/file.txt`;
const before = { caches: globalThis.caches, fetch: globalThis.fetch };

afterEach(() => {
  Object.defineProperty(globalThis, 'caches', { value: before.caches, configurable: true, writable: true });
  globalThis.fetch = before.fetch;
});

/** A Cache Storage that holds everything, or fails when it puts. */
function storage(put?: () => Promise<void>) {
  const kept = new Map<string, Response>();
  const cache = {
    match: async (key: string) => kept.get(key)?.clone(),
    put: put ?? (async (key: string, response: Response) => void kept.set(key, response)),
    delete: async (key: string) => kept.delete(key),
    keys: async () => [...kept.keys()].map((key) => ({ url: key })),
  };
  return { kept, caches: { open: async () => cache } };
}

function around(caches: unknown, answer: (range: string | null) => Response): void {
  Object.defineProperty(globalThis, 'caches', { value: caches, configurable: true, writable: true });
  globalThis.fetch = async (_, init) => answer(new Headers(init?.headers).get('Range'));
}

const whole = (body: string, headers: Record<string, string> = {}) =>
  new Response(body, { headers: { 'Content-Length': String(body.length), ...headers } });

const storages = {
  'no storage': undefined,
  'storage that is refused': { open: () => Promise.reject(new DOMException('private window', 'SecurityError')) },
  'a full disk': storage(() => Promise.reject(new DOMException('full', 'QuotaExceededError'))).caches,
};

for (const [name, caches] of Object.entries(storages)) {
  test(`${name}: the file arrives all the same`, async () => {
    around(caches, () => whole('weights', { 'Last-Modified': 'today' }));
    const { blob, from, verified } = await download({ url, purpose: 'scoring-file', ledger: new Ledger() });
    assert.deepEqual([await blob.text(), from, verified], ['weights', 'network', 'length']);
  });
}

/** Sends four bytes and stops; then serves whatever is asked for. */
function interrupted(stamp: Record<string, string>, ranges: (string | null)[]) {
  return (range: string | null) => {
    ranges.push(range);
    if (range) {
      return new Response('hts', { status: 206, headers: { 'Content-Range': 'bytes 4-6/7', ...stamp } });
    }
    if (ranges.length > 1) return whole('weights', stamp);
    let sent = false;
    const body = new ReadableStream({
      pull(controller) {
        if (sent) controller.error(new TypeError('cut'));
        else controller.enqueue(new TextEncoder().encode('weig'));
        sent = true;
      },
    });
    return new Response(body, { headers: { 'Content-Length': '7', ...stamp } });
  };
}

test('an interrupted file goes on where it was if its date is the same, and starts anew if it has none', async () => {
  const rows = [
    { stamp: { 'Last-Modified': 'today' }, expected: [null, 'bytes=4-'] },
    { stamp: {}, expected: [null, null] },
  ];
  for (const { stamp, expected } of rows) {
    const ranges: (string | null)[] = [];
    around(storage().caches, interrupted(stamp as Record<string, string>, ranges));
    const { blob } = await download({ url, purpose: 'scoring-file', ledger: new Ledger() });
    assert.equal(await blob.text(), 'weights');
    assert.deepEqual(ranges, expected);
  }
});
