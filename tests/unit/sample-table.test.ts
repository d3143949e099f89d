// Holds the table of many samples: who is found, in which order, and what is saved.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScoreResult } from '../../www/shared/report.ts';
import { rowsInSight } from '../../www/ui/row-window.ts';
import { cellValue, chooseSamples, chooseScores, sampleCsv } from '../../www/ui/sample-table.ts';
import { comparedScores } from './fixtures/compared.ts';
import { overview } from './fixtures/overview.ts';
import { handful, manyScores } from './fixtures/report.ts';

const told = ({ percentile }: ScoreResult): boolean => percentile?.withheld === null;
const withheld = (result: ScoreResult): boolean => !told(result);
const ids = (count: number): string[] => Array.from({ length: count }, (_, place) => `S${place + 1}`);
const crowd = overview(manyScores(20), ids(10_000));

test('samples are found by every word, and stay in the order of the file', () => {
  const found = chooseSamples(crowd, ' s99 ', 'observed', null).map((place) => crowd.samples[place]?.id);
  assert.equal(found.length, 111);
  assert.deepEqual(found.slice(0, 3), ['S99', 'S990', 'S991']);
  assert.deepEqual(chooseSamples(crowd, 's99 nobody', 'observed', null), []);
});

test('names are ordered as people count, sums as numbers, and what is not known stands last', () => {
  const byName = chooseSamples(crowd, '', 'observed', { score: null, down: true });
  assert.deepEqual([byName[0], byName.at(-1)], [9_999, 0]);
  for (const down of [false, true]) {
    const order = chooseSamples(crowd, '', 'observed', { score: 3, down });
    const sums = order.map((place) => cellValue(crowd, 'observed', place, 3));
    assert.deepEqual(
      sums,
      [...sums].sort((one, other) => (down ? other - one : one - other)),
    );
  }
  const some = overview(handful, ids(5));
  const score = handful.findIndex((result) => result.filled_sum !== null);
  some.figures.filled_sum[2 * handful.length + score] = Number.NaN;
  for (const down of [false, true])
    assert.equal(chooseSamples(some, '', 'filled', { score, down }).at(-1), 2, 'an unknown sum stands last');
});

test('ten thousand samples are put in order in less than a frame of patience', () => {
  const began = performance.now();
  chooseSamples(crowd, 's', 'observed', { score: 7, down: true });
  chooseSamples(crowd, '', 'observed', { score: null, down: false });
  assert.ok(performance.now() - began < 500, `${performance.now() - began} ms`);
});

test('scores are found by trait, name or id', () => {
  const some = overview(handful, ids(2));
  assert.deepEqual(chooseScores(some, 'breast'), [0, 1]);
  assert.deepEqual(chooseScores(some, 'PGS000021'), [3]);
  assert.equal(chooseScores(some, '').length, handful.length);
});

test('coverage is the share of rows', () => {
  const some = overview(handful, ids(2));
  assert.equal(cellValue(some, 'coverage', 1, 0), handful[0]?.coverage.rows);
});

test('the saved table has every digit, and no formula', async () => {
  const some = overview(handful.slice(0, 2), ['=cmd()', 'a,"b"']);
  const text = await sampleCsv(some, 'observed', [1, 0], [1, 0]).text();
  const value = (sample: number, score: number): string => String(cellValue(some, 'observed', sample, score));
  assert.equal(
    text,
    `sample,PGS000004,PGS000001\r\n"a,""b""",${value(1, 1)},${value(1, 0)}\r\n'=cmd(),${value(0, 1)},${value(0, 0)}\r\n`,
  );
  const filled = await sampleCsv(some, 'filled', [0], [0]).text();
  assert.match(filled, /,\r\n$/, 'an unknown sum is an empty cell');
});

test('a saved percentile has its range beside it, or why it is withheld', async () => {
  const some = overview(
    [told, withheld].flatMap((one) => comparedScores.filter(one).slice(0, 1)),
    ['Ada'],
  );
  const [one, other] = some.scores.map(({ id }) => id);
  assert.equal(
    await sampleCsv(some, 'percentile', [0], [0, 1]).text(),
    `sample,${one},${one}_low,${one}_high,${one}_withheld,${other},${other}_low,${other}_high,${other}_withheld\r\nAda,71.4,63.2,78.1,,,,,no-basis\r\n`,
  );
});

test('columns in sight are few, whatever their number', () => {
  const { first, last, above } = rowsInSight(3_000, 136, 136 * 1_500, 1_000, 2);
  assert.ok(last - first <= 13 && first <= 1_500 && last >= 1_507);
  assert.equal(above, first * 136);
});
