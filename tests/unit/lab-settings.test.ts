// Holds the labs' addresses: every setting is written, and read back as it was, within its range.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatFigure } from '../../www/shared/format-figure.ts';
import type { Setting } from '../../www/ui/labs/lab-settings.ts';
import { readSettings, writeSettings } from '../../www/ui/labs/lab-settings.ts';
import { labHash, readRoute } from '../../www/ui/route.ts';

const list: readonly Setting<'h2' | 'p' | 'effects'>[] = [
  { key: 'h2', label: '', low: 0.1, high: 1, initial: 0.5 },
  { key: 'p', label: '', low: 10, high: 100, initial: 40, isWhole: true },
  { key: 'effects', label: '', initial: 'normal', choices: { equal: '', normal: '' } },
];

test('settings of an address', () => {
  for (const [query, expected] of [
    ['', { h2: 0.5, p: 40, effects: 'normal' }],
    ['h2=0.25&p=12&effects=equal', { h2: 0.25, p: 12, effects: 'equal' }],
    ['h2=7&p=3', { h2: 1, p: 10, effects: 'normal' }],
    ['h2=&p=12.6&effects=toString', { h2: 0.5, p: 13, effects: 'normal' }],
    ['h2=NaN&p=Infinity&other=1', { h2: 0.5, p: 40, effects: 'normal' }],
  ] as const) {
    const settings = readSettings(list, query);
    assert.deepEqual(settings, expected, query);
    assert.deepEqual(readSettings(list, writeSettings(list, settings)), settings, query);
  }
});

test('a lab is reached with its settings', () => {
  const hash = labHash('phase-transition', 'h2=0.5&p=4000');
  assert.equal(hash, '#/labs/phase-transition?h2=0.5&p=4000');
  assert.deepEqual(readRoute(hash), { view: 'labs', lab: 'phase-transition', query: 'h2=0.5&p=4000' });
  assert.deepEqual(readRoute('#/labs'), { view: 'labs', lab: null, query: '' });
  assert.deepEqual(readRoute('#/labs/toString'), { view: 'labs', lab: null, query: '' });
});

test('figures have as many digits as they can be read by', () => {
  for (const [value, expected] of [
    [0.141421, '0.141'],
    [6.771, '6.77'],
    [829.4, '829'],
    [1_250_000, '1\u202f250\u202f000'],
    [0, '0'],
    [-0.5, '−0.5'],
    [4.45e-41, '4.45e−41'],
  ] as const)
    assert.equal(formatFigure(value), expected);
});
