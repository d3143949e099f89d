// Makes of a saved report what a table of results shows, as the engine does of its own (`src/report/overview.rs`).
import type { Figures, Overview, SharedFinding } from '../shared/overview.ts';
import type { Finding, Report, ScoreResult } from '../shared/report.ts';

export function overviewOf(report: Report): Overview {
  const { tallele, options, inputs, samples, reference } = report;
  const results = samples.flatMap(({ scores }) => scores);
  const withheld = [...new Set(results.flatMap(({ percentile }) => percentile?.withheld?.code ?? []))];
  return {
    tallele,
    options,
    inputs,
    samples: samples.map(({ id, sex, input, absent = null }) => ({ id, sex, input, absent })),
    scores: (samples[0]?.scores ?? []).map(({ id, name, trait, rows }) => ({ id, name, trait, rows })),
    findings: sharedFindings(report),
    // A report of before ages were asked counts risks from birth.
    reference: reference ? { ...reference, age_years: reference.age_years ?? 0 } : null,
    withheld,
    figures: figuresOf(results, withheld),
    files: [],
  };
}

function figuresOf(results: readonly ScoreResult[], withheld: readonly string[]): Figures {
  const counts = (of: (result: ScoreResult) => number): Uint32Array => Uint32Array.from(results, of);
  const numbers = (of: (result: ScoreResult) => number | null | undefined): Float64Array =>
    Float64Array.from(results, (result) => of(result) ?? Number.NaN);
  const told = (severity: Finding['severity']): Uint32Array =>
    counts(({ findings }) => findings.filter((finding) => finding.severity === severity).length);
  return {
    observed_sum: numbers(({ observed_sum }) => observed_sum),
    filled_sum: numbers(({ filled_sum }) => filled_sum),
    matched: counts(({ matched }) => matched),
    excluded: counts(({ excluded }) => Object.values(excluded).reduce((sum, rows) => sum + rows, 0)),
    unmatched: counts(({ unmatched }) => unmatched),
    no_call: counts(({ no_call }) => no_call),
    fixes: told('fix'),
    notes: told('note'),
    percentile: numbers(({ percentile }) => percentile?.value),
    percentile_low: numbers(({ percentile }) => percentile?.low),
    percentile_high: numbers(({ percentile }) => percentile?.high),
    withheld: counts(({ percentile }) => (percentile?.withheld ? withheld.indexOf(percentile.withheld.code) + 1 : 0)),
  };
}

/** Findings of one code and input together: the one with the largest count, and how many samples have it. */
function sharedFindings({ findings, samples }: Report): readonly SharedFinding[] {
  const key = ({ code, input }: Finding): string => `${code}\n${input ?? ''}`;
  const shared = new Map<string, SharedFinding>();
  for (const finding of findings) {
    const known = shared.get(key(finding));
    if (known === undefined || finding.count > known.count) shared.set(key(finding), { ...finding, samples: 0 });
  }
  for (const finding of samples.flatMap(({ scores }) => scores).flatMap((score) => score.findings)) {
    const known = shared.get(key(finding));
    if (known) shared.set(key(finding), { ...known, samples: known.samples + 1 });
  }
  return [...shared.values()];
}
