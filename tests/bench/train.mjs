// Measures the path of the lasso beside adelie and scikit-learn: seconds, peak memory, and how far the solutions are apart.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { root } from '../../www/build/paths.mjs';
import { run } from '../../www/build/run.mjs';
import { say } from '../../www/build/say.mjs';
import { aim, median, row, short } from './summary.mjs';
import { makeTrainInputs } from './train-inputs.mjs';

const quietly = { capture: true };

/** Peers as they are fastest: the numbers they count in, and whether a run takes minutes. */
const peersOf = {
  simulated: [
    { name: 'adelie-packed', dtype: 'float64', what: 'adelie, its packed genotypes, float64' },
    { name: 'adelie-dense', dtype: 'float32', what: 'adelie, dense float32' },
    { name: 'sklearn', dtype: 'float32', what: 'scikit-learn `lasso_path`, dense float32', once: true },
  ],
  mice: [
    { name: 'adelie-packed', dtype: 'float64', what: 'adelie, its packed genotypes, float64' },
    { name: 'adelie-dense', dtype: 'float64', what: 'adelie, dense float64' },
    { name: 'sklearn', dtype: 'float64', what: 'scikit-learn `lasso_path`, dense float64', once: true },
  ],
};

/** Medians of a program's runs, each in a process of its own. */
async function timed({ python, peers }, runs, command) {
  const found = [];
  for (let at = 0; at < runs; at++) {
    const [program, ...args] = command();
    const env = { OMP_NUM_THREADS: '2' };
    found.push(JSON.parse(await run(python, [peers, 'run', program, ...args], { ...quietly, env })));
  }
  const middle = (of) =>
    found.every((one) => typeof one[of] === 'number') ? median(found.map((one) => one[of])) : null;
  return { runs, whole_s: middle('whole_s'), fit_s: middle('fit_s'), peak_bytes: middle('peak_bytes') };
}

async function measureProblem(inputs, problem, runs) {
  const { program, python, peers } = inputs;
  const { name, at, prefix, trait } = problem;
  const about = JSON.parse(readFileSync(at('about.json'), 'utf8'));
  const phenotype = at(name === 'simulated' ? 'people.phenotype.tsv' : 'phenotype.tsv');
  const fam = readFileSync(`${prefix}.fam`, 'utf8').trim().split('\n');
  writeFileSync(at('all.txt'), fam.map((line) => line.split(/\s+/).slice(0, 2).join('\t')).join('\n'));
  const largest = readFileSync(at('lambdas.txt'), 'utf8').split('\n', 1)[0];
  writeFileSync(at('largest.txt'), `${largest}\n`);
  const tallele = (threads, lambdas) => () => {
    // Without what an earlier run left, which this one would go on from.
    rmSync(at('tallele'), { recursive: true, force: true });
    mkdirSync(at('tallele'));
    const input = [
      '--genotypes',
      `${prefix}.bed`,
      '--phenotype',
      phenotype,
      '--trait',
      trait,
      '--keep-train',
      at('all.txt'),
    ];
    return [program, 'train', ...input, '--lambda-file', at(lambdas), '--threads', threads, '--out', at('tallele')];
  };
  const rows = [];
  // The smallest run first: what the program takes before there is a path, and the last leaves the path that is compared.
  for (const [threads, lambdas, what] of [
    ['1', 'largest.txt', 'λ_max alone'],
    ['2', 'lambdas.txt', 'two threads'],
    ['1', 'lambdas.txt', 'one thread'],
  ]) {
    const name = lambdas === 'largest.txt' ? 'tallele-start' : `tallele-${threads}`;
    const measured = await timed(inputs, runs, tallele(threads, lambdas));
    rows.push({ name, what: `\`tallele train\`, ${what}`, ...measured });
  }
  const wanted = peersOf[name];
  for (const { name: peer, dtype, what, once } of wanted) {
    say(`${problem.title}: ${what}`);
    const command = () => [python, peers, peer, prefix, at('.'), '2', dtype];
    rows.push({ name: peer, what, ...(await timed(inputs, once ? 1 : runs, command)) });
  }
  const agreement = await run(python, [peers, 'agree', prefix, at('.'), ...wanted.map((of) => of.name)], quietly);
  const apart = JSON.parse(agreement);
  const { title, lambdas, ratio } = problem;
  return {
    name,
    title,
    lambdas,
    ratio,
    ...about,
    rows: rows.map((of) => ({ ...of, ...apart[of.name.replace(/-[12]$/, '')] })),
  };
}

const traits = { length: 'body length', bmi: 'body mass index' };
const parts = 5;

/** R² of cross-validation on the mice, in the same parts and at the same lambdas as scikit-learn's LassoCV. */
async function crossValidate({ program, python, made }) {
  const mice = made.find(({ name }) => name === 'mice');
  if (!mice) return [];
  const { at, prefix } = mice;
  const ids = readFileSync(`${prefix}.fam`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/)[1]);
  writeFileSync(at('parts.tsv'), ['IID\tfold', ...ids.map((id, nth) => `${id}\t${nth % parts}`), ''].join('\n'));
  const found = [];
  for (const [trait, title] of Object.entries(traits)) {
    say(`cross-validating ${title} of mice`);
    const out = at(`cv-${trait}`);
    rmSync(out, { recursive: true, force: true });
    const input = ['--genotypes', `${prefix}.bed`, '--phenotype', at('phenotype.tsv'), '--trait', trait];
    await run(
      program,
      ['train', ...input, '--keep-train', at('all.txt'), '--folds-file', at('parts.tsv'), '--out', out],
      quietly,
    );
    const script = join(root, 'tests/oracle/training_cv.py');
    const asked = [script, prefix, at('phenotype.tsv'), trait, '-', at('parts.tsv'), out, '1e-4'];
    const { r2, r2_reference, lambdas } = JSON.parse(await run(python, asked, quietly));
    found.push({ trait, title, lambdas, r2, r2_reference });
  }
  return found;
}

