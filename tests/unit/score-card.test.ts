// Holds the card of a score: what the file states is shown, what it does not is said to be missing, terms are plain.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNonCommercial } from '../../www/shared/is-non-commercial.ts';
import type { ScoreFile } from '../../www/shared/report.ts';
import { cardItems, scoreCard } from '../../www/ui/score-card.ts';
import { handful } from './fixtures/report.ts';
import { templateText } from './fixtures/template-text.ts';

const [result] = handful;
assert.ok(result);

function file(keys: ScoreFile['keys'], calibrated: readonly string[] = []): ScoreFile {
  return {
    index: 0,
    input: 'PGS000001.txt',
    bytes: 1,
    format: 'pgs-catalog',
    id: 'PGS000001',
    name: null,
    trait: null,
    rows: 77,
    genome_build: 'GRCh37',
    harmonised_build: 'GRCh38',
    citation: null,
    license: null,
    weight_type: 'beta',
    keys,
    calibrated,
    findings: [],
  };
}

test('header keys are found by what they are about; what is not stated is null', () => {
  const items = new Map(
    cardItems(
      result,
      file([
        ['trait_efo', 'EFO_0000305'],
        ['source_gwas', '122,977 women of European ancestry'],
        ['validation_cohort', 'NR'],
        ['evaluated_in', 'ten prospective studies'],
        ['auc', '0.63'],
        ['date', '2015-04-08'],
      ]),
    ),
  );
  assert.equal(items.get('training'), '122,977 women of European ancestry');
  assert.equal(items.get('validation'), 'ten prospective studies');
  assert.equal(items.get('accuracy'), '0.63');
  assert.equal(items.get('date'), '2015-04-08');
  assert.equal(items.get('build'), 'GRCh38');
  assert.equal(items.get('method'), null);
});

test('several keys of one item are named', () => {
  const items = new Map(
    cardItems(
      result,
      file([
        ['auc', '0.63'],
        ['or_per_sd', '1.55'],
      ]),
    ),
  );
  assert.equal(items.get('accuracy'), 'auc: 0.63; or_per_sd: 1.55');
});

test('the catalog’s own keys are not taken for what they are not', () => {
  const items = new Map(
    cardItems(
      result,
      file([
        ['format_version', '2.0'],
        ['pgs_id', 'PGS000001'],
        ['HmPOS_match_chr', '{"True": null}'],
        ['HmPOS_date', '2022-07-29'],
        ['weight_type', 'NR'],
      ]),
    ),
  );
  for (const item of ['training', 'validation', 'accuracy', 'method'] as const)
    assert.equal(items.get(item), null, item);
  assert.equal(items.get('date'), null, 'when it was harmonised is not when it was made');
});

test('the card says what is not stated, and which figures come with the file', () => {
  const text = templateText(scoreCard(result, file([], ['EUR'])));
  assert.match(text, /People it was tested in\s+not stated in the file/);
  assert.match(text, /of the reference groups European \(EUR\)/);
  assert.match(templateText(scoreCard(result, file([]))), /no percentile can be told/);
});

test('a published test that came with the pack stands on the card with its figures and their intervals', () => {
  const validation = {
    disease: 'breast cancer',
    citation: 'Mavaddat 2019',
    test_set: 'ten prospective studies',
    r2: 0.0912,
    heritability: 0.31,
    sex: 'female',
    effect: { 'hazard-ratio-per-sd': { value: 1.61, low: 1.57, high: 1.65 } },
    accuracy: { EUR: { kept: 1, citation: 'the same' }, AFR: { kept: 0.22, citation: 'Martin 2019' } },
    rates: { first_age: 20, incidence: [0.001], source: 'US, 2008 to 2012' },
    auc: { value: 0.63, low: 0.628, high: 0.651 },
    reporting: {
      training_set: '94,075 cases and 75,017 controls',
      people: '29,751',
      cases: '11,428',
      ancestry: 'European',
      phenotype: 'invasive breast cancer',
      date: '2019',
      licence: 'CC BY 4.0',
    },
  } as const;
  const items = new Map(cardItems(result, { ...file([['auc', 'not asked']]), validation }));
  assert.equal(items.get('training'), '94,075 cases and 75,017 controls');
  assert.equal(
    items.get('validation'),
    'ten prospective studies; 29,751 people, 11,428 of them with the disease; ancestry: European',
  );
  assert.match(
    items.get('accuracy') ?? '',
    /^1\.61 times .*95% interval 1\.57 to 1\.65\); AUC 0\.63 .*0\.63 to 0\.65\); explains 9\.1%/,
  );
  assert.equal(items.get('elsewhere'), 'European (EUR): 100% (the same); African (AFR): 22.0% (Martin 2019)');
  assert.equal(items.get('phenotype'), 'invasive breast cancer');
  assert.deepEqual([items.get('test'), items.get('date')], ['Mavaddat 2019; terms: CC BY 4.0', '2019']);
  const { reporting: _, auc: __, ...bare } = validation;
  const least = new Map(cardItems(result, { ...file([]), validation: bare }));
  assert.deepEqual([least.get('validation'), least.get('phenotype')], ['ten prospective studies', null]);
  const lifetime = {
    'liability-r2': { r2: { value: 0.1, low: 0.08, high: 0.12 }, prevalence: 0.05, source: 'a register' },
  };
  const other = new Map(cardItems(result, { ...file([]), validation: { ...bare, rates: null, effect: lifetime } }));
  assert.deepEqual(other.get('rates'), 'a register');
  assert.match(other.get('accuracy') ?? '', /^explains 10\.0% .*8\.0% to 12\.0%\)$/);
});

