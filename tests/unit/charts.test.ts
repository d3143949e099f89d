// Holds each chart to its snapshot; `TALLELE_SNAPSHOTS=write` writes them anew, to be looked at before they are kept.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Chart } from '../../www/charts/chart.ts';
import { componentMap } from '../../www/charts/component-map.ts';
import { chromosomeStrip } from '../../www/charts/chromosome-strip.ts';
import { chromosomeSums } from '../../www/charts/chromosome-sums.ts';
import { coverageBar } from '../../www/charts/coverage-bar.ts';
import { coverageColumn } from '../../www/charts/coverage-column.ts';
import type { Drawing } from '../../www/charts/drawing.ts';
import { heldDots } from '../../www/charts/held-dots.ts';
import { dataCurve } from '../../www/charts/data-curve.ts';
import { editCurve } from '../../www/charts/edit-curve.ts';
import { flipCurve } from '../../www/charts/flip-curve.ts';
import { phaseCurve } from '../../www/charts/phase-curve.ts';
import { shareMatrix } from '../../www/charts/share-matrix.ts';
import { spectrumCurve } from '../../www/charts/spectrum-curve.ts';
import { largestVariants } from '../../www/charts/largest-variants.ts';
import { normalQuantile } from '../../www/shared/normal-quantile.ts';
import { percentileBar } from '../../www/charts/percentile-bar.ts';
import { percentileCurve } from '../../www/charts/percentile-curve.ts';
import { quantilePlots } from '../../www/charts/quantile-plots.ts';
import { rangeWidths } from '../../www/charts/range-widths.ts';
import { riskCurve } from '../../www/charts/risk-curve.ts';
import { riskIcons } from '../../www/charts/risk-icons.ts';
import { svgText } from '../../www/charts/svg-text.ts';
import { tableCsv } from '../../www/charts/table-csv.ts';
import { risk, told } from './fixtures/compared.ts';
import { eyeColourBars } from '../../www/charts/eye-colour-bars.ts';
import { similarityBars } from '../../www/charts/similarity-bars.ts';
import { comparison, eyeColour, placed } from './fixtures/comparison.ts';
import { genotypeFile } from './fixtures/genotype-file.ts';
import { howGood } from './fixtures/how-good.ts';
import * as labs from './fixtures/labs.ts';
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
const figures = howGood();
const ways = figures.sets[0]?.files.filter(({ removal }) => removal !== 'none') ?? [];
const charts: Readonly<Record<string, (width: number) => Chart>> = {
  'chromosome-strip': (width) => chromosomeStrip(genotypeFile(), width),
  'chromosome-sums': (width) => chromosomeSums(one, width),
  'coverage-column': (width) => coverageColumn(partly, width),
  'coverage-column-complete': (width) => coverageColumn(small, width),
  'largest-variants': (width) => largestVariants(one, width),
  'percentile-curve': (width) => percentileCurve(one.id, told(), width),
  'percentile-curve-lowest': (width) => percentileCurve(one.id, told({ value: 0.001, low: 0, high: 4 }), width),
  'percentile-curve-wide': (width) => percentileCurve(one.id, told({ value: 100, low: 0, high: 100 }), width),
  'risk-curve': (width) => riskCurve(one.id, risk(), width) ?? assert.fail(),
  'risk-curve-equal': (width) =>
    riskCurve(one.id, risk({ value: 0.0041, low: 0.0022, high: 0.0078, average: 0.0042 }), width) ?? assert.fail(),
  'risk-icons': (width) => riskIcons(one.id, risk(), width),
  'risk-icons-rare': (width) =>
    riskIcons(one.id, risk({ value: 0.004, low: 0.0001, high: 0.008, average: 0.006 }), width),
  'held-dots': (width) => heldDots('held', ways, figures.rule, width),
  'quantile-plots': (width) => quantilePlots('even', ways[0] ?? assert.fail(), figures.rule, width),
  'range-widths': (width) => rangeWidths('wide', ways, width),
  'similarity-bars': (width) => similarityBars(placed(), width),
  'eye-colour-bars': (width) => eyeColourBars('Ada', eyeColour(), width),
  'data-curve': (width) => dataCurve('data', labs.dataSettings, labs.dataCurves, width),
  'edit-curve': (width) => editCurve('edits', labs.editCurves, width),
  'flip-curve': (width) => flipCurve('flips', labs.flipCurves, width),
  'phase-curve': (width) => phaseCurve('phase', labs.phaseSettings, labs.phaseCurves, labs.phasePoints, width),
  'phase-curve-empty': (width) => phaseCurve('phase', labs.phaseSettings, labs.phaseCurves, [], width),
  'share-matrix': (width) => shareMatrix('shared', labs.sharing, width),
  'spectrum-curve': (width) => spectrumCurve('spectrum', labs.spread, labs.flipCurves.spectrum, width),
  'component-map': (width) =>
    componentMap(comparison([placed(), placed({ id: 'Ben', pcs: [3, 2, 0, 0], outside: true })]), [0, 1], width),
};

for (const [name, chart] of Object.entries(charts)) {
  // A thousand marks are the same as a hundred, and a long text.
  for (const width of name.endsWith('-rare') ? [] : [328, 720])
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

test('a risk of a lifetime, or of ages out of order, has no curve', () => {
  const { curve } = risk();
  assert.equal(riskCurve('x', risk({ curve: [] }), 400), null);
  assert.equal(riskCurve('x', risk({ curve: curve.toReversed() }), 400), null);
  const { from_years: _, ...lifetime } = risk();
  assert.equal(riskCurve('x', lifetime, 400), null);
});

test('quantiles of the normal curve', () => {
  for (const [share, z] of [
    [0.5, 0],
    [0.714, 0.5651081],
    [0.975, 1.959964],
    [0.01, -2.3263479],
    [0.001, -3.0902323],
    [0, -4.7534243],
    [1, 4.7534243],
  ] as const)
    assert.ok(Math.abs(normalQuantile(share) - z) < 1e-5, `${share}: ${normalQuantile(share)}`);
});

test('the percentile bar keeps to its track, the mark within its range', () => {
  for (const [value, low, high] of [
    [0, 0, 0],
    [100, 97, 100],
    [50, 0, 100],
  ] as const) {
    const [track, , band, mark] = percentileBar({ value, low, high }).children as Drawing[];
    const [from, wide] = [Number(band?.attributes['x']), Number(band?.attributes['width'])];
    const at = Number(/^M([\d.]+) /.exec(String(mark?.attributes['d']))?.[1]);
    const [start, length] = [Number(track?.attributes['x']), Number(track?.attributes['width'])];
    assert.ok(start <= from && from + wide <= start + length + 2, `${from} ${wide}`);
    assert.ok(from <= at && at <= from + wide, `${from} ${at} ${wide}`);
  }
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
