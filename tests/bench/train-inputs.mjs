// Makes what training is measured on: simulated people and the mice, each with a path of lambda, and Python with its peers.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { native } from '../../www/build/native.mjs';
import { cache, root } from '../../www/build/paths.mjs';
import { run } from '../../www/build/run.mjs';
import { say } from '../../www/build/say.mjs';
import { whenChanged } from '../../www/build/stamp.mjs';

const folder = join(cache, 'bench-train');
const venv = join(root, 'tests/.venv-bench');
const python = join(venv, 'bin/python');
const peers = join(root, 'tests/bench/train_peers.py');
const mice = join(root, '../shared/data/training/gdlc_BGLR-R/mice.RData');
const quietly = { capture: true };

/** Paths end a little below the λ that predicts best: further down nobody is served, and scikit-learn takes many minutes. */
const problems = {
  simulated: { prefix: 'people', trait: 'height', lambdas: 30, ratio: 0.2, title: '10,000 simulated people' },
  mice: { prefix: 'mice', trait: 'length', lambdas: 60, ratio: 0.1, title: '1,814 mice' },
};

async function makePython() {
  const requirements = 'tests/bench/requirements-train.txt';
  await whenChanged(
    'bench-train-python',
    { inputs: [requirements], outputs: ['tests/.venv-bench/bin/python'] },
    async () => {
      rmSync(venv, { recursive: true, force: true });
      await run('python3', ['-m', 'venv', venv]);
      await run(join(venv, 'bin/pip'), ['install', '--quiet', '--requirement', join(root, requirements)]);
    },
  );
}

async function makeSimulated(program, at) {
  const people = ['--people', '10000', '--sites', '100000', '--trait', 'height'];
  const trait = ['--heritability', '0.5', '--causal', '500', '--seed', '7'];
  await run(program, ['simulate', '--out', at('people'), ...people, ...trait], quietly);
}

/** @returns the problems that can be made here, each with its files and how large they are. */
export async function makeTrainInputs() {
  await makePython();
  const program = await native('release');
  const made = [];
  for (const [name, { prefix, trait, lambdas, ratio, title }] of Object.entries(problems)) {
    if (name === 'mice' && !existsSync(mice)) {
      say('no ../shared/data: the mice are left out');
      continue;
    }
    const at = (file) => join(folder, name, file);
    const outputs = ['lambdas.txt', 'about.json'].map((file) => `target/web/bench-train/${name}/${file}`);
    const inputs = [
      'src/simulation',
      'tests/bench/train-inputs.mjs',
      'tests/bench/train_peers.py',
      'tests/oracle/training_data.py',
    ];
    await whenChanged(`bench-train-${name}`, { inputs, outputs }, async () => {
      say(`making ${title} to train on`);
      rmSync(at('.'), { recursive: true, force: true });
      mkdirSync(at('.'), { recursive: true });
      if (name === 'simulated') await makeSimulated(program, at);
      else await run(python, [join(root, 'tests/oracle/training_data.py'), 'mice', mice, at('.')], quietly);
      const phenotype = at(name === 'simulated' ? 'people.phenotype.tsv' : 'phenotype.tsv');
      await run(python, [peers, 'prepare', at(prefix), phenotype, trait, `${lambdas}`, `${ratio}`, at('.')], quietly);
    });
    made.push({ name, title, trait, lambdas, ratio, at, prefix: at(prefix) });
  }
  return { program, python, peers, made };
}
