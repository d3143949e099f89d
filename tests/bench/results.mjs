// Turns what was measured into medians beside the aims, as a table to read and a file to keep.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { dist } from '../../www/build/paths.mjs';
import { firstLoad } from '../../www/build/sizes.mjs';
import { aim, median, medianOf, medians, row, short } from './summary.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));

const compressedBytes = (file) =>
  brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

function sizes() {
  const assets = join(dist, 'assets');
  const wasm = readdirSync(assets).filter((name) => name.endsWith('.wasm'));
  return {
    wasm_brotli_kb: Math.max(...wasm.map((name) => compressedBytes(join(assets, name)))) / 1e3,
    first_load_js_brotli_kb: firstLoad(dist).reduce((sum, name) => sum + compressedBytes(join(assets, name)), 0) / 1e3,
  };
}

/** Megabytes of text that go through one phase in a second. */
function throughput(phases, bytes) {
  const parsed = (text, of) => (text * of.parsed_share) / 1e3 / of.parse_ms;
  const whole = ({ parse_ms, settle_ms }) => parse_ms + settle_ms;
  const inflated = (text, gz, plain) => text / 1e3 / (whole(gz) - whole(plain));
  return {
    parse_genotypes_mb_s: medianOf(phases, ({ person }) => parsed(bytes.person, person)),
    parse_scores_mb_s: medianOf(phases, ({ score }) => parsed(bytes.score, score)),
    // The difference of two times of one run.
    inflate_genotypes_mb_s: medianOf(phases, (run) => inflated(bytes.person, run.person_gz, run.person)),
    inflate_scores_mb_s: medianOf(phases, (run) => inflated(bytes.score, run.score_gz, run.score)),
  };
}

/** How many times as long the gzipped text of a score takes to open as its pack. */
function packSpeed(phases) {
  const whole = ({ parse_ms, settle_ms }) => parse_ms + settle_ms;
  return medianOf(phases, ({ score_gz, score_pack }) => whole(score_gz) / whole(score_pack));
}

const mean = (...numbers) => numbers.reduce((sum, number) => sum + number) / numbers.length;

