// Makes small files that belong together: one chromosome each as VCF with an index, PLINK and BGEN; tests of one person; a chain.
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

/** Sites on each chromosome, 1000 bases apart, and the samples of each set. */
export const sites = 12;
export const samples = ['Ada', 'Ben', 'Cleo'];

/** Copies of A, the effect allele, that a sample has at a site of a chromosome, from 1. */
export const copies = (sample, chromosome, site) => (sample * 5 + chromosome * 2 + site * site) % 3;

const each = Array.from({ length: sites }, (_, at) => at + 1);
const position = (site) => site * 1000;

/** What a sample scores on a set, whose rows count copies of A: the row of site n weighs n. */
export function sumOf(sample, chromosomes) {
  let sum = 0;
  for (const chromosome of chromosomes) for (const site of each) sum += copies(sample, chromosome, site) * site;
  return sum;
}

const numbers = (kind, bytes, values) => {
  const out = Buffer.alloc(values.length * bytes);
  for (const [at, value] of values.entries()) out[kind](value, at * bytes);
  return out;
};
const u16 = (...values) => numbers('writeUInt16LE', 2, values);
const u32 = (...values) => numbers('writeUInt32LE', 4, values);
const u64 = (...values) => numbers('writeBigUInt64LE', 8, values.map(BigInt));

/** One block of BGZF and the empty one at the end. Source: SAM specification, section 4.1. */
function bgzf(content) {
  const block = (bytes) => {
    const packed = deflateRawSync(bytes);
    const head = Buffer.from([31, 139, 8, 4, 0, 0, 0, 0, 0, 255, 6, 0, 66, 67, 2, 0]);
    return Buffer.concat([head, u16(packed.length + 25), packed, u32(crc32(bytes), bytes.length)]);
  };
  return Buffer.concat([block(Buffer.from(content)), block(Buffer.alloc(0))]);
}

/** A chromosome of the samples as VCF in BGZF, with the index that tabix would write. */
export function vcf(chromosome) {
  const calls = ['1/1', '0/1', '0/0'];
  const head = [
    '##fileformat=VCFv4.2',
    '##reference=GRCh37',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT', ...samples].join('\t'),
  ];
  const rows = each.map((site) =>
    [
      chromosome,
      position(site),
      '.',
      'A',
      'C',
      '.',
      'PASS',
      '.',
      'GT',
      ...samples.map((_, at) => calls[copies(at, chromosome, site)]),
    ].join('\t'),
  );
  const start = `${head.join('\n')}\n`.length;
  const text = `${[...head, ...rows].join('\n')}\n`;
  const file = bgzf(text);
  // All records are in the first block; the next one begins 28 bytes before the end. Bin 4681 holds the first 16384 bases.
  const chunk = [start, (file.length - 28) * 65536];
  const index = Buffer.concat([
    Buffer.from('TBI\x01', 'latin1'),
    u32(1, 2, 1, 2, 0, '#'.charCodeAt(0), 0, 2),
    Buffer.from(`${chromosome}\0`),
    u32(1, 4681, 1),
    u64(...chunk),
    u32(1),
    u64(start),
  ]);
  return { file, index: bgzf(index) };
}

/** A chromosome of the samples as PLINK's three files. */
export function plink(chromosome) {
  // Two bits a sample: 00 is twice the first allele, 10 once, 11 never.
  const codes = [3, 2, 0];
  const byte = (site) => samples.reduce((bits, _, at) => bits | (codes[copies(at, chromosome, site)] << (2 * at)), 0);
  return {
    bed: Buffer.from([0x6c, 0x1b, 1, ...each.map(byte)]),
    bim: `${each.map((site) => `${chromosome}\tv${chromosome}_${site}\t0\t${position(site)}\tA\tC`).join('\n')}\n`,
    fam: `${samples.map((name) => `${name}\t${name}\t0\t0\t2\t-9`).join('\n')}\n`,
  };
}

