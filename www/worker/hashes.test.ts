// Holds the browser's hashes to published ones.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hashes } from './hashes.ts';

test('hashes are there once settled, as FIPS 180-2 has them', async () => {
  const hashes = new Hashes();
  const known = hashes.begin(new Blob(['abc']));
  const empty = hashes.begin(new Blob([]));
  assert.equal(known.sha256, null);
  await hashes.settled();
  assert.equal(known.sha256, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  assert.equal(empty.sha256, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('a file that cannot be read, or is long, is left to the engine', async () => {
  const hashes = new Hashes();
  const unreadable = hashes.begin({ size: 3, arrayBuffer: () => Promise.reject(new Error('gone')) } as Blob);
  const long = hashes.begin({ size: 2 ** 31, arrayBuffer: () => assert.fail('read whole') } as unknown as Blob);
  await hashes.settled();
  assert.deepEqual([unreadable.sha256, long.sha256], [null, null]);
});
