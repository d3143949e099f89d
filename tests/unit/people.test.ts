// Holds what the view of people says: names of groups, shares and their intervals, relations, differences of siblings.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { componentMap } from '../../www/charts/component-map.ts';
import { groupPath, shapeCount } from '../../www/charts/group-shapes.ts';
import { labelPlace } from '../../www/charts/label-place.ts';
import { similarityBars } from '../../www/charts/similarity-bars.ts';
import { svgText } from '../../www/charts/svg-text.ts';
import { peopleWords } from '../../www/messages/en/people.ts';
import { populationTitle } from '../../www/messages/en/populations.ts';
import { referenceGroup, referenceGroupName } from '../../www/messages/en/reference-groups.ts';
import type { KinPair } from '../../www/shared/comparison.ts';
import { formatPercent } from '../../www/shared/format-percent.ts';
import { shareInterval } from '../../www/shared/share-interval.ts';
import { choosePeople } from '../../www/ui/choose-people.ts';
import { orderPairs } from '../../www/ui/order-pairs.ts';
import { packBytes } from '../../www/ui/pack-bytes.ts';
import { partyName } from '../../www/ui/party-name.ts';
import { siblingDifference } from '../../www/ui/sibling-difference.ts';
import { percentileAt } from '../../www/ui/percentile-at.ts';
import { comparison, placed } from './fixtures/comparison.ts';
import { overview } from './fixtures/overview.ts';

const pack = join(process.cwd(), 'www/packs/ancestry-core.tallele-panel');

test('every group and population of the reference pack has a name in words', () => {
  const head = readFileSync(pack).toString('latin1');
  const codes = [...head.matchAll(/\{"code":"([A-Z]+)","group":\d\}/g)].map((match) => match[1] ?? '');
  assert.equal(codes.length, 26);
  for (const code of codes) assert.notEqual(populationTitle(code), code);
  const groups = JSON.parse(head.match(/"groups":(\[[^\]]+\])/)?.[1] ?? '[]') as string[];
  assert.equal(groups.length, 5);
  for (const code of groups) assert.equal(referenceGroup(code), `${referenceGroupName(code)} (${code})`);
  assert.equal(referenceGroup('XYZ'), 'XYZ');
  assert.equal(populationTitle('XYZ'), 'XYZ');
});

test('what is said to be fetched is as large as the pack', () => {
  const { size } = statSync(pack);
  assert.ok(Math.abs(size - packBytes) / size < 0.02, `the pack has ${size} bytes: change www/ui/pack-bytes.ts`);
});

test('similarity is said not to be identity', () => {
  assert.match(peopleWords.notIdentity, /not ethnicity or identity/);
  assert.doesNotMatch(JSON.stringify(peopleWords), /\brace\b|racial|normal/i);
});

test('whole per cent, never a part rounded to nothing or to all', () => {
  for (const [share, text] of [
    [0, '0%'],
    [0.0001, '<1%'],
    [0.004999, '<1%'],
    [0.005, '1%'],
    [0.5, '50%'],
    [0.994, '99%'],
    [0.9951, '>99%'],
    [1, '100%'],
  ] as const)
    assert.equal(formatPercent(share), text, String(share));
});

test('the interval around a share has 90 of 100 and ends at nothing and at all', () => {
  const middle = shareInterval(0.5, 0.1);
  assert.ok(middle && Math.abs(middle.low - 0.33551) < 1e-5 && Math.abs(middle.high - 0.66449) < 1e-5);
  assert.deepEqual(shareInterval(0.01, 0.1)?.low, 0);
  assert.deepEqual(shareInterval(0.99, 0.1)?.high, 1);
  assert.equal(shareInterval(0.5, null), null);
  assert.equal(shareInterval(0.5, Number.NaN), null);
});

