// Holds the promise that no percentile and no risk is shown without its range and what it rests on, over random results.
import { html } from 'lit';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { withheldReason } from '../../www/messages/en/withheld.ts';
import { formatPercentile } from '../../www/shared/format-percentile.ts';
import { formatShare } from '../../www/shared/format-share.ts';
import { peopleOf } from '../../www/shared/people-of.ts';
import type { Accuracy, Discrimination, Percentile, ScoreResult } from '../../www/shared/report.ts';
import { toldAccuracy } from '../../www/shared/told-accuracy.ts';
import { toldDiscrimination } from '../../www/shared/told-discrimination.ts';
import { toldPercentile } from '../../www/shared/told-percentile.ts';
import { toldRisk } from '../../www/shared/told-risk.ts';
import { percentileCell } from '../../www/ui/percentile-cell.ts';
import { resultRows } from '../../www/ui/result-rows.ts';
import { riskSection } from '../../www/ui/risk-section.ts';
import { standingSection } from '../../www/ui/standing-section.ts';
import {
  accuracy,
  comparedScores,
  discrimination,
  reasons,
  risk,
  told,
  uncompared,
  withheld,
} from './fixtures/compared.ts';
import { overview } from './fixtures/overview.ts';
import { seeded } from './fixtures/seeded.ts';
import { templateText } from './fixtures/template-text.ts';

// A bar is drawn into the cell; its text stands beside it.
const element = { setAttribute: () => undefined, append: () => undefined };
Object.assign(globalThis, { document: { createElementNS: () => element } });

const rounds = 3000;
const [first] = comparedScores;
assert.ok(first);
const plain = uncompared(first);
const silent = { code: 'low-coverage', why: 'Too little is there.', help: 'More would help.' };
const standingText = (result: ScoreResult): string =>
  templateText(standingSection(result, { name: 'panel', sha256: 'ab'.repeat(32) }));
const riskText = (result: ScoreResult): string => templateText(riskSection(result, html``));

/** Anything that a file may hold in the place of a number. */
function broken(random: () => number): unknown {
  return [null, undefined, Number.NaN, Number.POSITIVE_INFINITY, -1, 1e6, '71', ''][Math.floor(random() * 8)];
}

/** Told, told with one part missing or wrong, or withheld. */
function anyPercentile(random: () => number): Percentile {
  const [low = 0, value = 0, high = 0] = [random(), random(), random()]
    .map((one) => (random() < 0.1 ? Math.round(one) : one) * 100)
    .sort((a, b) => a - b);
  const whole = told({
    value,
    low,
    high,
    level: 0.5 + random() * 0.49,
    basis: random() < 0.5 ? 'frequencies' : 'components',
    group: ['AFR', 'AMR', 'EAS', 'EUR', 'SAS', 'OTHER'][Math.floor(random() * 6)] ?? 'EUR',
    share: 0.2 + random() * 0.8,
    covered: 0.7 + random() * 0.3,
  });
  const dice = random();
  if (dice < 0.25) return withheld({ ...silent, code: reasons[Math.floor(random() * reasons.length)]?.code ?? '' });
  if (dice > 0.6) return whole;
  const parts = ['value', 'low', 'high', 'level', 'basis', 'group', 'share', 'covered'];
  const part = parts[Math.floor(random() * parts.length)] ?? 'low';
  return { ...whole, [part]: broken(random) } as Percentile;
}

test('a percentile is in the text only with its range and what it rests on; else there is no number', () => {
  const random = seeded(41);
  const seen = { told: 0, withheld: 0, damaged: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const percentile = anyPercentile(random);
    const text = standingText({ ...plain, percentile, z_norm2: random() * 4 - 2 });
    const shown = toldPercentile(percentile);
    if (shown === null) {
      seen[percentile.withheld ? 'withheld' : 'damaged'] += 1;
      assert.doesNotMatch(text, /\d|NaN|undefined|null|Infinity/, text);
      assert.match(text, percentile.withheld ? /Too little is there\..*More would help\./s : /damaged/);
      continue;
    }
    seen.told += 1;
    const [value, low, high] = [shown.value, shown.low, shown.high].map(formatPercentile);
    const said = (one = ''): string => one.replace('<', 'under ').replace('>', 'over ');
    for (const part of [
      `Higher than ${value?.startsWith('<') ? 'at most 1' : value?.startsWith('>') ? 'at least 99' : `about ${value}`} of 100 people like you in the reference (range ${said(low)} to ${said(high)}).`,
      `about ${Math.round(shown.level * 100)} of 100`,
      shown.group,
      formatShare(shown.share),
      formatShare(shown.covered),
      shown.basis === 'frequencies' ? 'how common each variant is' : 'principal components',
      'not a diagnosis',
      'not the same as no risk',
      'not assessed',
      'not ethnicity or identity',
    ])
      assert.ok(text.includes(part), `${part} is not in ${text}`);
    assert.doesNotMatch(text, /NaN|undefined|null|Infinity/);
    // Every sentence and picture that says where the person is says the range too, in the same breath.
    for (const line of text.split('\n').filter((one) => /igher than .* of 100|\byou: \d/.test(one)))
      assert.ok(line.includes('range') || line.includes('('), line);
  }
  assert.ok(Math.min(...Object.values(seen)) > 300, JSON.stringify(seen));
});

