// Holds the browser's hashes to published ones, and what is read whole to what is not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WholeFiles } from './whole-files.ts';

test('hashes are there once awaited, as FIPS 180-2 has them', async () => {
  const files = new WholeFiles();
  const abc = await files.read(new Blob(['abc']));
  const empty = await files.read(new Blob([]));
  assert.equal(new TextDecoder().decode(abc.bytes ?? undefined), 'abc');
  assert.equal(abc.sha256, null);
  await files.hashed();
  assert.equal(abc.sha256, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  assert.equal(empty.sha256, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('a file that cannot be read, or is long, is left to the engine', async () => {
  const files = new WholeFiles();
  const unreadable = await files.read({ size: 3, arrayBuffer: () => Promise.reject(new Error('gone')) } as Blob);
  const long = await files.read({ size: 2 ** 31, arrayBuffer: () => assert.fail('read whole') } as unknown as Blob);
  await files.hashed();
  for (const { bytes, sha256 } of [unreadable, long]) assert.deepEqual([bytes, sha256], [null, null]);
});
