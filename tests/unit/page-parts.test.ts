// Holds the page's small pure parts: the address, the rows in sight, the order of results, the head of a CSV file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCsv } from '../../www/ui/parse-csv.ts';
import { readOptions } from '../../www/ui/read-options.ts';
import { chooseRows, hasPercentiles, resultRows } from '../../www/ui/result-rows.ts';
import type { Column } from '../../www/ui/result-rows.ts';
import { readRoute } from '../../www/ui/route.ts';
import { rowsInSight } from '../../www/ui/row-window.ts';
import { comparedScores, uncompared } from './fixtures/compared.ts';
import { overview } from './fixtures/overview.ts';
import { manyScores } from './fixtures/report.ts';

test('routes', () => {
  for (const [hash, expected] of [
    ['', { view: 'open' }],
    ['#/shelf', { view: 'shelf' }],
    ['#/how-good', { view: 'how-good' }],
    ['#/score/1/12', { view: 'score', sample: 1, score: 12 }],
    ['#/score/1', { view: 'results' }],
    ['#/score/a/2', { view: 'results' }],
    ['#/score/-1/2', { view: 'results' }],
    ['#/nowhere', { view: 'open' }],
  ] as const)
    assert.deepEqual(readRoute(hash), expected, hash);
});

test('options of the address', () => {
  const { written, threads } = readOptions('?rules=pgsc_calc_2&build=38&male_x=2&threads=1&palindromes=&other=x');
  assert.deepEqual([written, threads], [{ rules: 'pgsc_calc_2', build: '38', male_x: '2' }, 1]);
  assert.equal(readOptions('').threads, null);
  assert.equal(readOptions('?threads=many').threads, null);
});

test('rows in sight fill the view, and the spaces stand for the rest', () => {
  for (const top of [0, 700, 56 * 5000]) {
    const { first, last, above, below } = rowsInSight(5000, 56, top, 800);
    assert.ok(last - first < 40);
    assert.equal(above + (last - first) * 56 + below, 5000 * 56);
    assert.ok(first * 56 <= Math.max(top, 0) && (last === 5000 || last * 56 >= top + 800));
  }
  assert.deepEqual(rowsInSight(0, 56, 0, 800), { first: 0, last: 0, above: 0, below: 0 });
});

test('results are filtered by words and by state', () => {
  const rows = resultRows(overview(manyScores(200), ['Ada', 'Ben']));
  assert.equal(rows.length, 400);
  assert.deepEqual(
    new Set(chooseRows(rows, 'PGS000007 ada', 'all', null).map((row) => [row.id, row.sampleId].join())),
    new Set(['PGS000007,Ada']),
  );
  assert.ok(chooseRows(rows, '', 'low', null).every((row) => row.coverage < 0.75));
  assert.ok(chooseRows(rows, '', 'complete', null).every((row) => row.matched === row.rows));
  assert.equal(chooseRows(rows, '', 'part', null).length + chooseRows(rows, '', 'complete', null).length, 400);
});

test('every column sorts both ways, what is unknown stands last, and the report keeps its own order', () => {
  const rows = resultRows(overview(manyScores(60)));
  const before = rows.map((row) => row.score);
  for (const column of [
    'name',
    'sample',
    'observed',
    'filled',
    'coverage',
    'matched',
    'excluded',
    'unmatched',
    'flags',
  ] as Column[]) {
    const up = chooseRows(rows, '', 'all', { column, down: false });
    const down = chooseRows(rows, '', 'all', { column, down: true });
    assert.equal(up.length, 60);
    if (column === 'filled')
      for (const some of [up, down])
        assert.deepEqual(
          some.map((row) => row.filled === null),
          [...some].map((row) => row.filled === null).sort(),
        );
    if (column === 'observed')
      assert.deepEqual(
        up.map((row) => row.observed),
        rows.map((row) => row.observed).sort((a, b) => a - b),
      );
    if (column === 'coverage')
      assert.deepEqual(
        down.map((row) => row.coverage),
        rows.map((row) => row.coverage).sort((a, b) => b - a),
      );
  }
  assert.deepEqual(
    rows.map((row) => row.score),
    before,
  );
});

test('results are ordered by percentile, those withheld last, and can be chosen by it', () => {
  const rows = resultRows(overview(comparedScores));
  for (const down of [false, true]) {
    const values = chooseRows(rows, '', 'all', { column: 'percentile', down }).map((row) => row.percentile?.value);
    const ordered = [0.4, 22, 34, 71.4, 99.7];
    assert.deepEqual(values.slice(0, 5), down ? ordered.toReversed() : ordered);
    assert.deepEqual(values.slice(5), Array(6).fill(undefined));
  }
  assert.equal(chooseRows(rows, '', 'told', null).length, 5);
  assert.deepEqual(
    chooseRows(rows, '', 'withheld', null).map((row) => row.withheld),
    ['no-basis', 'low-coverage', 'outside-reference', 'background-unknown', 'no-variance', 'not-a-number'],
  );
});

test('percentiles have a column only where somebody has one, or lacks it for a reason of their own', () => {
  const without = comparedScores.filter(({ percentile }) => percentile?.withheld?.code === 'no-basis');
  assert.equal(without.length, 1);
  assert.ok(hasPercentiles(overview(comparedScores)));
  assert.ok(!hasPercentiles(overview(without)));
  assert.ok(!hasPercentiles(overview(comparedScores.map(uncompared))));
  assert.ok(
    hasPercentiles(overview(comparedScores.filter(({ percentile }) => percentile?.withheld?.code === 'low-coverage'))),
  );
});

test('the head of a CSV file', () => {
  const text = 'a,b\r\n"x, ""y""",2\r\n3,"line\nbreak"\r\n4,cut';
  assert.deepEqual(parseCsv(text, 10, false), [
    ['a', 'b'],
    ['x, "y"', '2'],
    ['3', 'line\nbreak'],
  ]);
  assert.deepEqual(parseCsv(text, 10, true).at(-1), ['4', 'cut']);
  assert.equal(parseCsv(text, 2, true).length, 2);
});