/** A chromosome of the samples as BGEN 1.2 without their names, 8 bits, not packed. */
export function bgen(chromosome) {
  const text = (words) => Buffer.concat([u16(words.length), Buffer.from(words)]);
  const letters = (words) => Buffer.concat([u32(words.length), Buffer.from(words)]);
  const variants = each.map((site) => {
    const probabilities = samples.flatMap(
      (_, at) =>
        [
          [0, 0],
          [0, 255],
          [255, 0],
        ][copies(at, chromosome, site)] ?? [],
    );
    const data = Buffer.concat([
      u32(samples.length),
      u16(2),
      Buffer.from([2, 2, ...samples.map(() => 2), 0, 8, ...probabilities]),
    ]);
    return Buffer.concat([
      text(''),
      text(`v${chromosome}_${site}`),
      text(String(chromosome)),
      u32(position(site)),
      u16(2),
      letters('A'),
      letters('C'),
      u32(data.length),
      data,
    ]);
  });
  return Buffer.concat([u32(20, 20, sites, samples.length), Buffer.from('bgen'), u32(2 << 2), ...variants]);
}

/** The samples of BGEN files. */
export const bgenSamples = () =>
  `ID_1 ID_2 missing sex\n0 0 0 D\n${samples.map((name) => `${name} ${name} 0 2\n`).join('')}`;

/** @param {string} id @param {{ chromosomes?: number[], build?: string, shift?: number }} [score] shift: added to the positions */
export const score = (id, { chromosomes = [1, 2], build = 'GRCh37', shift = 0 } = {}) =>
  `${[
    `#pgs_id=${id}`,
    `#genome_build=${build}`,
    'chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight',
    ...chromosomes.flatMap((chromosome) =>
      each.map((site) => `${chromosome}\t${position(site) + shift}\tA\tC\t${site}`),
    ),
  ].join('\n')}\n`;

/** From GRCh37 to GRCh38, 5000 bases on: not the truth, and told from it by the lengths of the chromosomes alone. */
export const shift = 5000;
export const chain = () => {
  const lengths = [
    [249250621, 248956422],
    [243199373, 242193529],
  ];
  const lines = lengths.map(
    ([from = 0, to = 0], at) =>
      `chain 1 chr${at + 1} ${from} + 0 100000 chr${at + 1} ${to} + ${shift} ${100000 + shift} ${at + 1}\n100000\n`,
  );
  return gzipSync(lines.join('\n'));
};

/** Markers of chromosome 1 that a test of a person reads. */
const markers = Array.from({ length: 4000 }, (_, at) => at + 1000);
const letters = ['AA', 'AG', 'GG'];
/** Two people have the same call at a third of the markers. */
const callOf = (person, marker) => letters[(marker * 7 + person * Math.floor(marker / 9)) % 3];

/**
 * A test of a person as 23andMe writes it. `which`: it reads the even or the odd markers, and every ninth; the even test has no
 * reading at every 50th, and the odd one contradicts it at every 450th from 459.
 */
export function consumerTest(which, person = 0) {
  const rows = markers
    .filter((marker) => marker % 2 === which || marker % 9 === 0)
    .map((marker) => {
      const contradicts = which === 1 && marker % 450 === 9;
      const call =
        which === 0 && marker % 50 === 0 ? '--' : contradicts ? letters[(marker * 7 + 1) % 3] : callOf(person, marker);
      return `rs${marker}\t1\t${marker}\t${call}`;
    });
  const head = '# This data file generated by 23andMe\n# We are using reference human assembly build 37\n';
  return `${head}# rsid\tchromosome\tposition\tgenotype\n${rows.join('\n')}\n`;
}

/** What merging the two tests of one person shows of the second. */
export function agreementOfTests() {
  const both = markers.filter((marker) => marker % 9 === 0);
  const filled = both.filter((marker) => marker % 50 === 0);
  const conflicting = both.filter((marker) => marker % 450 === 9);
  return {
    shared: both.length - filled.length,
    agreeing: both.length - filled.length - conflicting.length,
    conflicting: conflicting.length,
    filled: filled.length,
    added: markers.filter((marker) => marker % 2 === 1 && marker % 9 !== 0).length,
  };
}

export const scoreOfTests = () =>
  `${['#pgs_id=TESTS', '#genome_build=GRCh37', 'chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight', ...markers.map((marker) => `1\t${marker}\tA\tG\t1`)].join('\n')}\n`;

/** The sum of the merged tests: what is read in neither, or contradicted, is not counted. */
export function sumOfTests() {
  const read = markers.filter((marker) => marker % 450 !== 9 && !(marker % 50 === 0 && marker % 9 !== 0));
  return read.reduce((sum, marker) => sum + [2, 1, 0][letters.indexOf(callOf(0, marker))], 0);
}