/** @returns the record that is kept: every median, and each aim with what it came to. */
export function summarise({ chromium, native, native_phases, plink, choosingMs }, inputs, runs) {
  const [single, threads, at_once] = [chromium.single, chromium.threads, chromium.at_once].map(medians);
  const speed = throughput(chromium.phases, inputs.bytes);
  const phases = Object.fromEntries(
    Object.entries(chromium.phases[0]).map(([name, first]) => [
      name,
      typeof first === 'number'
        ? medianOf(chromium.phases, (run) => run[name])
        : medians(chromium.phases.map((run) => run[name])),
    ]),
  );
  const nativeOne = median(native.one_thread_ms);
  const engine = single.open_ms + single.add_score_ms + single.score_ms;
  const plinkWhole = plink && median(plink.whole_ms);
  const size = sizes();
  // Where an aim does not say how many threads, it is the page's as people get it.
  const aims = [
    aim('parsing genotypes, one thread', speed.parse_genotypes_mb_s, '≥', 400, 'MB/s'),
    aim(
      'inflating, with its CRC-32, one thread',
      mean(speed.inflate_genotypes_mb_s, speed.inflate_scores_mb_s),
      '≥',
      350,
      'MB/s',
    ),
    aim('the same score as a pack: gzipped text ÷ pack, one thread', packSpeed(chromium.phases), '≥', 10, '×'),
    aim('the same natively', native_phases.score_gz_ms / native_phases.score_pack_ms, '≥', 10, '×'),
    aim('open, after the page is ready', threads.file_drop_to_opened_ms / 1e3, '≤', 0.15, 's'),
    aim('score read, matched, summed', (threads.add_score_ms + threads.score_ms) / 1e3, '≤', 0.8, 's'),
    aim('the same score again', threads.score_again_ms / 1e3, '≤', 0.05, 's'),
    aim('wasm ÷ native, one thread each', engine / nativeOne, '≤', 1.5, '×'),
    aim('PLINK chain ÷ page, drop to result', plink && plinkWhole / threads.drop_to_result_ms, '≥', 1, '×'),
    aim(
      'peak wasm memory',
      Math.max(...[...chromium.single, ...chromium.threads, ...chromium.at_once].map((run) => run.memory_mb)),
      '≤',
      150,
      'MB',
    ),
    aim('wasm, brotli', size.wasm_brotli_kb, '≤', 400, 'kB'),
    aim('first-load JavaScript, brotli', size.first_load_js_brotli_kb, '≤', 60, 'kB'),
  ];
  return {
    date: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 1e9)} GB`,
    load_at_end: loadavg()[0],
    chromium_version: chromium.version,
    runs,
    inputs: { ...inputs.bytes, score_rows: inputs.rows },
    aims,
    page: { dropped_after_ms: choosingMs, single, threads, at_once },
    phases: { chromium: { ...phases, ...speed }, native: native_phases },
    native: { one_thread_ms: nativeOne, threads_ms: median(native.threads_ms) },
    plink: plink && {
      whole_ms: plinkWhole,
      text_to_binary_ms: median(plink.text_to_binary_ms),
      score_ms: median(plink.score_ms),
    },
  };
}

/** The record as Markdown. */
export function table(result) {
  const { page, phases, native, plink, inputs } = result;
  const ms = (number) => (typeof number === 'number' ? `${short(number)} ms` : '–');
  const columns = ['single', 'threads', 'at_once'];
  const parts = Object.keys(page.single).filter((name) => name.endsWith('_ms'));
  const reading = (name) => {
    const { fetch_ms, parse_ms, settle_ms } = phases.chromium[name];
    return [ms(fetch_ms), ms(parse_ms), ms(settle_ms)];
  };
  return `${[
    '# What it takes',
    '',
    'Written by `npm run bench -- --keep`: the sample person and the sample score of 1.1 million rows, medians of one run.',
    '',
    `- ${result.date.slice(0, 16).replace('T', ' ')} UTC, ${result.machine}, load ${short(result.load_at_end)}, Chromium ${result.chromium_version}, medians of ${result.runs}`,
    `- genotypes ${short(inputs.person / 1e6)} MB (gz ${short(inputs.person_gz / 1e6)} MB); score ${inputs.score_rows} rows, ${short(inputs.score / 1e6)} MB (gz ${short(inputs.score_gz / 1e6)} MB, pack ${short(inputs.score_pack / 1e6)} MB)`,
    '',
    row('', 'measured', 'aim', ''),
    row('---', '--:', '--:', '---'),
    ...result.aims.map(({ what, value, aim, unit, met }) =>
      row(what, `${short(value)} ${unit}`, `${aim} ${unit}`, met ? 'met' : 'not met'),
    ),
    '',
    `The page, from file drop to result; each run in a fresh page, the person dropped ${page.dropped_after_ms / 1000} s after it is ready, or at once:`,
    '',
    row('', 'one thread', `${page.threads.threads} threads`, `${page.at_once.threads} threads, at once`),
    row('---', '--:', '--:', '--:'),
    ...parts.map((name) =>
      row(name.slice(0, -3).replaceAll('_', ' '), ...columns.map((column) => ms(page[column][name]))),
    ),
    row('memory', ...columns.map((column) => `${short(page[column].memory_mb)} MB`)),
    '',
    'Phases in the worker, one thread; each run in a fresh worker:',
    '',
    row('', 'from the browser', 'inflate and parse', 'the rest', 'native, from memory'),
    row('---', '--:', '--:', '--:', '--:'),
    row('genotypes', ...reading('person'), ms(phases.native.person_ms)),
    row('genotypes, gz', ...reading('person_gz'), ms(phases.native.person_gz_ms)),
    row('score', ...reading('score'), ms(phases.native.score_plain_ms)),
    row('score, gz', ...reading('score_gz'), ms(phases.native.score_gz_ms)),
    row('score, pack', ...reading('score_pack'), ms(phases.native.score_pack_ms)),
    row('match and sum', '', '', ms(phases.chromium.score_ms), ms(phases.native.score_ms)),
    row('the same again', '', '', ms(phases.chromium.again_ms), ms(phases.native.again_ms)),
    row('SHA-256 by the engine itself', '', '', ms(phases.chromium.hash_ms), ms(phases.native.hash_ms)),
    '',
    `Text through one thread in Chromium, in MB/s: genotypes parsed ${short(phases.chromium.parse_genotypes_mb_s)}, inflated ${short(phases.chromium.inflate_genotypes_mb_s)}; scores parsed ${short(phases.chromium.parse_scores_mb_s)}, inflated ${short(phases.chromium.inflate_scores_mb_s)}.`,
    '',
    'Programs, from start to end:',
    '',
    row('', ''),
    row('---', '--:'),
    row('`tallele score`, one thread', ms(native.one_thread_ms)),
    row('`tallele score`', ms(native.threads_ms)),
    row('`plink1.9 --23file` → `plink2 --score`', ms(plink?.whole_ms)),
    row('of it text to binary', ms(plink?.text_to_binary_ms)),
    row('of it the score', ms(plink?.score_ms)),
    '',
    'PLINK reads the same 1.1 million rows, gzipped, joined by rsID; `--23file` knows only the alleles that the person carries,',
    'so rows whose effect allele the person lacks are skipped there and counted as dosage 0 here.',
    '',
  ].join('\n')}`;
}

/** Keeps the records beside this file; answers with where. */
export function keep(chip, records, labs, training, text) {
  const rounded = (_, value) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value);
  const at = join(folder, 'RESULTS.md');
  const kept = JSON.stringify({ ...chip, load_at_end: loadavg()[0], records, labs, training }, rounded, 2);
  writeFileSync(join(folder, `${chip.date.slice(0, 10)}.json`), `${kept}\n`);
  writeFileSync(at, text);
  return at;
}
