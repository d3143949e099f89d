// Measures files of records natively: the command line, bgzip alone and PLINK 2, each from its start to its end.
import { closeSync, linkSync, openSync, readFileSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { native } from '../../www/build/native.mjs';
import { root } from '../../www/build/paths.mjs';
import { run } from '../../www/build/run.mjs';
import { timesOf } from './native.mjs';

const quietly = { capture: true };

/** What a program prints is thrown away as a shell would. */
function runToNothing(program, args) {
  const nothing = openSync(process.platform === 'win32' ? 'NUL' : '/dev/null', 'w');
  return new Promise((done, fail) => {
    const child = spawn(program, args, { stdio: ['ignore', nothing, 'inherit'] });
    child.on('error', fail);
    child.on('close', (code) => (code === 0 ? done() : fail(new Error(`${program} ended with ${code}`))));
  }).finally(() => closeSync(nothing));
}

/** The sums that a report has, in sample order. */
const sumsOf = (printed) => JSON.parse(printed).samples.map(({ scores }) => scores[0].observed_sum);

/** Milliseconds of each run of `tallele score`, and the sums. Every row counts, as PLINK counts them. */
async function tallele(program, files, score, runs, args = []) {
  const asPlink = ['--palindromes', 'keep', '--duplicates', 'sum', '--json'];
  let printed = '';
  const times = await timesOf(runs, async () => {
    printed = await run(program, ['score', '--genotypes', ...files, '--scores', score, ...asPlink, ...args], quietly);
  });
  return { times, sums: sumsOf(printed) };
}

/** The same of PLINK 2; sums are those it prints, which have six digits. */
async function plink(inputs, genotypes, score, runs, args = []) {
  const out = inputs.at('plink-out');
  const asked = ['--score', score, '1', '4', '6', 'header', 'ignore-dup-ids', 'no-mean-imputation', 'cols=+scoresums'];
  const times = await timesOf(runs, () => run('plink2', [...genotypes, ...asked, ...args, '--out', out], quietly));
  const [head, ...lines] = readFileSync(`${out}.sscore`, 'utf8').trim().split('\n');
  const column = head.split('\t').indexOf('SCORE1_SUM');
  for (const ending of ['sscore', 'log']) rmSync(`${out}.${ending}`, { force: true });
  return { times, sums: lines.map((line) => Number(line.split('\t')[column])) };
}

/** How far PLINK's sums are off, as a share of the largest. */
function difference(ours, theirs) {
  if (ours.length !== theirs.length) throw new Error('PLINK scored other people');
  const largest = Math.max(...ours.map(Math.abs));
  return Math.max(...ours.map((sum, at) => Math.abs(sum - theirs[at]))) / largest;
}

/** The genome: reading, inflating alone, and by PLINK, on one thread and on two. */
async function genome(inputs, program, runs) {
  const { at, programs } = inputs;
  const file = at('wgs.vcf.gz');
  const one = await tallele(program, [file], at('wgs-score.txt'), runs, ['--threads', '1']);
  const two = await tallele(program, [file], at('wgs-score.txt'), runs, ['--threads', '2']);
  const bgzip = (...args) => timesOf(runs, () => runToNothing('bgzip', ['-dc', ...args, file]));
  const byPlink = (threads) =>
    plink(inputs, ['--vcf', file], at('wgs-score-for-plink.txt'), runs, ['--threads', threads]);
  const [plinkOne, plinkTwo] = programs.plink2 ? [await byPlink('1'), await byPlink('2')] : [null, null];
  return {
    one_thread_ms: one.times,
    two_threads_ms: two.times,
    bgzip_one_thread_ms: programs.bgzip ? await bgzip() : null,
    bgzip_two_threads_ms: programs.bgzip ? await bgzip('-@2') : null,
    plink_one_thread_ms: plinkOne?.times ?? null,
    plink_two_threads_ms: plinkTwo?.times ?? null,
    plink_difference: plinkOne && difference(one.sums, plinkOne.sums),
  };
}

/** A score of few rows on the genome, without its index and with it. */
async function small(inputs, program, runs) {
  const { at, programs } = inputs;
  const [file, bare, score] = [at('wgs.vcf.gz'), at('wgs-without-index.vcf.gz'), at('wgs-small.txt')];
  // An index beside the file is found by itself.
  rmSync(bare, { force: true });
  linkSync(file, bare);
  const without = await tallele(program, [bare], score, runs);
  const indexed = programs.tabix ? await tallele(program, [file, `${file}.tbi`], score, runs) : null;
  if (indexed && indexed.sums[0] !== without.sums[0]) throw new Error('the index changes a sum');
  return { without_ms: without.times, indexed_ms: indexed?.times ?? null };
}

const files = {
  bcf: { ours: ['bcf'], theirs: '--bcf' },
  bed: { ours: ['bed', 'bim', 'fam'], theirs: '--bfile' },
  pgen: { ours: ['pgen', 'pvar', 'psam'], theirs: '--pfile' },
};

/** People in one format, by Tallele and by PLINK, on all cores. */
async function people(inputs, program, runs, name, format) {
  const { at, programs } = inputs;
  const { ours, theirs } = files[format];
  const own = await tallele(
    program,
    ours.map((ending) => at(`${name}.${ending}`)),
    at(`${name}-score.txt`),
    runs,
  );
  // PLINK 2 alpha 3.5 takes the HapMap BCF's calls for missing, and so reads it as VCF.
  const asVcf = name === 'hapmap' && format === 'bcf';
  const [option, file] = asVcf ? ['--vcf', `${name}.vcf.gz`] : [theirs, format === 'bcf' ? `${name}.bcf` : name];
  const score = at(`${name}-score-for-plink.txt`);
  const their = programs.plink2 ? await plink(inputs, [option, at(file)], score, runs) : null;
  return {
    name,
    format,
    plink_reads: asVcf ? 'vcf' : format,
    genotype_bytes: inputs.bytes(`${name}.${format}`),
    people: own.sums.length,
    tallele_ms: own.times,
    plink_ms: their?.times ?? null,
    plink_difference: their && difference(own.sums, their.sums),
    sums: own.sums,
  };
}

/** Median milliseconds of each part of a run, from memory, on all cores. */
async function phases(runs, threads, score, names) {
  await run('cargo', ['build', '--quiet', '--locked', '--release', '--features', 'cli', '--example', 'record-phases']);
  const ending = process.platform === 'win32' ? '.exe' : '';
  const program = join(root, 'target/release/examples', `record-phases${ending}`);
  const printed = await run(program, [threads, runs, score, ...names].map(String), quietly);
  const lines = printed.trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => line.split(' ')).map(([name, median]) => [`${name}_ms`, Number(median)]),
  );
}

