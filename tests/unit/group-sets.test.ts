// Holds the page to handing the files of a set over together.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupSets } from '../../www/ui/group-sets.ts';

test('files of one name go together, others stay alone', () => {
  const names = [
    'a.fam',
    'me.txt',
    'a.bed',
    'b.pgen',
    'a.bim',
    'b.pvar.zst',
    'c.bim',
    'b.psam',
    'd.sample',
    'd.bgen',
    'd.bgen.bgi',
  ];
  const sets = groupSets(names.map((name) => new File([name], name)));
  const shown = sets.map(({ name, beside = [] }) => [name, ...beside.map((other) => other.name)]);
  assert.deepEqual(shown, [
    ['me.txt'],
    ['a.bed', 'a.fam', 'a.bim'],
    ['b.pgen', 'b.pvar.zst', 'b.psam'],
    ['c.bim'],
    ['d.bgen', 'd.sample', 'd.bgen.bgi'],
  ]);
});
