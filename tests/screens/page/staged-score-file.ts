// Makes what is known of a staged score, with a published test where it tells a risk.
import type { PublishedValidation, ScoreFile, ScoreResult } from '../../../www/shared/report.ts';

const validation: PublishedValidation = {
  disease: 'breast cancer',
  citation: 'Invented A et al. A test that nobody published. Journal of Fixtures (2026). doi:10.0000/fixture',
  test_set: '11 428 cases and 18 323 controls of 10 prospective studies',
  r2: 0.098,
  heritability: 0.31,
  sex: 'female',
  effect: { 'hazard-ratio-per-sd': { value: 1.61, low: 1.57, high: 1.65 } },
  accuracy: {
    EUR: { kept: 1, citation: 'the same' },
    EAS: { kept: 0.5, citation: 'Invented B 2025' },
    AFR: { kept: 0.22, citation: 'Invented B 2025' },
  },
  rates: { first_age: 20, incidence: [0.001], source: 'A country, all women, 2008 to 2012' },
  auc: { value: 0.63, low: 0.628, high: 0.651 },
  reporting: {
    training_set: '94 075 cases and 75 017 controls of European ancestry',
    people: '29 751',
    cases: '11 428',
    ancestry: 'European',
    phenotype: 'invasive breast cancer, from registers',
    date: '2019',
    licence: 'CC BY 4.0',
  },
};

export function scoreFile(result: ScoreResult, index: number): ScoreFile {
  return {
    index,
    input: `${result.id}_hmPOS_GRCh37.txt.gz`,
    bytes: result.rows * 31,
    format: 'pgs-catalog',
    id: result.id,
    name: result.name,
    trait: result.trait,
    rows: result.rows,
    genome_build: 'GRCh37',
    harmonised_build: 'GRCh37',
    citation: result.citation,
    license: result.license,
    weight_type: result.weight_type,
    keys: [
      ['format_version', '2.0'],
      ['pgs_id', result.id],
      ['genome_build', 'GRCh37'],
      ['variants_number', String(result.rows)],
    ],
    calibrated:
      result.percentile && result.percentile.withheld?.code !== 'no-basis' ? ['AFR', 'AMR', 'EAS', 'EUR', 'SAS'] : [],
    ...(result.absolute_risk && 'value' in result.absolute_risk ? { validation } : {}),
    findings: [],
  };
}
