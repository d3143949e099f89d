// Makes the files of records that are measured: a genome, sixty people in each format, many people, and their scores.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, root } from '../../www/build/paths.mjs';
import { run } from '../../www/build/run.mjs';
import { say } from '../../www/build/say.mjs';
import { whenChanged } from '../../www/build/stamp.mjs';
import { has } from './native.mjs';

const folder = join(cache, 'bench-records');
const at = (name) => join(folder, name);
const hapmapFolder = join(root, '../shared/data/genotypes/imputationserver2');
const hapmapParts = ['chr1', 'chr20'].map((name) => join(hapmapFolder, `hapmap_r22.${name}.CEU.hg19.recode.bcf`));
const quietly = { capture: true };

const sources = [
  ...['make_records', 'record-inputs.mjs'].map((name) => `tests/bench/${name}`),
  'src/variants/build_markers.tsv',
];

/** PLINK takes no header lines but the columns' names. */
function writeForPlink(score) {
  const rows = readFileSync(at(`${score}.txt`), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'));
  writeFileSync(at(`${score}-for-plink.txt`), rows.join('\n'));
}

/** Every second variant of the HapMap people; weights that any run makes the same. */
function writeHapmapScore() {
  let state = 1;
  const weight = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return ((state / 2 ** 32 - 0.5) * 1e-3).toExponential(4);
  };
  const variants = readFileSync(at('hapmap.pvar'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .filter((_, row) => row % 2 === 0)
    .map((line) => line.split('\t'));
  const rows = variants.map(([chromosome, position, id, ref, alt], row) => {
    const alleles = row % 4 === 0 ? [ref, alt] : [alt, ref];
    return [id, chromosome, position, ...alleles, weight()].join('\t');
  });
  const head = `#pgs_id=hapmap-score\n#genome_build=GRCh37\n#variants_number=${rows.length}\n`;
  const columns = 'rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n';
  writeFileSync(at('hapmap-score.txt'), `${head}${columns}${rows.join('\n')}\n`);
}

/** PLINK 2 and PLINK 1 sets of a VCF. */
async function convert(name) {
  await run('plink2', ['--vcf', at(`${name}.vcf.gz`), '--make-pgen', '--out', at(name)], quietly);
  await run('plink2', ['--pfile', at(name), '--make-bed', '--out', at(name)], quietly);
}

/** Which of the programs are here; rows that need another say so. */
async function installed() {
  const programs = ['bgzip', 'tabix', 'bcftools', 'plink2'];
  const here = await Promise.all(programs.map(has));
  return Object.fromEntries(programs.map((program, place) => [program, here[place]]));
}

export async function makeRecordInputs() {
  const programs = await installed();
  for (const [program, here] of Object.entries(programs))
    if (!here) say(`${program} is not installed: rows that need it stay empty (tests/oracle/install-peers.sh)`);
  const formats = programs.plink2 && programs.bcftools;
  const hapmap = formats && hapmapParts.every(existsSync);
  const words = [JSON.stringify(programs), hapmap ? 'hapmap' : 'no hapmap'];
  const outputs = ['target/web/bench-records/biobank-score-for-plink.txt'];
  await whenChanged('bench-record-inputs', { inputs: [...sources, ...words], outputs }, async () => {
    say('making a genome of 4 million records, sixty people and many (minutes)');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await run('cargo', ['run', '--quiet', '--locked', '--release', '--example', 'make-records', folder]);
    if (programs.tabix) await run('tabix', ['-p', 'vcf', at('wgs.vcf.gz')]);
    if (formats) {
      await run('bcftools', ['view', '--no-version', '-Ob', '-o', at('sixty.bcf'), at('sixty.vcf.gz')]);
      await convert('sixty');
    }
    if (hapmap) {
      // PLINK 1 files have no sites of several ALTs.
      const concat = ['concat', '--no-version', '-Ou', '-o', at('both.bcf'), ...hapmapParts];
      await run('bcftools', concat, quietly);
      for (const [kind, name] of [
        ['-Ob', 'hapmap.bcf'],
        ['-Oz', 'hapmap.vcf.gz'],
      ])
        await run('bcftools', ['view', '--no-version', '-M2', kind, '-o', at(name), at('both.bcf')]);
      rmSync(at('both.bcf'));
      await convert('hapmap');
      writeHapmapScore();
    }
    for (const name of ['wgs', 'sixty', 'many', 'biobank', ...(hapmap ? ['hapmap'] : [])])
      writeForPlink(`${name}-score`);
  });
  return { at, programs, formats, hapmap, bytes: (name) => statSync(at(name)).size };
}
