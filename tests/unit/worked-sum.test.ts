// Holds the worked sum to its word: the printed lines add up, digit for digit, to the printed total.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Contribution, ScoreResult } from '../../www/shared/report.ts';
import { workedFactor } from '../../www/ui/worked-factor.ts';
import { workedSum } from '../../www/ui/worked-sum.ts';
import { handful } from './fixtures/report.ts';
import { scoreResult } from './fixtures/score-result.ts';

/** Adds as a person would: whole numbers of the last digit. */
function byHand(texts: readonly string[]): bigint {
  return texts.reduce((sum, text) => sum + BigInt(text.replace('−', '-').replace('.', '')), 0n);
}

function lines(result: ScoreResult): { readonly lines: readonly string[]; readonly total: string } {
  const { terms, rest, rounding, total } = workedSum(result);
  return {
    lines: [...terms.map((term) => term.text), ...(rest ? [rest.text] : []), ...(rounding ? [rounding] : [])],
    total,
  };
}

for (const result of [
  ...handful,
  ...Array.from({ length: 40 }, (_, seed) =>
    scoreResult({ id: `seed ${seed}`, trait: null, rows: 3 + seed * 5, seed }),
  ),
])
  test(`${result.id}: the lines add up to the total`, () => {
    const { lines: texts, total } = lines(result);
    assert.equal(byHand(texts), byHand([total]));
    const decimals = new Set([...texts, total].map((text) => text.split('.')[1]?.length ?? 0));
    assert.equal(decimals.size, 1, 'every line has the same decimals');
  });

const term = (effect_weight: string, dosage: number, contribution: number): Contribution => ({
  variant: 'rs1',
  chromosome: '1',
  position: 1,
  effect_allele: 'A',
  other_allele: 'G',
  effect_weight,
  dosage,
  contribution,
});

const withTerms = (largest: readonly Contribution[], observed_sum: number): ScoreResult => ({
  ...scoreResult({ id: 'terms', trait: null, rows: largest.length, seed: 1, missing: 0 }),
  largest,
  observed_sum,
});

test('binary dust is not printed', () => {
  const { terms, total, rounding, rest } = workedSum(withTerms([term('0.1', 1, 0.1), term('0.2', 1, 0.2)], 0.1 + 0.2));
  assert.deepEqual([terms.map((one) => one.text), total, rounding, rest], [['0.1', '0.2'], '0.3', null, null]);
});

test('very small weights keep six digits', () => {
  const { terms, total } = workedSum(
    withTerms([term('1.23456789e-8', 2, 2.46913578e-8), term('-3e-10', 1, -3e-10)], 2.43913578e-8),
  );
  assert.deepEqual([terms[0]?.text, total], ['0.0000000246914', '0.0000000243914']);
});

test('what rounding leaves over is shown, not hidden', () => {
  const third = 1 / 3;
  const { lines: texts, total } = lines(
    withTerms(
      [term('x', 1, third), term('x', 1, third), term('x', 1, third), term('x', 1, third), term('x', 1, third)],
      third * 5,
    ),
  );
  assert.equal(byHand(texts), byHand([total]));
  assert.equal(texts.length, 6);
});

test('rows that the report leaves off its list because they add nothing are said to', () => {
  const result = {
    ...withTerms(
      [term('-0.12851542223542736', 2, -0.25703084447085472), term('-0.06', 1, -0.06)],
      -0.31703084447085472,
    ),
    matched: 4,
  };
  const { rest, total, rounding } = workedSum(result);
  assert.deepEqual([rest, total, rounding], [{ count: 2, text: '0.000000', nothing: true }, '−0.317031', null]);
});

test('a score of which nothing counted has no lines', () => {
  const { terms, rest, total } = workedSum({ ...withTerms([], 0), matched: 0 });
  assert.deepEqual([terms.length, rest, total], [0, null, '0']);
});

test('a line can be done by hand under every effect model', () => {
  for (const [name, row, expected] of [
    ['additive', term('-0.25', 2, -0.5), ['−0.25', '×', '2 A', false]],
    ['by dosage', term('-0.055;0.055;0.275', 2, 0.275), ['0.275', 'for', '2 A', false]],
    ['dominant', term('0.39', 2, 0.39), ['0.39', '×', '1 (2 A)', true]],
    ['recessive, one copy', term('0.39', 1, 0), ['0.39', '×', '0 (1 A)', true]],
    ['ratio', term('1.26', 2, 2 * Math.log(1.26)), ['ln 1.26', '×', '2 A', false]],
    ['ratio, dominant', term('1.26', 2, Math.log(1.26)), ['ln 1.26', '×', '1 (2 A)', true]],
    ['nothing', term('0.1', 0, 0), ['0.1', '×', '0 A', false]],
    ['long allele', { ...term('0.1', 1, 0.1), effect_allele: 'ACGTACGT' }, ['0.1', '×', '1', false]],
  ] as const) {
    const { weight, sign, copies, counted } = workedFactor(row);
    assert.deepEqual([weight, sign, copies, counted], expected, name);
  }
});
