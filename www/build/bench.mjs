// Measures a person's run in one go: the sample person and a 1.1-million-row score, in Chromium, natively and by PLINK.
import { createReadStream, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { startBareSite } from '../../tests/browser/harness/bare-site.mjs';
import { launch } from './browsers.mjs';
import { build } from './build.mjs';
import { native } from './native.mjs';
import { cache, root, samples } from './paths.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';
import { whenChanged } from './stamp.mjs';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '7' }, keep: { type: 'boolean', default: false } },
});
const runs = Number(values.runs);
const folder = join(cache, 'bench');
const scoreFile = join(folder, 'PGS999999_hmPOS_GRCh37.txt.gz');
const rows = 1_100_000;
const unlike = { A: 'G', G: 'A', C: 'T', T: 'C' };

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const milliseconds = async (work) => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

/** A score over the person's own sites and as many beside them as make 1.1 million; the same each time. */
async function makeScore(person) {
  let state = 20261120;
  const weight = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1).toFixed(6);
  };
  const lines = [];
  for await (const line of createInterface({ input: createReadStream(person) })) {
    const [rsid, chromosome, position, genotype = ''] = line.split('\t');
    const effect = genotype[0];
    if (line.startsWith('#') || !(effect in unlike) || !/^\d+$/.test(chromosome)) continue;
    const other = [...genotype].find((letter) => letter !== effect) ?? unlike[effect];
    lines.push(
      `${rsid}\t${chromosome}\t${position}\t${effect}\t${other}\t${weight()}\tENSEMBL\t${rsid}\t${chromosome}\t${position}`,
    );
  }
  for (let at = 0; lines.length < rows; at++) {
    const position = 1_000_003 + at * 97;
    lines.push(`.\t1\t${position}\tA\tG\t${weight()}\tliftover\t\t1\t${position}`);
  }
  const header = [
    '#format_version=2.0',
    '#pgs_id=PGS999999',
    '#genome_build=GRCh37',
    '#HmPOS_build=GRCh37',
    '#weight_type=beta',
  ];
  const columns = 'rsID chr_name chr_position effect_allele other_allele effect_weight hm_source hm_rsID hm_chr hm_pos';
  mkdirSync(folder, { recursive: true });
  writeFileSync(scoreFile, gzipSync([...header, columns.replaceAll(' ', '\t'), ...lines, ''].join('\n')));
}

/** One fresh engine: times of each step, as the page sees them. */
function measureInPage(threads) {
  return globalThis.bare.engine.start(threads).then(async () => {
    const { engine, files } = globalThis.bare;
    const times = {};
    const time = async (name, work) => {
      const began = performance.now();
      await work();
      times[name] = performance.now() - began;
    };
    await engine.forget();
    await time('open', () => engine.open(files('genotype-input')[0]));
    await time('read_score', () => engine.addScore(files('score-input')[0]));
    await time('score', () => engine.score());
    await engine.setOptions({ palindromes: 'keep' });
    await time('score_again', () => engine.score());
    return { ...times, memory_bytes: engine.state.memory_bytes, variant: engine.state.variant };
  });
}

async function inChromium(person) {
  const site = await startBareSite();
  const browser = await launch('chromium');
  const results = {};
  try {
    for (const threads of [1, null]) {
      const page = await browser.newPage();
      await page.goto(site.url);
      await page.getByTestId('genotype-input').setInputFiles(person);
      await page.getByTestId('score-input').setInputFiles(scoreFile);
      const measured = [];
      for (let at = 0; at < runs; at++) measured.push(await page.evaluate(measureInPage, threads));
      const of = (name) => median(measured.map((one) => one[name]));
      results[measured[0].variant] = {
        open_ms: of('open'),
        read_score_ms: of('read_score'),
        score_ms: of('score'),
        score_again_ms: of('score_again'),
        memory_mb: Math.max(...measured.map(({ memory_bytes }) => memory_bytes)) / 1e6,
      };
      await page.close();
    }
  } finally {
    await browser.close();
    await site.close();
  }
  return results;
}

const timesOf = async (work) => {
  const times = [];
  for (let at = 0; at < runs; at++) times.push(await milliseconds(work));
  return median(times);
};

/** What a person would do today: text to PLINK, then the score; null without both programs. */
async function byPlink(person) {
  const has = (name) =>
    run(name, ['--version'], { capture: true }).then(
      () => true,
      () => false,
    );
  if (!(await has('plink1.9')) || !(await has('plink2'))) return null;
  const out = join(folder, 'plink');
  return timesOf(async () => {
    await run('plink1.9', ['--23file', person, '--out', out, '--make-bed'], { capture: true });
    const score = [
      '--score',
      scoreFile,
      '1',
      '4',
      '6',
      'header',
      'ignore-dup-ids',
      'cols=+scoresums',
      'no-mean-imputation',
    ];
    await run('plink2', ['--bfile', out, ...score, '--out', out], { capture: true });
  });
}

await build();
const shelf = JSON.parse(readFileSync(join(samples, 'shelf.json'), 'utf8'));
// As the vendor's download is once it is unpacked.
const person = join(samples, shelf.person.file.replace(/\.gz$/, ''));
const relative = (path) => path.slice(root.length + 1);
await whenChanged(
  'bench-score',
  { inputs: [relative(person), 'www/build/bench.mjs'], outputs: [relative(scoreFile)] },
  () => makeScore(person),
);
const program = await native('release');
say(`measuring, medians of ${runs}`);
const chromium = await inChromium(person);
const nativeMs = await timesOf(() =>
  run(program, ['score', '--genotypes', person, '--scores', scoreFile, '--json'], { capture: true }),
);
const plinkMs = await byPlink(person).catch((error) => {
  say(error.message);
  return null;
});
const { open_ms, read_score_ms, score_ms } = chromium.single;
const result = {
  date: new Date().toISOString(),
  machine: `${cpus().length} × ${cpus()[0]?.model.trim()}`,
  runs,
  person_bytes: statSync(person).size,
  score_rows: rows,
  chromium,
  native_ms: nativeMs,
  plink_ms: plinkMs,
  wasm_to_native: (open_ms + read_score_ms + score_ms) / nativeMs,
  plink_to_wasm: plinkMs && plinkMs / (open_ms + read_score_ms + score_ms),
};
const text = `${JSON.stringify(result, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value), 2)}\n`;
process.stdout.write(text);
if (values.keep) {
  const kept = join(root, 'tests/bench');
  if (!existsSync(kept)) mkdirSync(kept, { recursive: true });
  writeFileSync(join(kept, `${result.date.slice(0, 10)}.json`), text);
}
