// Makes what is measured: the sample person and the sample score of 1.1 million rows, stored in each way that a run needs.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { cache } from '../../www/build/paths.mjs';
import { run } from '../../www/build/run.mjs';
import { say } from '../../www/build/say.mjs';
import { whenChanged } from '../../www/build/stamp.mjs';

const folder = join(cache, 'bench');
const sources = [
  'src/bin/tallele/sample.rs',
  'src/simulation',
  'src/simulation.rs',
  'src/formats/pack',
  'src/bin/tallele/pack.rs',
  'www/packs',
  'tests/bench/inputs.mjs',
];

/**
 * PLINK joins by the name in the first column: a row without rsID is named by its place, or PLINK would take the next
 * column for its name. All 1.1 million rows stay.
 */
function namedRows(text) {
  const rows = text.split('\n').filter((line) => !line.startsWith('#'));
  return rows
    .map((line) => {
      if (!line.startsWith('\t')) return line;
      const [, chromosome, position] = line.split('\t');
      return `${chromosome}:${position}${line}`;
    })
    .join('\n');
}

/** @param {string} program the native command line */
export async function makeInputs(program) {
  const at = (name) => join(folder, name);
  await whenChanged(
    'bench-inputs',
    { inputs: sources, outputs: ['target/web/bench/score-for-plink.txt.gz'] },
    async () => {
      say('making the sample person and the score of 1.1 million rows');
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      await run(program, ['sample', '--out', folder, '--dense'], { capture: true });
      if (!readdirSync(folder).includes('SAMPLE05.txt.gz')) throw new Error('tallele sample made no SAMPLE05.txt.gz');
      const text = gunzipSync(readFileSync(at('SAMPLE05.txt.gz'))).toString();
      writeFileSync(at('SAMPLE05.txt'), text);
      await run(program, ['pack', '--scores', at('SAMPLE05.txt.gz'), '--out', at('SAMPLE05.tpack')], { capture: true });
      writeFileSync(at('score-for-plink.txt.gz'), gzipSync(namedRows(text)));
    },
  );
  const { scores } = JSON.parse(readFileSync(at('shelf.json'), 'utf8'));
  const size = (name) => statSync(at(name)).size;
  return {
    /** As the vendor's download is once it is unpacked. */
    person: at('sample-person.txt'),
    personGz: at('sample-person.txt.gz'),
    score: at('SAMPLE05.txt'),
    scoreGz: at('SAMPLE05.txt.gz'),
    scorePack: at('SAMPLE05.tpack'),
    scoreForPlink: at('score-for-plink.txt.gz'),
    /** Where PLINK leaves its files. */
    plink: at('plink'),
    rows: scores.find(({ id }) => id === 'SAMPLE05').rows,
    bytes: {
      person: size('sample-person.txt'),
      person_gz: size('sample-person.txt.gz'),
      score: size('SAMPLE05.txt'),
      score_gz: size('SAMPLE05.txt.gz'),
      score_pack: size('SAMPLE05.tpack'),
    },
  };
}
