// Makes the sample people and the sample scores with the project's own command line, into www/public/samples.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { native } from './native.mjs';
import { cache, samples } from './paths.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';
import { setup } from './setup.mjs';
import { whenChanged } from './stamp.mjs';
import { trainSamples } from './trained-sample.mjs';

/** What the samples are made of: other changes of the source leave them as they are. */
const inputs = [
  'src/bin/tallele/sample.rs',
  'src/simulation',
  'src/simulation.rs',
  'src/bin/tallele/pack.rs',
  'src/bin/tallele/pack_calibration.rs',
  'src/calibration',
  'src/formats/pack',
  'src/formats/pack.rs',
  'src/reference',
  'src/bin/tallele/shelf.rs',
  'src/bin/tallele/train',
  'src/bin/tallele/train.rs',
  'src/session/ancestry.rs',
  'src/session/score_calibration.rs',
  'src/training',
  'www/packs',
  'Cargo.toml',
  'www/build/samples.mjs',
  'www/build/trained-sample.mjs',
];

/**
 * Puts packs with the figures of the made-up reference people in the place of the scores that these belong to.
 * @param {string} program the native command line
 * @param {string} folder what `tallele sample` wrote
 */
export async function packFigures(program, folder) {
  const shelf = JSON.parse(readFileSync(join(folder, 'shelf.json'), 'utf8'));
  const figured = shelf.scores.filter((score) => score.has_figures);
  const reference = join(folder, 'reference');
  await run(
    program,
    [
      ['pack', '--scores', ...figured.map(({ file }) => join(folder, file)), '--out', folder],
      ['--panel', join(reference, 'people.bed'), '--labels', join(reference, 'labels.tsv'), '--build', '37'],
      ['--origin', 'Made-up people (tallele sample)', '--licence', 'CC0-1.0'],
    ].flat(),
    { capture: true },
  );
  for (const score of figured) {
    rmSync(join(folder, score.file));
    score.file = `${score.id}.tpack`;
    const bytes = readFileSync(join(folder, score.file));
    score.bytes = bytes.length;
    score.sha256 = createHash('sha256').update(bytes).digest('hex');
  }
  rmSync(reference, { recursive: true });
  writeFileSync(join(folder, 'shelf.json'), `${JSON.stringify(shelf, null, 2)}\n`);
}

export async function makeSamples() {
  await whenChanged('samples', { inputs, outputs: ['www/public/samples/shelf.json'] }, async () => {
    const program = await native();
    say('making the sample people and scores');
    const fresh = join(cache, `samples-${process.pid}`);
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true });
    await run(program, ['sample', '--out', fresh]);
    await packFigures(program, fresh);
    await trainSamples(program, fresh);
    const { person, families, scores } = JSON.parse(readFileSync(join(fresh, 'shelf.json'), 'utf8'));
    for (const { file } of [person, ...families.flatMap(({ people }) => people), ...scores])
      if (!existsSync(join(fresh, file))) throw new Error(`shelf.json names ${file}, which was not written`);
    rmSync(samples, { recursive: true, force: true });
    mkdirSync(join(samples, '..'), { recursive: true });
    renameSync(fresh, samples);
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await setup();
  await makeSamples();
}
