// Writes a saved report's results as CSV, to the byte as the engine does (`src/report/results_csv.rs`).
import type { AbsoluteRisk, Percentile, Report } from '../shared/report.ts';
import { plainDecimal } from './plain-decimal.ts';

const columns = [
  'sample',
  'sex',
  'score',
  'name',
  'trait',
  'rows',
  'matched',
  'excluded',
  'unmatched',
  'no_call',
  'observed_sum',
  'filled_sum',
  'coverage_rows',
  'coverage_variance',
  'coverage_weight',
  'positions',
  'rules',
  'license',
  'citation',
  'percentile',
  'percentile_low',
  'percentile_high',
  'percentile_level',
  'percentile_basis',
  'percentile_group',
  'percentile_share',
  'percentile_covered',
  'percentile_withheld',
  'z_norm2',
  'risk',
  'risk_low',
  'risk_high',
  'risk_level',
  'risk_average',
  'risk_from_years',
  'risk_to_years',
  'risk_r2',
  'risk_citation',
  'risk_withheld',
  'accuracy_r2',
  'accuracy_kept',
  'auc',
  'auc_low',
  'auc_high',
  'auc_people',
  'auc_cases',
];

type Cell = string | number | null;

/** A number as it is written plainly: a sign that begins one is no formula. */
const number = /^[+-](\d+\.?\d*|\.\d+)(e[+-]?\d+)?$|^[+-](inf|infinity|nan)$/i;

/** A text that a spreadsheet would run as a formula gets a ' before it, as in the engine's own tables. */
function field(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return plainDecimal(value);
  const isFormula = /^[=@\t\r]/.test(value) || (/^[+-]/.test(value) && !number.test(value) && value !== '--');
  const safe = isFormula ? `'${value}` : value;
  return /[",\r\n]/.test(value) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function percentileCells(percentile: Percentile | undefined): readonly Cell[] {
  if (!percentile || percentile.withheld !== null)
    return [...Array<null>(8).fill(null), percentile?.withheld?.code ?? null];
  const { value, low, high, level, basis, group, share, covered } = percentile;
  return [value, low, high, level, basis, group, share, covered, null];
}

function riskCells(risk: AbsoluteRisk | undefined): readonly Cell[] {
  // A saved report may say in so many words that nothing is withheld, or name a risk that is.
  const withheld = risk && 'withheld' in risk ? risk.withheld : null;
  if (!risk || withheld || !('value' in risk)) return [...Array<null>(9).fill(null), withheld?.code ?? null];
  const { value, low, high, level, average, from_years, to_years, r2, citation } = risk;
  return [value, low, high, level, average, from_years ?? null, to_years ?? null, r2, citation, null];
}

/** R² in people like the person and the AUC of the score's own test, which only a percentile that is told comes with. */
function accuracyCells(percentile: Percentile | undefined): readonly Cell[] {
  const told = percentile && percentile.withheld === null ? percentile : null;
  const { accuracy, discrimination } = told ?? {};
  const { auc = null, low = null, high = null, people = null, cases = null } = discrimination ?? {};
  return [accuracy?.r2 ?? null, accuracy?.kept ?? null, auc, low, high, people, cases];
}

export function reportCsv({ samples, options }: Report): string {
  const lines = samples.flatMap(({ id, sex, scores }) =>
    scores.map((score) =>
      [
        id,
        sex,
        score.id,
        score.name,
        score.trait,
        score.rows,
        score.matched,
        Object.values(score.excluded).reduce((sum, rows) => sum + rows, 0),
        score.unmatched,
        score.no_call,
        score.observed_sum,
        score.filled_sum,
        score.coverage.rows,
        score.coverage.variance,
        score.coverage.weight,
        score.positions,
        options.rules,
        score.license,
        score.citation,
        ...percentileCells(score.percentile),
        score.z_norm2 ?? null,
        ...riskCells(score.absolute_risk),
        ...accuracyCells(score.percentile),
      ]
        .map(field)
        .join(','),
    ),
  );
  return [columns.join(','), ...lines].map((line) => `${line}\r\n`).join('');
}
