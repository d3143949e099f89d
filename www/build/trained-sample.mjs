// Trains sample scores on the made-up people that `tallele sample` wrote, puts them on the shelf, and works out their answers.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

/** The sample scores that are trained; traits are columns of their tables, as src/simulation/trained_trait.rs has them. */
const trained = [
  {
    id: 'SAMPLE08',
    trait: 'Sample trait H (made up)',
    phenotype: 'phenotype.tsv',
    family: 'gaussian',
    title: 'Sample score H: trained',
    summary:
      'Trained by tallele train on a thousand made-up people of 250 families, for a trait with 30 known causes; its accuracy was measured on other families.',
  },
  {
    id: 'SAMPLE09',
    trait: 'Sample disease I (made up)',
    phenotype: 'disease.tsv',
    family: 'binomial',
    title: 'Sample score I: trained on a disease',
    summary:
      'Trained by tallele train on the same people, of whom a fifth have a made-up disease with 15 known causes; how well it tells them from the others was measured on other families.',
  },
];

/** Digits behind the point of a product of a weight and a frequency, far beyond what either is written with. */
const places = 60;

/**
 * A decimal number as written, in units of 10^-60. Exact.
 * @param {string} text
 */
export function toUnits(text) {
  const [, sign = '', whole = '', part = '', exponent = '0'] = /^(-?)(\d+)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const shift = places - part.length + Number(exponent);
  if (whole === '' || shift < 0) throw new Error(`${text} is no decimal number of at most ${places} places`);
  return BigInt(sign + whole + part) * 10n ** BigInt(shift);
}

/**
 * @param {bigint} units
 * @param {number} digits places behind the point of a unit
 */
export function writeUnits(units, digits) {
  const text = String(units < 0n ? -units : units).padStart(digits + 1, '0');
  const part = text.slice(-digits).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${text.slice(0, -digits)}${part === '' ? '' : `.${part}`}`;
}

/**
 * What the sample person's result must be, by counting letters: every row is a marker of the person's file with a call, no
 * row's alleles pair, and both files are written on the forward strand.
 * @param {string} id the score's
 * @param {string} score the scoring file
 * @param {string} person the person's file
 */
export function answerOf(id, score, person) {
  const rows = score.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const columns = (rows.shift() ?? '').split('\t');
  const column = (name) => columns.indexOf(name);
  const [rsid, effect, weight] = ['rsID', 'effect_allele', 'effect_weight'].map(column);
  const wanted = new Map(rows.map((row) => row.split('\t')).map((cells) => [cells[rsid], cells]));
  if (wanted.size !== rows.length) throw new Error('two rows of the trained score have one rsID');
  let sum = 0n;
  let matched = 0;
  for (const line of person.split('\n')) {
    const cells = wanted.get(line.slice(0, line.indexOf('\t')));
    if (cells === undefined) continue;
    const copies = line.split('\t')[3].split(cells[effect]).length - 1;
    sum += toUnits(cells[weight]) * BigInt(copies);
    matched += 1;
  }
  if (matched !== rows.length)
    throw new Error(`the sample person has ${matched} of the trained score's ${rows.length} rows`);
  const exact = writeUnits(sum, places);
  const counts = { rows: rows.length, matched, excluded: {}, unmatched: 0, no_call: 0, flipped: 0, by_rsid: 0 };
  const sums = { observed_sum: Number(exact), observed_sum_exact: exact };
  // Nothing is left to fill.
  return { id, ...counts, ...sums, filled_sum: sums.observed_sum, filled_sum_exact: exact };
}

/**
 * The README's two commands of each trained score, and the answers beside those of the other scores.
 * @param {string} program the native command line
 * @param {string} folder what `tallele sample` wrote
 */
export async function trainSamples(program, folder) {
  const key = join(folder, 'answer-key.json');
  const answers = JSON.parse(readFileSync(key, 'utf8'));
  const person = readFileSync(join(folder, 'sample-person.txt'), 'utf8');
  const out = join(folder, 'trained');
  for (const sample of trained) {
    await trainSample(program, folder, out, sample);
    answers.scores.push(answerOf(sample.id, readFileSync(join(out, 'score.txt'), 'utf8'), person));
    rmSync(out, { recursive: true });
  }
  writeFileSync(key, `${JSON.stringify(answers, null, 2)}\n`);
  rmSync(join(folder, 'training'), { recursive: true });
}

/**
 * @param {string} program the native command line
 * @param {string} folder what `tallele sample` wrote
 * @param {string} out where the results go
 * @param {(typeof trained)[number]} sample
 */
async function trainSample(program, folder, out, { id, trait, phenotype, family, title, summary }) {
  const people = (name) => join(folder, 'training', name);
  const lists = ['train', 'validation', 'test'].flatMap((fold) => [`--keep-${fold}`, people(`${fold}.txt`)]);
  await run(
    program,
    [
      ['train', '--genotypes', people('people.bed'), '--phenotype', people(phenotype), '--trait', trait],
      ['--family', family, '--id', id, ...lists, '--labels', people('labels.tsv')],
      ['--families', people('siblings.tsv'), '--standardize', '--no-baselines', '--lambdas', '40'],
      ['--build', '37', '--licence', 'CC0-1.0', '--out', out],
    ].flat(),
    { capture: true },
  );
  const shelf = ['--shelf', join(folder, 'shelf.json'), '--title', title, '--summary', summary];
  await run(program, ['shelf', 'add', join(out, 'score.tpack'), ...shelf], { capture: true });
}
