// Holds the view of how good percentiles are: figures are read whole or not at all, and the words say what they show.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { heldDots } from '../../www/charts/held-dots.ts';
import { quantilePlots } from '../../www/charts/quantile-plots.ts';
import { rangeWidths } from '../../www/charts/range-widths.ts';
import { howGood as words } from '../../www/messages/en/how-good.ts';
import { readHowGood } from '../../www/ui/read-how-good.ts';
import { howGood } from './fixtures/how-good.ts';

const read = (value: unknown) => readHowGood(new Blob([typeof value === 'string' ? value : JSON.stringify(value)]));
const made = howGood();
const [set] = made.sets;
assert.ok(set);
const [all, odd, , array] = set.files;
assert.ok(all && odd && array);

test('figures are read as they were written, with fields to come', async () => {
  assert.deepEqual(await read(made), JSON.parse(JSON.stringify(made)));
  assert.ok(await read({ ...made, later: 1 }));
  const { placing: _, ...without } = made;
  assert.ok(await read(without));
});

test('the figures that come with the page are ones that it reads', async (context) => {
  const path = join(process.cwd(), 'www/packs/how-good.json');
  if (!existsSync(path)) return context.skip('no www/packs/how-good.json');
  const found = await read(readFileSync(path, 'utf8'));
  assert.ok(found && found.sets.length > 0 && found.sets.every(({ files }) => files.length > 0));
});

test('figures that cannot be are not read', async () => {
  for (const change of [
    { kind: 'other' },
    { version: 2 },
    { rule: { ...made.rule, level: 90 } },
    { sets: [{ ...set, background: 'guessed' }] },
    { sets: [{ ...set, files: [{ ...odd, held: 1.2 }] }] },
    { sets: [{ ...set, files: [{ ...odd, groups: [{ ...odd.groups[0], deciles: [1, 2, 3] }] }] }] },
    { placing: [{ sites: 1, people: 1, nearest_right: 1 }] },
  ])
    assert.equal(await read({ ...made, ...change }), null, JSON.stringify(change).slice(0, 60));
  assert.equal(await read('<html>'), null);
});

test('titles say what was found, also where it is not good', () => {
  assert.equal(heldDots('a', [array], made.rule, 640).title, 'The range held as often as it should');
  assert.match(heldDots('a', set.files.slice(1), made.rule, 640).title, /^In 2 of 3 ways/);
  assert.equal(quantilePlots('a', all, made.rule, 640).title, 'Percentiles are spread evenly in all 5 groups');
  assert.equal(quantilePlots('a', odd, made.rule, 640).title, 'Percentiles are not spread evenly: South Asian');
  assert.match(
    rangeWidths('a', set.files, 640).title,
    /With 100% of a score the range is 9 points wide, with 30% it is 80/,
  );
  assert.match(words.heldAll(0, 0, 3, '88%', '92%'), /in every one of the 3 ways/);
  const text = words.heldAll(1, 2, 9, '88%', '92%');
  assert.match(text, /in 6 of the 9 .* more often in 1, .* wider .* less often in 2, .* too much/);
  assert.match(words.evenAll(1, 20), /not spread evenly in 1 of 20/);
});

test('small probabilities are written as numbers people read', () => {
  const { table, readings } = quantilePlots('a', odd, made.rule, 640);
  assert.equal(table.rows.at(-1)?.[4], '0.0000004');
  assert.match(readings.at(-1) ?? '', /smallest p 0\.0000004\./);
  // The line of the odd group leaves the diagonal by what its tenths add up to.
  assert.ok(Number(/at most ([\d.]+) points/.exec(readings.at(-1) ?? '')?.[1]) > 5);
});
