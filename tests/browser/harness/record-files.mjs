// Makes small files of records whose sums can be worked out by hand: a genome's variants, a gVCF, a study, and a long one.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Sites that the files list, 1000 bases apart on chromosome 1, and those that only the scores ask for. */
export const sites = 30;
export const notListed = 10;

const header = (samples, extra = []) =>
  [
    '##fileformat=VCFv4.2',
    ...extra,
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT', ...samples].join('\t'),
  ].join('\n');
const build = '##reference=GRCh37';

const record = (position, calls, { chromosome = 1, alt = 'C', info = '.', filter = 'PASS' } = {}) =>
  [chromosome, position, '.', 'A', alt, '.', filter, info, 'GT', ...calls].join('\t');
const numbers = (count) => Array.from({ length: count }, (_, at) => at + 1);

/** One person, REF nowhere: 15 sites with one copy of REF and 15 with none. */
export const variantsOnly = () =>
  `${[header(['Ada'], [build]), ...numbers(sites).map((site) => record(site * 1000, [site % 2 ? '0/1' : '1/1'], { filter: site === 1 ? 'q10' : 'PASS' }))].join('\n')}\n`;

/** The same person with a stretch of REF over what the other file does not list. */
export const withBlocks = () =>
  `${[
    header(['Ada'], [build, '##INFO=<ID=END,Number=1,Type=Integer,Description="End">']),
    ...numbers(sites).map((site) => record(site * 1000, [site % 2 ? '0/1' : '1/1'], { alt: 'C,<NON_REF>' })),
    record(sites * 1000 + 1, ['0/0'], { alt: '<NON_REF>', info: `END=${(sites + notListed) * 1000}` }),
  ].join('\n')}\n`;

/** Names as of a study: P0001 and so on. */
export const sampleName = (place) => `P${String(place + 1).padStart(4, '0')}`;

/** Copies of REF that a sample of a study has at a site, from 1. */
export const copies = (sample, site) => (sample * 7 + site * site) % 3;

/** @param {{ samples: number, told?: boolean }} study told: whether the header names the build */
export const study = ({ samples, told = true }) => {
  const people = Array.from({ length: samples }, (_, place) => place);
  const calls = ['1|1', '0|1', '0|0'];
  const lines = numbers(sites).map((site) =>
    record(
      site * 1000,
      people.map((sample) => calls[copies(sample, site)]),
    ),
  );
  return `${[header(people.map(sampleName), told ? [build] : []), ...lines].join('\n')}\n`;
};

/** Each row counts copies of REF; the weight is `weight`, and one more at each site for scores that are not `flat`. */
export const score = (id, { trait = id, weight = 1, flat = true } = {}) =>
  `${[
    '#format_version=2.0',
    `#pgs_id=${id}`,
    `#trait_reported=${trait}`,
    '#genome_build=GRCh37',
    'chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight',
    ...numbers(sites + notListed).map((site) => `1\t${site * 1000}\tA\tC\t${flat ? weight : weight + site}`),
  ].join('\n')}\n`;

/** Some seconds of reading: one chromosome's records over and over, as the members of one gzip file. */
export function longVcf(members, samples = ['Long']) {
  const calls = samples.map(() => '0/1');
  const lines = Array.from({ length: 20_000 }, (_, at) => record(1000 + at * 11, calls, { chromosome: 2 }));
  const member = gzipSync(`${lines.join('\n')}\n`);
  const start = gzipSync(`${header(samples, [build])}\n`);
  return Buffer.concat([start, ...Array.from({ length: members }, () => member)]);
}

/** A folder of such files. */
export function recordFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'tallele-records-'));
  return {
    /** @param {string} name @param {string | Buffer} content */
    write(name, content) {
      mkdirSync(folder, { recursive: true });
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