export async function measureRecords(inputs, runs) {
  const program = await native('release');
  const { at } = inputs;
  const cohorts = [];
  for (const name of [...(inputs.hapmap ? ['hapmap'] : []), ...(inputs.formats ? ['sixty'] : [])]) {
    const measured = [];
    for (const format of Object.keys(files)) measured.push(await people(inputs, program, runs, name, format));
    // Speed is worth nothing where the sums differ.
    const sums = new Set(measured.map((of) => JSON.stringify(of.sums)));
    if (sums.size !== 1) throw new Error(`${name}: one score gave ${sums.size} sums`);
    cohorts.push(...measured);
  }
  for (const name of ['many', 'biobank']) cohorts.push(await people(inputs, program, runs, name, 'bed'));
  const of = (name) => ['bed', 'bim', 'fam'].map((ending) => at(`${name}.${ending}`));
  return {
    genome: await genome(inputs, program, runs),
    small: await small(inputs, program, runs),
    cohorts: cohorts.map(({ sums: _, ...rest }) => rest),
    phases: {
      genome: await phases(runs, 1, at('wgs-score.txt'), [at('wgs.vcf.gz')]),
      genome_two_threads: await phases(runs, 2, at('wgs-score.txt'), [at('wgs.vcf.gz')]),
      many_bed: await phases(runs, 1, at('many-score.txt'), of('many')),
      biobank_bed: await phases(runs, 1, at('biobank-score.txt'), of('biobank')),
      biobank_bed_two_threads: await phases(runs, 2, at('biobank-score.txt'), of('biobank')),
      sixty_bed: inputs.formats ? await phases(runs, 1, at('sixty-score.txt'), of('sixty')) : null,
    },
  };
}