test('a risk is in the text only with its range, the average and the test it rests on', () => {
  const random = seeded(43);
  const parts = ['value', 'low', 'high', 'level', 'average', 'citation', 'r2', 'accuracy_kept', 'curve'];
  const seen = { told: 0, none: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const top = random() < 0.3 ? 0.02 : 1;
    const [low = 0, value = 0, high = 0] = [random(), random(), random()].map((one) => one * top).sort((a, b) => a - b);
    const whole = risk({ value, low, high, average: random() * top, r2: random() * 0.4, accuracy_kept: random() });
    const part = parts[Math.floor(random() * parts.length)] ?? 'low';
    const dice = random();
    const absolute_risk = dice < 0.2 ? { withheld: silent } : dice < 0.6 ? { ...whole, [part]: broken(random) } : whole;
    const result = { ...plain, absolute_risk } as ScoreResult;
    const text = riskText(result);
    const shown = toldRisk(result.absolute_risk);
    if (shown === null) {
      seen.none += 1;
      assert.doesNotMatch(text, /\d|NaN|undefined|null|Infinity/, text);
      continue;
    }
    seen.told += 1;
    const people = peopleOf(shown);
    assert.ok(people.low <= people.value && people.value <= people.high, JSON.stringify(people));
    for (const sign of [
      /\(range (under 1|\d+) to \d+\)/,
      /The average is (fewer than 1|\d+) of 1000?\./,
      /Tested in: \S/,
      /explains [<>]?[\d.]+%/,
      /keeps [<>]?[\d.]+%/,
    ])
      assert.match(text, sign);
    assert.doesNotMatch(text, /NaN|undefined|null|Infinity/);
  }
  assert.ok(Math.min(...Object.values(seen)) > 300, JSON.stringify(seen));
});

test('a stated relative is in the words with the risk without it, or with why it is not in the risk', () => {
  const affected = { relative: 'affected', heritability: 0.31, withheld: null } as const;
  const text = (family_history: unknown): string =>
    riskText({ ...plain, absolute_risk: { ...risk(), family_history } } as ScoreResult);
  const whole = text({ ...affected, without: { value: 0.09, low: 0.071, high: 0.118 } });
  assert.match(whole, /people like you, with a parent, full sibling or child who has or had it, would get it/);
  assert.match(whole, /Without what is known of the relative: about 9 of 100 \(range 7 to 12\)\./);
  assert.match(whole, /31\.0% \(heritability\)/);
  const refused = text({ relative: 'unaffected', heritability: null, without: null, withheld: silent });
  assert.match(refused, /Too little is there\. More would help\./);
  assert.doesNotMatch(refused, /lived a long life|Without what is known/);
  // A risk that says it holds a relative is shown with all of it or not at all.
  for (const broken of [
    null,
    { ...affected, without: null },
    { ...affected, without: { value: 0.2, low: 0.3, high: 0.4 } },
    { ...affected, heritability: 2, without: { value: 0.09, low: 0.07, high: 0.12 } },
    { ...affected, relative: 'perhaps', without: { value: 0.09, low: 0.07, high: 0.12 } },
  ])
    assert.doesNotMatch(text(broken), /\d/, JSON.stringify(broken));
});

test('a cell of the table says a percentile with its range, or a reason without a number', () => {
  const random = seeded(47);
  const scores = Array.from({ length: rounds }, () => ({ ...plain, percentile: anyPercentile(random) }));
  let number = 0;
  for (const row of resultRows(overview(scores))) {
    const text = templateText(percentileCell(row, false));
    if (row.percentile === null) assert.doesNotMatch(text, /\d/, text);
    else {
      number += 1;
      assert.match(text, /^\s*[<>]?\d+ +\([<>]?\d+(–| to )[<>]?\d+ \) +higher than .* of 100, range .* to /, text);
    }
    // Of what is no number at all the table knows nothing.
    assert.ok(row.percentile === null || row.withheld === null);
  }
  assert.ok(number > 1000 && number < 2500);
});

test('before anybody has compared there is no section and no number', () => {
  assert.equal(standingSection(plain, null), null);
  assert.doesNotMatch(riskText(plain), /\d/);
  const [row] = resultRows(overview([plain]));
  assert.ok(row);
  assert.equal(templateText(percentileCell(row, false)).trim(), '');
  assert.equal(templateText(percentileCell(row, true)).trim(), 'Comparing with the people of the reference… …');
});

