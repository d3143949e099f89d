// Turns what was measured of files of records into medians beside the aims, and into the second half of the table.
import { aim, median, medians, row, short } from './summary.mjs';

const middle = (times) => times && median(times);
const ratio = (above, below) => (above && below ? above / below : null);

/** @returns the record that is kept: every median, and each aim with what it came to. */
export function summariseRecords({ native, chromium }, inputs, runs) {
  const genome = Object.fromEntries(
    Object.entries(native.genome).map(([name, times]) => [name, Array.isArray(times) ? median(times) : times]),
  );
  const small = { without_ms: middle(native.small.without_ms), indexed_ms: middle(native.small.indexed_ms) };
  const inChromium = ({ page, inflate }) => ({ ...medians(page), ...medians(inflate) });
  const [single, threads] = [inChromium(chromium.single), inChromium(chromium.threads)];
  const cohorts = native.cohorts.map((of) => ({
    ...of,
    tallele_ms: median(of.tallele_ms),
    plink_ms: middle(of.plink_ms),
    genotypes_mb_s: of.genotype_bytes / 1e3 / median(of.tallele_ms),
  }));
  const biobank = cohorts.find(({ name }) => name === 'biobank');
  // Every variant counts.
  const bedRate = ({ score_ms }) => biobank.genotype_bytes / 1e3 / score_ms;
  const peak = Math.max(...[...chromium.single.page, ...chromium.threads.page].map(({ memory_mb }) => memory_mb));
  const streamed = ({ inflate_ms, open_ms, score_ms }) => (open_ms + score_ms) / inflate_ms;
  const aims = [
    aim('VCF.gz ÷ `bgzip -dc`, one thread', ratio(genome.one_thread_ms, genome.bgzip_one_thread_ms), '≤', 1.5, '×'),
    aim(
      'VCF.gz ÷ `bgzip -dc -@2`, two threads',
      ratio(genome.two_threads_ms, genome.bgzip_two_threads_ms),
      '≤',
      1.5,
      '×',
    ),
    aim('VCF.gz, open and score ÷ inflating alone, one thread', streamed(native.phases.genome), '≤', 1.5, '×'),
    aim('the same, two threads', streamed(native.phases.genome_two_threads), '≤', 1.5, '×'),
    aim(
      'VCF.gz in the page ÷ inflating in wasm, one thread',
      ratio(single.drop_to_result_ms, single.inflate_ms),
      '≤',
      2.5,
      '×',
    ),
    aim('the same, two threads', ratio(threads.drop_to_result_ms, threads.inflate_ms), '≤', 2.5, '×'),
    aim(
      '`plink2 --vcf --score` ÷ VCF.gz, one thread',
      ratio(genome.plink_one_thread_ms, genome.one_thread_ms),
      '≥',
      1,
      '×',
    ),
    aim('the same, two threads', ratio(genome.plink_two_threads_ms, genome.two_threads_ms), '≥', 1, '×'),
    aim('bed scoring, 10,000 people, one thread', bedRate(native.phases.biobank_bed), '≥', 1000, 'MB/s'),
    aim('the same, two threads', bedRate(native.phases.biobank_bed_two_threads), '≥', 1000, 'MB/s'),
    aim('peak wasm memory with a genome', peak, '≤', 300, 'MB'),
  ];
  const bytes = { wgs_vcf_gz: inputs.bytes('wgs.vcf.gz'), wgs_text: chromium.single.inflate[0].text_bytes };
  return { runs, aims, bytes, genome, small, chromium: { single, threads }, cohorts, phases: native.phases };
}

const names = {
  hapmap: 'HapMap2 chr1 + chr20',
  sixty: 'made up, 1,000,000 sites',
  many: 'made up, 150,000 sites',
  biobank: 'made up, 150,000 sites',
};
const seconds = (ms) => (typeof ms === 'number' ? `${short(ms / 1e3)} s` : 'not installed');

/** The record as Markdown. */
export function recordTable({ runs, bytes, genome, small, chromium, cohorts, phases, aims }) {
  const { single, threads } = chromium;
  const beside = (one, two) => [seconds(one), seconds(two)];
  const off = (share) => (typeof share === 'number' ? short(share) : '–');
  const part = (name, of) =>
    row(name, ...['inflate', 'open', 'add_score', 'score', 'again'].map((of_it) => seconds(of[`${of_it}_ms`])));
  return [
    '## Files of records',
    '',
    `Medians of ${runs}. All rows count, as PLINK counts them (\`--palindromes keep --duplicates sum\`).`,
    '',
    row('', 'measured', 'aim', ''),
    row('---', '--:', '--:', '---'),
    ...aims.map(({ what, value, aim: asked, unit, met }) =>
      row(what, `${short(value)} ${unit}`, `${asked} ${unit}`, met ? 'met' : 'not met'),
    ),
    '',
    `One genome, VCF.gz of 4 million records (${short(bytes.wgs_vcf_gz / 1e6)} MB, ${short(bytes.wgs_text / 1e6)} MB of text), a score of 1.1 million rows:`,
    '',
    row('', 'one thread', 'two threads'),
    row('---', '--:', '--:'),
    row('`tallele score`', ...beside(genome.one_thread_ms, genome.two_threads_ms)),
    row('`bgzip -dc` to nothing', ...beside(genome.bgzip_one_thread_ms, genome.bgzip_two_threads_ms)),
    row('`plink2 --vcf --score`', ...beside(genome.plink_one_thread_ms, genome.plink_two_threads_ms)),
    row('Chromium, drop to result', ...beside(single.drop_to_result_ms, threads.drop_to_result_ms)),
    row('of it opening', ...beside(single.open_ms, threads.open_ms)),
    row('of it scoring', ...beside(single.score_ms, threads.score_ms)),
    row('Chromium, inflating alone', ...beside(single.inflate_ms, threads.inflate_ms)),
    row('wasm memory', ...[single, threads].map(({ memory_mb }) => `${short(memory_mb)} MB`)),
    '',
    row('a score of 300 rows on the same file', 'without its index', 'with it'),
    row('---', '--:', '--:'),
    row('`tallele score`', ...beside(small.without_ms, small.indexed_ms)),
    '',
    'Many people, from start to end on all cores; MB/s of stored genotypes:',
    '',
    row('', 'people', 'format', '`tallele score`', 'MB/s', '`plink2 --score`', 'PLINK read', 'sums differ by'),
    row('---', '--:', '---', '--:', '--:', '--:', '---', '--:'),
    ...cohorts.map((of) =>
      row(
        names[of.name],
        of.people,
        of.format,
        seconds(of.tallele_ms),
        short(of.genotypes_mb_s),
        seconds(of.plink_ms),
        of.plink_reads,
        off(of.plink_difference),
      ),
    ),
    '',
    'Parts of a run natively, one thread where nothing else is said, from memory and without the hash:',
    '',
    row('', 'inflate alone', 'open', 'read the score', 'score', 'again, without palindromes'),
    row('---', '--:', '--:', '--:', '--:', '--:'),
    part('the genome', phases.genome),
    part('the genome, two threads', phases.genome_two_threads),
    part('10,000 people, bed', phases.biobank_bed),
    part('10,000 people, bed, two threads', phases.biobank_bed_two_threads),
    part('2,504 people, bed', phases.many_bed),
    ...(phases.sixty_bed ? [part('60 people, bed', phases.sixty_bed)] : []),
    '',
    'PLINK prints six digits of a sum; the difference is the share of the largest sum.',
    '',
  ].join('\n');
}
