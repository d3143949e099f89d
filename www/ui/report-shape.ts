// Says what a saved report of schema 1 must look like: `Report` of `shared/report.ts`, checked value by value.
import { asObject, between, count, flag, list, Misshapen, number, oneOf, orNull, parts, table, text } from './shape.ts';
import type { Shape } from './shape.ts';

type Parts = Readonly<Record<string, unknown>>;

const build = oneOf('GRCh36', 'GRCh37', 'GRCh38');
/** Shares that were added up may be off by their last digits. */
const share = between(-1e-9, 1 + 1e-9);
const percent = between(0, 100);
const absent = oneOf('missing', 'hom-ref');
const withheld = parts({ code: text, why: text, help: text });

/** The middle lies in its interval. */
function ordered({ low, value, high }: Parts, at: string): void {
  if (!(Number(low) <= Number(value) && Number(value) <= Number(high))) throw new Misshapen(`${at}.value`);
}

const told = parts(
  {
    value: percent,
    low: percent,
    high: percent,
    level: share,
    basis: oneOf('frequencies', 'components'),
    group: text,
    share,
    covered: share,
  },
  {},
  ordered,
);

/** Either every number or none of them and the reason. */
const percentile: Shape = (value, at) => {
  const found = asObject(value, at);
  if (found['withheld'] === null) return told(value, at);
  withheld(found['withheld'], `${at}.withheld`);
  for (const name of ['value', 'low', 'high', 'level', 'basis', 'group', 'share', 'covered'])
    if ((found[name] ?? null) !== null) throw new Misshapen(`${at}.${name}`);
};

const riskAt = { value: share, low: share, high: share, average: share };
const risk = parts(
  {
    ...riskAt,
    level: share,
    citation: text,
    r2: share,
    accuracy_kept: number,
    curve: list(parts({ ...riskAt, age_years: number }, {}, ordered)),
  },
  {
    from_years: number,
    to_years: number,
    family_history: parts({
      relative: oneOf('affected', 'unaffected'),
      heritability: orNull(share),
      without: orNull(parts({ value: share, low: share, high: share }, {}, ordered)),
      withheld: orNull(withheld),
    }),
  },
  ordered,
);

const absoluteRisk: Shape = (value, at) => {
  const found = asObject(value, at);
  if ((found['withheld'] ?? null) === null) return risk(value, at);
  withheld(found['withheld'], `${at}.withheld`);
  if ((found['value'] ?? null) !== null) throw new Misshapen(`${at}.value`);
};

const probability = parts({ value: share, low: share, high: share }, {}, ordered);
const eyeColourTold = parts({
  call: oneOf('blue', 'intermediate', 'brown', 'undefined'),
  blue: probability,
  intermediate: probability,
  brown: probability,
  called_min: share,
  basis: oneOf('irisplex'),
  citation: text,
  trained_in: text,
  sites: count,
  missing: list(text),
});

/** Every probability with its range, or none of them and the reason. */
const eyeColour: Shape = (value, at) => {
  const found = asObject(value, at);
  if ((found['withheld'] ?? null) === null) return eyeColourTold(value, at);
  withheld(found['withheld'], `${at}.withheld`);
  for (const name of ['call', 'blue', 'intermediate', 'brown'])
    if ((found[name] ?? null) !== null) throw new Misshapen(`${at}.${name}`);
};

const finding = parts({ code: text, count, severity: oneOf('fix', 'note', 'info'), text }, { input: orNull(text) });

const contribution = parts({
  variant: text,
  chromosome: orNull(text),
  position: orNull(count),
  effect_allele: text,
  other_allele: orNull(text),
  effect_weight: text,
  dosage: number,
  contribution: number,
});

/** Every row of a score is in one of the four counts. */
function adds({ rows, matched, excluded, unmatched, no_call }: Parts, at: string): void {
  const out = Object.values(excluded as Readonly<Record<string, number>>).reduce((sum, one) => sum + one, 0);
  if (Number(matched) + out + Number(unmatched) + Number(no_call) !== rows) throw new Misshapen(`${at}.rows`);
}

const score = parts(
  {
    id: text,
    name: orNull(text),
    trait: orNull(text),
    rows: count,
    matched: count,
    excluded: table(count),
    unmatched: count,
    no_call: count,
    kinds: table(count),
    observed_sum: number,
    filled_sum: orNull(number),
    filled_rows: count,
    coverage: parts({ rows: share, variance: orNull(share), weight: share, share_of: oneOf('variance', 'weight') }),
    unsupported: list(parts({ reason: text, rows: count, share_of_weight: number })),
    missing: list(parts({ variant: text, chromosome: orNull(text), effect_weight: text, share: number, reason: text })),
    largest: list(contribution),
    chromosomes: list(parts({ chromosome: text, rows: count, matched: count, sum: number })),
    joined: parts({ position: count, rsid: count }),
    strand: parts({ direct: count, flipped: count, proven: flag }),
    positions: oneOf('author', 'harmonised', 'lifted', 'rsid'),
    citation: orNull(text),
    license: orNull(text),
    weight_type: text,
    findings: list(finding),
  },
  {
    // Added within schema 1.
    filled_from: orNull(oneOf('score', 'file', 'score-and-file')),
    percentile,
    z_norm2: orNull(number),
    absolute_risk: absoluteRisk,
    canrisk: parts({ variable: oneOf('PRS_BC', 'PRS_OC'), alpha: table(between(0, 1)), citation: text }),
  },
  adds,
);

/** Everybody has the same scores in the same order. */
function sameScores({ samples }: Parts): void {
  const lists = samples as readonly { readonly scores: readonly { readonly id: string; readonly rows: number }[] }[];
  const [first] = lists;
  for (const [sample, { scores }] of lists.entries()) {
    if (scores.length !== first?.scores.length) throw new Misshapen(`samples[${sample}].scores`);
    for (const [place, { id, rows }] of scores.entries()) {
      const { id: firstId, rows: firstRows } = first.scores[place] ?? {};
      if (id !== firstId) throw new Misshapen(`samples[${sample}].scores[${place}].id`);
      if (rows !== firstRows) throw new Misshapen(`samples[${sample}].scores[${place}].rows`);
    }
  }
}

export const reportShape: Shape = parts(
  {
    tallele: text,
    schema: oneOf(1),
    options: parts(
      {
        rules: oneOf('tallele', 'pgsc_calc_2'),
        build: orNull(build),
        palindromes: oneOf('exclude', 'keep', 'frequency'),
        multiallelic: oneOf('include', 'exclude'),
        duplicates: oneOf('first', 'exclude', 'sum'),
        male_x: oneOf(1, 2),
      },
      // Added within schema 1.
      {
        dosage: oneOf('gt', 'ds', 'gp'),
        min_gq: orNull(number),
        min_dp: orNull(number),
        pass_only: flag,
        absent: orNull(absent),
        merge: flag,
      },
    ),
    inputs: list(
      parts({
        role: oneOf('genotypes', 'scores', 'chain'),
        name: text,
        bytes: count,
        sha256: orNull(text),
        format: text,
        build: orNull(build),
      }),
    ),
    samples: list(
      parts(
        {
          id: text,
          sex: oneOf('female', 'male', 'unknown'),
          input: text,
          scores: list(score),
        },
        { absent: orNull(absent), appearance: parts({ eye_colour: eyeColour }) },
      ),
    ),
    findings: list(finding),
  },
  {
    reference: parts(
      { name: text, sha256: text },
      {
        age_years: number,
        family_history: list(parts({ sample: count, score: count, relative: oneOf('affected', 'unaffected') })),
      },
    ),
  },
  sameScores,
);