/** The aims: our whole run, from the file to the last coefficient written, beside the peers' fits alone. */
function aimsOf({ title, bed_bytes, rows }) {
  const of = (name) => rows.find((row) => row.name === name);
  const ours = of('tallele-2');
  const adelie = Math.min(of('adelie-packed').fit_s, of('adelie-dense').fit_s);
  return [
    aim(`${title}: scikit-learn ÷ tallele`, of('sklearn').fit_s / ours.whole_s, '≥', 10, '×'),
    aim(`${title}: adelie ÷ tallele`, adelie / ours.whole_s, '≥', 1, '×'),
    aim(`${title}: peak memory ÷ the .bed`, ours.peak_bytes / bed_bytes, '≤', 1.5, '×'),
  ];
}

/** @returns the record that is kept. */
export async function measureTraining(runs) {
  const inputs = await makeTrainInputs();
  const problems = [];
  for (const problem of inputs.made) problems.push(await measureProblem(inputs, problem, runs));
  const validated = await crossValidate(inputs);
  // Further than this LassoCV's own tolerance does not tell.
  const asGood = validated.map(({ title, r2, r2_reference }) =>
    aim(`mice, ${title}: cross-validated R² less LassoCV’s`, r2 - r2_reference, '≥', -1e-4, ''),
  );
  const date = new Date().toISOString();
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}`;
  const load_at_end = loadavg()[0];
  return { date, machine, load_at_end, runs, aims: [...problems.flatMap(aimsOf), ...asGood], problems, validated };
}

const seconds = (value) => (value === null ? '' : `${short(value)} s`);

function problemTable({ title, people, variants, bed_bytes, lambdas, ratio, rows }) {
  return [
    '',
    `${title}, ${variants} variants (.bed of ${short(bed_bytes / 1e6)} MB), ${lambdas} λ from λ_max to ${ratio} of it, all ${people} trained on:`,
    '',
    row(
      '',
      'runs',
      'whole process',
      'the fit alone',
      'peak memory',
      'fitted values apart',
      'objective above the best',
      'KKT',
    ),
    row('---', '--:', '--:', '--:', '--:', '--:', '--:', '--:'),
    ...rows.map(({ what, runs, whole_s, fit_s, peak_bytes, fitted, objective, kkt }) =>
      row(
        what,
        runs,
        seconds(whole_s),
        seconds(fit_s),
        `${short(peak_bytes / 1e6)} MB`,
        fitted === undefined ? '' : `${short(fitted)} SD`,
        objective === undefined ? '' : short(objective),
        kkt === undefined ? '' : short(kkt),
      ),
    ),
  ];
}

/** The record as Markdown. */
export function trainingTable({ date, machine, load_at_end, runs, aims, problems, validated }) {
  return [
    '',
    '# Training',
    '',
    `${date.slice(0, 16).replace('T', ' ')} UTC, ${machine}, load ${short(load_at_end)}; medians of ${runs} where fewer runs are not told.`,
    'The path of the lasso, (1/2n)‖y − a − Xb‖² + λ‖b‖₁, at the same λ for all. The aims hold our whole process, from reading the',
    '.bed to writing the path, against the peers’ fits alone: their genotypes are in memory and unpacked before the clock starts.',
    'adelie has two threads; scikit-learn’s coordinate descent has one. Everybody stops where their own default says (adelie `tol`',
    '1e-7, scikit-learn `tol` 1e-4, tallele when no condition of a minimum is violated by more than 1e-9 λ). The last three columns',
    'say how far that goes: the largest difference of a fitted value from ours along the path, in standard deviations of the',
    'phenotype; the objective’s share above the least of all; and how far the largest correlation with the residuals is above λ.',
    'Peak memory is the kernel’s VmHWM of each process, the program’s own code among it. What `λ_max alone` takes is what there is',
    'before there is a path: code, ids, phenotypes and the genotypes themselves.',
    '',
    row('', 'measured', 'aim', ''),
    row('---', '--:', '--:', '---'),
    ...aims.map(({ what, value, aim: asked, unit, met }) =>
      row(what, `${short(value)} ${unit}`, `${asked} ${unit}`, met ? 'met' : 'not met'),
    ),
    ...problems.flatMap(problemTable),
    '',
    row('the mice, cross-validated', 'λ', 'tallele, R²', 'scikit-learn `LassoCV`, R²'),
    row('---', '--:', '--:', '--:'),
    ...validated.map(({ title, lambdas, r2, r2_reference }) =>
      row(title, lambdas, r2.toFixed(4), r2_reference.toFixed(4)),
    ),
    '',
  ].join('\n');
}
