// Makes the sample person and the sample scores with the project's own command line, into www/public/samples.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { native } from './native.mjs';
import { cache, samples } from './paths.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';
import { setup } from './setup.mjs';
import { whenChanged } from './stamp.mjs';

/** What the samples are made of: other changes of the source leave them as they are. */
const inputs = [
  'src/bin/tallele/sample.rs',
  'src/simulation',
  'src/simulation.rs',
  'Cargo.toml',
  'www/build/samples.mjs',
];

export async function makeSamples() {
  await whenChanged('samples', { inputs, outputs: ['www/public/samples/shelf.json'] }, async () => {
    const program = await native();
    say('making the sample person and scores');
    const fresh = join(cache, `samples-${process.pid}`);
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true });
    await run(program, ['sample', '--out', fresh]);
    const { person, scores } = JSON.parse(readFileSync(join(fresh, 'shelf.json'), 'utf8'));
    for (const { file } of [person, ...scores])
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