test('the words of a person of mixed background say so', () => {
  const text = (share: number): string => standingText({ ...plain, percentile: told({ share }) });
  assert.match(text(0.52), /the same mix of genetic background/);
  assert.doesNotMatch(text(0.97), /the same mix/);
});

test('how much the score explains is said where it is known, and that it is not where it is not', () => {
  const text = (change: Partial<Accuracy> | null): string =>
    standingText({ ...plain, percentile: told({ accuracy: change && { ...accuracy, ...change } }) });
  assert.match(text({}), /explains 9\.1% .* about 95% as much as two people/);
  assert.match(text({}), /keeps 93\.0% .* measured for this score.*Tested in: Invented/s);
  assert.match(text({ r2: 0.001 }), /almost as much as two people/);
  assert.match(text({ is_measured: false }), /likely to keep about 93\.0% .* nobody measured it for this one/);
  assert.match(text({ genetic_low: 0.4, genetic_high: 93 }), /between under 1 and 93 of 100 in about 90 of 100 cases/);
  assert.doesNotMatch(text({ genetic_low: null, genetic_high: null }), /all that genes do/);
  assert.match(text(null), /does not say how much of this trait/);
});

test('accuracy is told whole, with its test and both ends of its range, or not at all', () => {
  const random = seeded(53);
  const parts = Object.keys(accuracy) as (keyof Accuracy)[];
  let refused = 0;
  for (let round = 0; round < rounds; round += 1) {
    const part = parts[Math.floor(random() * parts.length)] ?? 'r2';
    const change = { ...accuracy, [part]: broken(random) } as Accuracy;
    const text = standingText({ ...plain, percentile: told({ accuracy: change }) });
    assert.doesNotMatch(text, /NaN|undefined|null|Infinity/);
    if (toldAccuracy(change) === null) {
      refused += 1;
      assert.match(text, /does not say how much of this trait/);
    } else assert.match(text, /explains [<>]?[\d.]+% .*Tested in: \S/s);
  }
  // A heritability or both ends of a range may be missing; of eight broken values six at least are refused.
  assert.ok(refused > rounds * 0.75, String(refused));
});

test('how well cases are told from others is said with its interval, who was counted, and what it does not say', () => {
  const text = (change: Partial<Discrimination>): string =>
    standingText({ ...plain, percentile: told({ group: 'AMR', discrimination: { ...discrimination, ...change } }) });
  assert.match(text({}), /higher score in about 71 of 100 pairs \(AUC 0\.71, 95% interval 0\.64 to 0\.78\)/);
  assert.match(text({}), /most like, Admixed American \(AMR\): 240 people, 48 of them \(20\.0%\) with the disease/);
  assert.match(
    text({}),
    /How common the disease is, and so how likely it is for you, does not follow.*Tested in: the test/s,
  );
  assert.doesNotMatch(text({}), /explains|keeps|Nobody measured/);
  assert.match(text({ group: null }), /240 people, 48 of them .* Nobody measured it for people like you by themselves/);
  assert.doesNotMatch(text({ group: null }), /most like, /);
});

test('an AUC is told whole, or not at all', () => {
  const random = seeded(71);
  const parts = Object.keys(discrimination) as (keyof Discrimination)[];
  let refused = 0;
  for (let round = 0; round < rounds; round += 1) {
    const part = parts[Math.floor(random() * parts.length)] ?? 'auc';
    const change = { ...discrimination, [part]: broken(random) } as Discrimination;
    const text = standingText({ ...plain, percentile: told({ discrimination: change }) });
    assert.doesNotMatch(text, /NaN|undefined|null|Infinity/);
    if (toldDiscrimination(change) === null) {
      refused += 1;
      assert.match(text, /does not say how much of this trait/);
    } else assert.match(text, /pairs \(AUC \d.* people, .*Tested in: \S/s);
  }
  assert.ok(refused > rounds * 0.75, String(refused));
  assert.equal(toldDiscrimination({ ...discrimination, cases: 240 }), null);
  assert.equal(toldDiscrimination({ ...discrimination, low: 0.8 }), null);
});

test('every reason of the engine has its words, and they fit the cell', () => {
  const source = readFileSync('src/calibration/withheld.rs', 'utf8');
  const codes = [...source.matchAll(/=> "([a-z-]+)"/g)].map(([, code = '']) => code);
  assert.ok(codes.length >= 14, codes.join());
  const words = readFileSync('www/messages/en/withheld.ts', 'utf8');
  for (const code of codes) {
    assert.ok(words.includes(`'${code}': '`), `${code} has no words of its own`);
    assert.ok(withheldReason(code).length <= 20, withheldReason(code));
  }
  assert.equal(withheldReason('some-new-code'), 'some new code');
});