test('no share is shown without its interval, or the word that it is not known', () => {
  const told = similarityBars(placed(), 400);
  assert.match(told.title, /European.*>99% \(99–100\)/);
  const unsure = similarityBars(placed({ similarity: { EUR: { q: 0.7, se: null }, AFR: { q: 0.3, se: null } } }), 400);
  assert.match(unsure.title, /several.*70% \(unsure\)/);
  assert.match(unsure.sentence, /not known/);
  for (const { readings } of [told, unsure])
    for (const reading of readings) assert.match(reading, /from .* to |not known/);
});

test('on a narrow card the bars stay bars', () => {
  for (const width of [200, 264, 328, 379, 380, 720])
    assert.doesNotMatch(svgText(similarityBars(placed(), width).drawing), /width="-|NaN|Infinity/, String(width));
});

test('the map says who lies where, and leaves out who was not placed', () => {
  const apart = placed({ id: 'Ben', outside: true });
  const few = placed({ id: 'Cleo', pcs: null, pcs_se: null, nearest: null, outside: null, similarity: null });
  const titles = (people: Parameters<typeof comparison>[0]): string =>
    componentMap(comparison(people), [0, 1], 640).title;
  assert.equal(titles([placed()]), 'Ada lies nearest to the European reference people');
  assert.equal(titles([apart]), 'Ben lies apart from all reference people');
  assert.equal(titles([placed(), apart, few]), '1 of 2 people lies apart from all reference people');
  assert.equal(titles([placed(), placed({ id: 'Eve' })]), 'All 2 lie nearest to the European reference people');
  assert.equal(titles([placed(), placed({ nearest: 'AFR' })]), '2 people lie nearest to 2 of the reference groups');
  const mixed = placed({ similarity: { AFR: { q: 0.5, se: 0.02 }, EUR: { q: 0.5, se: 0.02 } } });
  assert.equal(titles([mixed]), 'Ada lies between the reference groups');
  assert.equal(titles([placed(), mixed]), '1 of 2 people lies between the reference groups');
  const { readings, table } = componentMap(comparison([placed(), apart, few]), [2, 3], 640);
  assert.equal(readings.length, 4);
  assert.match(readings[0] ?? '', /African \(AFR\): 20 reference people, drawn as circles/);
  assert.equal(table.rows.length, 4);
  assert.equal(table.columns[3]?.label, 'Component 3');
});

test('the oval is as wide as the errors', () => {
  const wide = componentMap(comparison([placed({ pcs_se: [0.4, 0.1, 0, 0] })]), [0, 1], 640);
  const text = svgText(wide.drawing);
  const [, rx, ry] = text.match(/<ellipse[^>]* rx="([\d.]+)" ry="([\d.]+)"/) ?? [];
  assert.ok(Number(rx) > Number(ry) && Number(ry) > 0);
});

test('every group has a shape of its own, until there are more groups than shapes', () => {
  const paths = Array.from({ length: shapeCount }, (_, group) => groupPath(group, [[10, 10]], 3));
  assert.equal(new Set(paths).size, shapeCount);
  assert.equal(groupPath(shapeCount, [[10, 10]], 3), paths[0]);
  assert.equal(groupPath(1, [], 3), '');
});

test('labels stay inside, and off each other', () => {
  const frame = { x: 0, y: 0, width: 200, height: 100 };
  const cloud = [
    [0, 0],
    [5, 5],
    [9, 9],
  ] as const;
  const first = labelPlace(cloud, { width: 60, height: 16 }, frame, cloud, []);
  const second = labelPlace(cloud, { width: 60, height: 16 }, frame, cloud, [first]);
  for (const { x, y } of [first, second]) assert.ok(x >= 0 && y >= 0 && x <= 140 && y <= 84);
  assert.ok(
    second.y >= first.y + 16 || first.y >= second.y + 16 || second.x >= first.x + 60 || first.x >= second.x + 60,
  );
});

test('people are chosen by words', () => {
  const people = ['Ada', 'Ben', 'Adam'].map((id) => ({ id, input: `${id}.txt` }));
  assert.deepEqual(choosePeople(people, '', 2), { shown: [0, 1], found: 3 });
  assert.deepEqual(choosePeople(people, 'ADA txt', 8), { shown: [0, 2], found: 2 });
  assert.deepEqual(choosePeople(people, 'nobody', 8), { shown: [], found: 0 });
});

function pair(one: string, other: string, change: Partial<KinPair>): KinPair {
  return {
    a: { id: one, input: `${one}.txt` },
    b: { id: other, input: `${other}.txt` },
    sites: 9000,
    het_het: 0.1,
    ibs0: 0.05,
    phi: 0,
    relation: 'unrelated',
    text: 'These two do not look like close relatives.',
    withheld: null,
    ...change,
  };
}

test('the closest pairs come first, and those nothing is told of last', () => {
  const pairs = [
    pair('a', 'b', { relation: null, phi: 0.4 }),
    pair('a', 'c', {}),
    pair('a', 'd', { relation: 'same', phi: 0.5 }),
    pair('b', 'd', { phi: null, relation: null }),
  ];
  assert.deepEqual(
    orderPairs(pairs).map(({ a, b }) => a.id + b.id),
    ['ad', 'ac', 'ab', 'bd'],
  );
});

test('a party is named by the file too where two files have a sample of that name', () => {
  const twice = { id: 'a', input: 'other.vcf' };
  const pairs = [pair('a', 'b', {}), { ...pair('a', 'b', {}), a: twice }];
  const name = partyName(pairs);
  assert.deepEqual(
    [name({ id: 'a', input: 'a.txt' }), name(twice), name({ id: 'b', input: 'b.txt' })],
    ['a (a.txt)', 'a (other.vcf)', 'b'],
  );
});

test('siblings differ by the distance of their percentiles, with both their errors', () => {
  const [one, other] = [
    { value: 84.1345, low: 69.1462, high: 93.3193 },
    { value: 50, low: 30.8538, high: 69.1462 },
  ];
  const apart = siblingDifference(one, other);
  assert.ok(apart);
  assert.ok(Math.abs(apart.value - 1) < 1e-3, String(apart.value));
  // Each is half a standard deviation unsure to either side.
  assert.ok(Math.abs(apart.low - (1 - Math.SQRT1_2)) < 1e-3 && Math.abs(apart.high - (1 + Math.SQRT1_2)) < 1e-3);
  const back = siblingDifference(other, one);
  assert.ok(back && Math.abs(back.value + apart.value) < 1e-12 && Math.abs(back.low + apart.high) < 1e-12);
  assert.equal(siblingDifference({ ...one, high: 100 }, other), null);
  assert.equal(siblingDifference(one, { value: Number.NaN, low: 1, high: 2 }), null);
});

test('a percentile is read with its range or not at all', () => {
  const made = overview(undefined, ['Ada', 'Ben']);
  assert.deepEqual(percentileAt(made, 1 * made.scores.length + 0), {
    percentile: { value: 71.4, low: 64.2, high: 78.1 },
    withheld: null,
  });
  const { figures } = made;
  const without = { ...made, figures: { ...figures, percentile_low: figures.percentile_low.fill(Number.NaN) } };
  assert.deepEqual(percentileAt(without, 1 * without.scores.length + 0), {
    percentile: null,
    withheld: 'not-a-number',
  });
  const withheld = {
    ...made,
    withheld: ['low-coverage'],
    figures: { ...figures, percentile: figures.percentile.fill(Number.NaN), withheld: figures.withheld.fill(1) },
  };
  assert.deepEqual(percentileAt(withheld, 0 * withheld.scores.length + 0), {
    percentile: null,
    withheld: 'low-coverage',
  });
  assert.deepEqual(percentileAt(made, -1 * made.scores.length + 0), { percentile: null, withheld: null });
});
