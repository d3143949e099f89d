// The built page, driven through its own file inputs, saves the bytes that the native command line prints.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { native } from '../../www/build/native.mjs';
import { root } from '../../www/build/paths.mjs';
import { absent, data } from './harness/data.mjs';
import { browsers } from './harness/with-browser.mjs';

const person = 'consumer/derived_from_HapMap2_CEU/hapmap2_Sample59_23andme_style.txt.gz';
const scores = ['PGS000001_hmPOS_GRCh37.txt.gz', 'PGS000802_hmPOS_GRCh37.txt'].map(
  (name) => `scores/PGScatalog_pygscatalog/${name}`,
);
const skip = absent(person, ...scores);

const runs = {
  'the usual options': ['--genotypes', data(person), '--scores', ...scores.map(data)],
  'other options': [
    '--genotypes',
    data(person),
    '--scores',
    data(scores[0]),
    '--rules',
    'pgsc_calc_2',
    '--male-x',
    '2',
  ],
  'a scoring file as genotypes': ['--genotypes', data(scores[0]), '--scores', data(scores[0])],
};

function printed(program, args) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status, stdout, stderr };
}
const inBrowser = (args) =>
  printed(process.execPath, [join(root, 'www/build/in-browser.mjs'), 'score', ...args, '--json']);

for (const [name, args] of Object.entries(runs)) {
  test(`${name}: native, and each browser with one thread and two`, { skip }, async () => {
    const expected = printed(await native(), ['score', ...args, '--json']);
    assert.notEqual(expected.stdout, '', expected.stderr);
    for (const browser of browsers) {
      for (const threads of ['1', '2']) {
        const found = inBrowser([...args, '--browser', browser, '--threads', threads]);
        const how = `${browser}, ${threads} threads: ${found.stderr}`;
        assert.equal(found.stdout, expected.stdout, how);
        assert.equal(found.status === 0, expected.status === 0, how);
      }
    }
  });
}
