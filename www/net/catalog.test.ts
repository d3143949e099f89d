// Holds the catalog's ids to how people write them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Catalog } from './catalog.ts';

const rows = [
  ['PGS000001', 'PGS000001'],
  ['pgs1', 'PGS000001'],
  [' PGS 4255 ', 'PGS004255'],
  ['PGS-0000021', 'PGS000021'],
  ['PGS1234567', 'PGS1234567'],
  ['breast cancer', null],
  ['PGS', null],
  ['1', null],
] as const;

for (const [text, id] of rows) test(`"${text}" is ${id}`, () => assert.equal(Catalog.idOf(text), id));
