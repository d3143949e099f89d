// Measures natively: the command line from its start to its report, PLINK's chain over the same files, and the phases.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { native } from '../../www/build/native.mjs';
import { root } from '../../www/build/paths.mjs';
import { run } from '../../www/build/run.mjs';

const quietly = { capture: true };

/** Milliseconds of each run. */
export async function timesOf(runs, work) {
  const times = [];
  for (let at = 0; at < runs; at++) {
    const began = performance.now();
    await work(at);
    times.push(performance.now() - began);
  }
  return times;
}

/** Whether a program is installed. */
export const has = (program) =>
  run(program, ['--version'], quietly).then(
    () => true,
    () => false,
  );

/** `tallele score --json`, on one thread and on as many as there are. */
export async function measureNative(inputs, runs) {
  const program = await native('release');
  const args = ['score', '--genotypes', inputs.person, '--scores', inputs.scoreGz, '--json'];
  return {
    one_thread_ms: await timesOf(runs, () => run(program, [...args, '--threads', '1'], quietly)),
    threads_ms: await timesOf(runs, () => run(program, args, quietly)),
  };
}

/** Median milliseconds of each phase on one thread, from memory. */
export async function measureNativePhases(inputs, runs) {
  const build = ['build', '--quiet', '--locked', '--release', '--features', 'cli', '--example', 'phases'];
  await run('cargo', build);
  const { person, personGz, score, scoreGz, scorePack } = inputs;
  const program = join(root, 'target/release/examples', process.platform === 'win32' ? 'phases.exe' : 'phases');
  const printed = await run(program, [person, personGz, score, scoreGz, scorePack, String(runs)], quietly);
  const lines = printed.trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => line.split(' ')).map(([name, median]) => [`${name}_ms`, Number(median)]),
  );
}

/**
 * What a person would do with PLINK: text to binary, then the score; null without both programs. The score is joined by
 * rsID, its weights summed over called markers.
 */
export async function measurePlink(inputs, runs) {
  if (!(await has('plink1.9')) || !(await has('plink2'))) return null;
  const { person, scoreForPlink, plink } = inputs;
  const clear = () => {
    for (const ending of ['bed', 'bim', 'fam', 'log', 'hh', 'sscore']) rmSync(`${plink}.${ending}`, { force: true });
  };
  const score = ['--score', scoreForPlink, '1', '4', '6', 'header', 'ignore-dup-ids', 'no-mean-imputation'];
  const whole = [];
  const parts = { text_to_binary_ms: [], score_ms: [] };
  for (let at = 0; at < runs; at++) {
    clear();
    const [first] = await timesOf(1, () =>
      run('plink1.9', ['--23file', person, '--out', plink, '--make-bed'], quietly),
    );
    const [second] = await timesOf(1, () =>
      run('plink2', ['--bfile', plink, ...score, 'cols=+scoresums', '--out', plink], quietly),
    );
    parts.text_to_binary_ms.push(first);
    parts.score_ms.push(second);
    whole.push(first + second);
  }
  return { ...parts, whole_ms: whole };
}