test('a trained quantity is told by its test fold, and nothing is asked of a disease', () => {
  const validation = {
    disease: 'height',
    citation: 'the test fold of made.bed (tallele 0.1.0 train); not published',
    test_set: 'people of made.bed whom the score was neither fitted to nor chosen by',
    r2: 0.412,
    heritability: null,
    sex: 'unknown',
    effect: { 'trait-r2': { value: 0.412, low: 0.331, high: 0.487 } },
    accuracy: {
      AFR: { kept: 0.5, citation: 'the test fold', r2: { value: 0.206, low: 0.11, high: 0.31 } },
      EUR: {
        kept: 1,
        citation: 'the test fold of made.bed (tallele 0.1.0 train); not published',
        r2: { value: 0.412, low: 0.331, high: 0.487 },
      },
    },
    rates: null,
    reporting: { training_set: '1200 people of made.bed', people: '200', ancestry: 'EUR' },
  } as const;
  const items = new Map(cardItems(result, { ...file([]), validation }));
  assert.equal(
    items.get('accuracy'),
    'explains 41.2% of the differences in the trait (R², 95% interval 33.1% to 48.7%)',
  );
  assert.equal(
    items.get('elsewhere'),
    'African (AFR): 50.0% (R² 20.6%, 95% interval 11.0% to 31.0%; the test fold); European (EUR): 100% (R² 41.2%, 95% interval 33.1% to 48.7%)',
  );
  assert.match(items.get('validation') ?? '', /; 200 people; ancestry: EUR$/);
  assert.ok(!items.has('phenotype') && !items.has('rates') && items.has('test'));
});

test('a trained disease is told by its AUC, in each group, with the share of cases among the tested', () => {
  const auc = { value: 0.714, low: 0.642, high: 0.783, people: 240, cases: 48 };
  const validation = {
    disease: 'a made-up disease',
    citation: 'the test fold of made.bed (tallele 0.1.0 train); not published',
    test_set: 'people of made.bed whom the score was neither fitted to nor chosen by',
    heritability: null,
    sex: 'unknown',
    effect: { auc },
    accuracy: {},
    auc_by_group: { AFR: { value: 0.6, low: 0.41, high: 0.77, people: 60, cases: 13 }, EUR: auc },
    rates: null,
    reporting: { training_set: '1000 people of made.bed', people: '240', cases: '48', ancestry: 'EUR' },
  } as const;
  const items = new Map(cardItems(result, { ...file([]), validation }));
  assert.match(items.get('accuracy') ?? '', /^AUC 0\.71 \(95% interval 0\.64 to 0\.78; 20\.0% of the tested had/);
  assert.equal(
    items.get('byGroup'),
    'African (AFR): AUC 0.60 (95% interval 0.41 to 0.77; 60 people, 13 with the disease); European (EUR): AUC 0.71 (95% interval 0.64 to 0.78; 240 people, 48 with the disease)',
  );
  assert.match(items.get('validation') ?? '', /; 240 people, 48 of them with the disease; ancestry: EUR$/);
  assert.ok(!items.has('elsewhere') && items.get('rates') === null && items.has('phenotype'));
  assert.doesNotMatch([...items.values()].join(), /NaN|undefined|R²/);
});

test('terms that bar commercial use are told apart', () => {
  for (const [license, expected] of [
    ['CC BY-NC-ND 4.0', true],
    ['Creative Commons Attribution-NonCommercial 4.0', true],
    ['Free for non-commercial use', true],
    ['Free for noncommercial use', true],
    ['For academic use only.', true],
    ['CC BY 4.0', false],
    ['CC0 1.0. Made up for tests; free for any use.', false],
    [
      'PGS obtained from the Catalog should be cited appropriately, and used in accordance with any licensing restrictions set by the authors.',
      false,
    ],
    [null, false],
  ] as const)
    assert.equal(isNonCommercial(license), expected, String(license));
  const barred = { ...result, license: 'CC BY-NC-ND 4.0' };
  assert.match(templateText(scoreCard(barred, null)), /bars commercial use/);
  assert.doesNotMatch(templateText(scoreCard(result, null)), /bars commercial use/);
});
