// Makes the genotype files of five people or families whom a report has to serve, from the synthetic samples of the page.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { samples } from '../../www/build/paths.mjs';

const family = ['mother', 'father', 'daughter', 'son'].map((who) => join(samples, `sample-${who}.txt.gz`));

/** Lines of a sample file: what stands above, and [id, chromosome, position, genotype] of each marker. */
function read(path) {
  const lines = gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');
  const first = lines.findIndex((line) => !line.startsWith('#'));
  return { head: lines.slice(0, first), markers: lines.slice(first).map((line) => line.split('\t')) };
}

function writeMarkers(path, { head, markers }) {
  writeFileSync(path, `${[...head, ...markers.map((cells) => cells.join('\t'))].join('\n')}\n`);
  return path;
}

/** The letters that members of the family have at each site of the ancestry panel, by its id, in alphabetical order. */
function lettersOf(files) {
  const letters = new Map();
  for (const { markers } of files)
    for (const [id = '', , , genotype = ''] of markers) letters.set(id, `${letters.get(id) ?? ''}${genotype}`);
  return new Map([...letters].map(([id, all]) => [id, [...new Set(all.replaceAll(/[^ACGT]/g, ''))].sort()]));
}

/**
 * A whole genome's VCF with a record for every site of the sample person. What REF is nobody knows here: where both letters are
 * known the record names both, and sites of the ancestry panel of which one is known alone are left out.
 */
function wholeGenome(path) {
  const person = read(join(samples, 'sample-person.txt.gz'));
  const letters = lettersOf([person, ...family.map(read)]);
  const ofPanel = new Set(read(family[0]).markers.map(([id]) => id));
  const names = [...Array(22).keys()].map((at) => String(at + 1));
  const records = person.markers
    .filter(([, chromosome, , genotype = '']) => names.includes(chromosome) && /^[ACGT]{2}$/.test(genotype))
    .flatMap(([id, chromosome, position, genotype = '']) => {
      const known = letters.get(id) ?? [];
      const [ref = '', alt = '.'] = known;
      if (known.length > 2 || (known.length < 2 && ofPanel.has(id))) return [];
      const calls = [...genotype]
        .map((letter) => (letter === ref ? 0 : 1))
        .sort()
        .join('/');
      return [[chromosome, position, id, ref, alt, '.', 'PASS', '.', 'GT:DP:GQ', `${calls}:34:99`].join('\t')];
    });
  const head = [
    '##fileformat=VCFv4.2',
    '##reference=GRCh37',
    ...names.map((name) => `##contig=<ID=${name},assembly=GRCh37>`),
    '##FILTER=<ID=PASS,Description="All filters passed">',
    ...['GT,Number=1,Type=String', 'DP,Number=1,Type=Integer', 'GQ,Number=1,Type=Integer'].map(
      (field) => `##FORMAT=<ID=${field},Description="${field.slice(0, 2)}">`,
    ),
    ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT', 'WGS-0421'].join('\t'),
  ];
  writeFileSync(path, `${[...head, ...records].join('\n')}\n`);
  return path;
}

/** Somebody like nobody: at each site two equal copies of one of the letters that the family has, by no group's frequencies. */
function outsider(path) {
  const files = family.map(read);
  const letters = lettersOf(files);
  const [{ head, markers }] = files;
  let state = 7;
  const next = () => {
    // A generator of Park and Miller: the same file each time.
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const drawn = markers.map(([id, chromosome, position, genotype]) => {
    const known = letters.get(id) ?? [];
    const letter = known[Math.floor(next() * known.length)];
    return [id, chromosome, position, genotype.length === 2 && letter ? letter.repeat(2) : genotype];
  });
  return writeMarkers(path, { head, markers: drawn });
}

/** Every fifth marker of a member of the family. */
function fifth(path) {
  const { head, markers } = read(family[0]);
  return writeMarkers(path, { head, markers: markers.filter((_, at) => at % 5 === 0) });
}

/** name → genotype files, written into the folder where they are not samples themselves. */
export const namedCases = {
  consumer: () => [join(samples, 'sample-person.txt.gz')],
  'whole-genome': (folder) => [wholeGenome(join(folder, 'WGS-0421.vcf'))],
  family: () => family,
  outside: (folder) => [outsider(join(folder, 'Kit-7731.txt'))],
  'one-fifth': (folder) => [fifth(join(folder, 'Kit-2208.txt'))],
};
