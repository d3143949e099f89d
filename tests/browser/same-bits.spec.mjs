// The built page, driven through its own file inputs, saves the bytes that the native command line prints.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { native } from '../../www/build/native.mjs';
import { root, samples } from '../../www/build/paths.mjs';
import { absent, data } from './harness/data.mjs';
import { browsers } from './harness/with-browser.mjs';

const people = ['hapmap2_Sample59_23andme_style.txt.gz', 'hapmap2_Sample01_myheritage_style.csv.gz'].map(
  (name) => `consumer/derived_from_HapMap2_CEU/${name}`,
);
const scores = ['PGS000001_hmPOS_GRCh37.txt.gz', 'PGS000802_hmPOS_GRCh37.txt'].map(
  (name) => `scores/PGScatalog_pygscatalog/${name}`,
);
/** One genome's variants on chromosome 20, and 60 people. */
const genome = 'consumer/ClawBio_ClawBio/chr20_snps_indels.vcf.gz';
const cohort = 'genotypes/imputationserver2/hapmap_r22.chr20.CEU.hg19.recode.bcf';
/** 2504 people. */
const set = ['bed', 'bim', 'fam'].map((ending) => `genotypes/PGScatalog_pgsc_calc/cineca_synthetic_subset.${ending}`);
const setScore = 'scores/PGScatalog_pgsc_calc/PGS001229_22.txt';
const skip = absent(...people, ...scores, genome, cohort, ...set, setScore);
const each = browsers.flatMap((browser) => ['1', '2'].map((threads) => [browser, threads]));
const oneEach = browsers.map((browser) => [browser, '1']);

const ofOne = ['--genotypes', data(people[0]), '--scores', data(scores[0])];
/** name → arguments, browsers with their threads, and whether the audit is compared as well. */
const runs = {
  'two people and two scores': [['--genotypes', ...people.map(data), '--scores', ...scores.map(data)], each],
  'other options, and the audit': [[...ofOne, '--rules', 'pgsc_calc_2', '--male-x', '2'], oneEach, true],
  'a scoring file as genotypes': [['--genotypes', data(scores[0]), '--scores', data(scores[0])], oneEach],
  'a genome’s variants': [
    ['--genotypes', data(genome), '--scores', data(scores[0]), '--absent', 'hom-ref', '--pass-only'],
    oneEach,
    true,
  ],
  'many samples': [['--genotypes', data(cohort), '--scores', ...scores.map(data)], each],
  'a PLINK set': [['--genotypes', ...set.map(data), '--scores', data(setScore)], oneEach],
  'where a person stands': [
    [
      '--genotypes',
      ...['person', 'mother', 'son'].map((who) => join(samples, `sample-${who}.txt.gz`)),
      '--scores',
      ...['SAMPLE06.tpack', 'SAMPLE07.tpack', 'SAMPLE01.txt.gz'].map((name) => join(samples, name)),
      '--reference',
    ],
    each,
  ],
  'an option that is none': [[...ofOne, '--palindromes', 'maybe'], oneEach],
};

function printed(program, args) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status, stdout, stderr };
}

for (const [name, [args, places, withAudit = false]] of Object.entries(runs)) {
  test(`${name}: native and ${places.map(([browser, threads]) => `${browser} ${threads}`).join(', ')}`, {
    skip,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tallele-'));
    const run = (program, before, after, audit) => {
      const file = join(folder, audit);
      const found = printed(program, [
        ...before,
        'score',
        ...args,
        ...(withAudit ? ['--audit', file] : []),
        '--json',
        ...after,
      ]);
      return { ...found, audit: withAudit && existsSync(file) ? readFileSync(file, 'utf8') : null };
    };
    try {
      const expected = run(await native(), [], [], 'native.csv');
      assert.notEqual(expected.stdout, '', expected.stderr);
      assert.equal(expected.audit !== null, withAudit);
      for (const [browser, threads] of places) {
        const options = ['--browser', browser, '--threads', threads];
        const found = run(process.execPath, [join(root, 'www/build/in-browser.mjs')], options, `${browser}.csv`);
        const how = `${browser}, ${threads} threads: ${found.stderr}`;
        assert.equal(found.stdout, expected.stdout, how);
        assert.equal(found.status === 0, expected.status === 0, how);
        assert.equal(found.audit, expected.audit, how);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
