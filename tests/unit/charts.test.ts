// Holds each chart to its snapshot; `TALLELE_SNAPSHOTS=write` writes them anew, to be looked at before they are kept.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Chart } from '../../www/charts/chart.ts';
import { chromosomeStrip } from '../../www/charts/chromosome-strip.ts';
import { chromosomeSums } from '../../www/charts/chromosome-sums.ts';
import { coverageBar } from '../../www/charts/coverage-bar.ts';
import { coverageColumn } from '../../www/charts/coverage-column.ts';
import type { Drawing } from '../../www/charts/drawing.ts';
import { largestVariants } from '../../www/charts/largest-variants.ts';
import { svgText } from '../../www/charts/svg-text.ts';
import { tableCsv } from '../../www/charts/table-csv.ts';
import { genotypeFile } from './fixtures/genotype-file.ts';
import { handful } from './fixtures/report.ts';
import { scoreResult } from './fixtures/score-result.ts';

const folder = join(process.cwd(), 'tests/unit/snapshots');
const write = process.env['TALLELE_SNAPSHOTS'] === 'write';

function snapshot(name: string, text: string): void {
  const path = join(folder, name);
  if (write) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  }
  assert.ok(existsSync(path), `no snapshot ${name}: write it with TALLELE_SNAPSHOTS=write and look at it`);
  assert.equal(text, readFileSync(path, 'utf8'), name);
}

function nodes(drawing: Drawing): Drawing[] {
  return [drawing, ...drawing.children.flatMap((child) => (typeof child === 'string' ? [] : nodes(child)))];
}

const [one, , , partly, small] = handful;
assert.ok(one && partly && small);
const charts: Readonly<Record<string, (width: number) => Chart>> = {
  'chromosome-strip': (width) => chromosomeStrip(genotypeFile(), width),
  'chromosome-sums': (width) => chromosomeSums(one, width),
  'coverage-column': (width) => coverageColumn(partly, width),
  'coverage-column-complete': (width) => coverageColumn(small, width),
  'largest-variants': (width) => largestVariants(one, width),
};

for (const [name, chart] of Object.entries(charts)) {
  for (const width of [328, 720])
    test(`${name} at ${width}`, () => snapshot(`${name}-${width}.svg`, svgText(chart(width).drawing)));

  test(`${name}: words, readings and table agree with the picture`, () => {
    const { title, sentence, drawing, readings, table } = chart(640);
    const marks = nodes(drawing).flatMap((node) =>
      node.attributes['data-mark'] === undefined ? [] : [Number(node.attributes['data-mark'])],
    );
    assert.deepEqual(marks, [...readings.keys()]);
    assert.ok(table.rows.every((row) => row.length === table.columns.length));
    assert.doesNotMatch(title, /\.$/);
    assert.match(sentence, /\.$/);
    assert.doesNotMatch(JSON.stringify({ title, sentence, readings }), /NaN|undefined|null|Infinity/);
  });

  test(`${name}: nothing stands outside the picture`, () => {
    for (const width of [328, 720]) {
      const { drawing } = chart(width);
      const height = Number(drawing.attributes['height']);
      for (const { tag, attributes } of nodes(drawing)) {
        if (tag !== 'rect') continue;
        const [x, y, wide, tall] = ['x', 'y', 'width', 'height'].map((key) => Number(attributes[key]));
        assert.ok(x !== undefined && y !== undefined && wide !== undefined && tall !== undefined);
        assert.ok(x >= 0 && y >= 0 && x + wide <= width + 0.1 && y + tall <= height + 0.1, JSON.stringify(attributes));
      }
    }
  });
}

test('the coverage bar keeps to its track', () => {
  for (const [share, filled] of [
    [0, 0],
    [0.5, 36],
    [1, 72],
    [7, 72],
    [-1, 0],
  ] as const)
    assert.equal(
      coverageBar(share).children.map((child) => (typeof child === 'string' ? null : child.attributes['width']))[1],
      filled,
    );
});

test('a score of which nothing counted can be drawn', () => {
  const none = {
    ...scoreResult({ id: 'none', trait: null, rows: 10, seed: 1, missing: 1 }),
    largest: [],
    matched: 0,
    chromosomes: [],
  };
  for (const chart of [chromosomeSums, coverageColumn, largestVariants])
    assert.doesNotMatch(svgText(chart(none, 400).drawing), /NaN|Infinity/);
});

test('text cannot become markup', () => {
  const text = svgText({ tag: 'text', attributes: { title: '"<&' }, children: ['<script>&'] });
  assert.equal(text, '<text xmlns="http://www.w3.org/2000/svg" title="&quot;&lt;&amp;">&lt;script&gt;&amp;</text>\n');
});

test('the table is CSV', () => {
  const csv = tableCsv({
    columns: [
      { label: 'a,b', numeric: false },
      { label: 'c', numeric: true },
    ],
    rows: [['say "x"', '1']],
  });
  assert.equal(csv, '"a,b",c\r\n"say ""x""",1\r\n');
});
