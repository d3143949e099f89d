// Holds the file doctor to saying of each kind of file what that kind has, and nothing that it has not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GenotypeFile } from '../../www/shared/report.ts';
import { allFacts, mainFacts } from '../../www/ui/file-facts.ts';
import { genotypeFile } from './fixtures/genotype-file.ts';

const records = { format: 'vcf', vendor: 'VCF', wrapping: ['gzip'], member: null, chip_guess: null } as const;
const study: Partial<GenotypeFile> = {
  ...records,
  format: 'plink1',
  vendor: 'PLINK 1',
  wrapping: [],
  files: ['study.bed', 'study.bim', 'study.fam'],
  sample: '2504 samples',
  samples: 2504,
  sample_names: ['HG00096', 'HG00097', 'HG00099', 'HG00100', 'HG00101'],
  sexes: { female: 1271, male: 1233, unknown: 0 },
  call_rate: 0,
  called: 0,
};

const facts = (change: Partial<GenotypeFile> = {}): Map<string, string> =>
  new Map(allFacts(genotypeFile(change)).map(({ name, value }) => [name, value]));
const reasons = (change: Partial<GenotypeFile>): readonly string[] =>
  allFacts(genotypeFile(change)).find(({ name }) => name === 'Build')?.reasons ?? [];

test('a consumer file speaks of markers and a chip', () => {
  const said = facts();
  assert.match(said.get('Markers read') ?? '', /markers$/);
  for (const name of ['Chip, by guess', 'Markers listed twice', 'Sample']) assert.ok(said.has(name), name);
  for (const name of ['Failed a filter', 'Places listed', 'Files of this set']) assert.ok(!said.has(name), name);
});

test('a set of many samples names the first five and counts the rest, and has no share of calls', () => {
  const said = facts(study);
  assert.equal(said.get('Samples'), '2504: HG00096, HG00097, HG00099, HG00100, HG00101 and 2499 more');
  assert.equal(said.get('Files of this set'), 'study.bed, study.bim, study.fam');
  assert.equal(said.get('Packed as'), 'not packed');
  assert.equal(said.get('Sex chromosomes'), '1271 with two X, 1233 with one X and one Y');
  assert.ok(![...said].some(([name, value]) => /read/.test(name) || /0%/.test(value)), JSON.stringify([...said]));
  assert.deepEqual(
    mainFacts(genotypeFile(study)).map(([name]) => name),
    ['Looks like', 'Build', 'Samples', 'Places listed'],
  );
});

test('a file of records says how it tells where nothing differs', () => {
  const of = (change: Partial<GenotypeFile>): string =>
    facts({ ...records, ...change }).get('Places like the reference') ?? '';
  assert.match(of({ variants_only: true }), /^Not listed/);
  assert.match(of({ variants_only: false, reference_blocks: 1 }), /^1 stretch where/);
  assert.match(of({ variants_only: false, reference_blocks: 2 }), /^2 stretches where/);
  assert.match(of({ variants_only: false }), /^Listed one by one/);
  assert.match(facts({ ...records, filtered: 7 }).get('Failed a filter') ?? '', /^7 records .* count unless/);
});

test('the evidence of the build is what there is of it', () => {
  const none = { GRCh36: 0, GRCh37: 0, GRCh38: 0 };
  const told = { build_evidence: { markers: none, header: null }, build: 'GRCh38' } as const;
  assert.match(reasons(told).join(' '), /GRCh38 was chosen/);
  const byFit = { code: 'build-by-fit', count: 1, severity: 'note', text: 'The scores tell it.' } as const;
  assert.doesNotMatch(reasons({ ...told, findings: [byFit] }).join(' '), /chosen/);
  assert.doesNotMatch(
    reasons({ build_evidence: { markers: none, header: 'GRCh38' }, build: 'GRCh38' }).join(' '),
    /chosen|outrank/,
  );
  const header = { build_evidence: { markers: { ...none, GRCh37: 9 }, header: 'GRCh38' }, build: 'GRCh37' } as const;
  assert.match(reasons(header).join(' '), /9 of 9 markers .* GRCh37 .*The header says GRCh38\..*outrank/s);
});
