// Reads the file of the calibration's own test, and takes it whole or not at all.
import type { HowGood } from '../shared/how-good.ts';
import { between, count, flag, list, Misshapen, number, oneOf, parts, text } from './shape.ts';
import type { Shape } from './shape.ts';

const share = between(0, 1);

const ten: Shape = (value, at) => {
  list(count)(value, at);
  if ((value as readonly unknown[]).length !== 10) throw new Misshapen(at);
};

const group = parts({
  group: text,
  people: count,
  percentiles: count,
  held: share,
  width: between(0, 100),
  tests: count,
  least_p: share,
  is_uniform: flag,
  deciles: ten,
});

const file = parts({
  removal: text,
  label: text,
  covered: share,
  is_told: flag,
  held: share,
  held_least: share,
  held_most: share,
  width: between(0, 100),
  groups: list(group),
});

const set = parts({
  name: text,
  is_real: flag,
  background: oneOf('placed', 'label'),
  people: count,
  fitted: count,
  compared: count,
  variants: count,
  scores: list(parts({ id: text, rows: count, is_made_up: flag })),
  files: list(file),
});

const howGood = parts(
  {
    kind: oneOf('tallele-how-good'),
    version: oneOf(1),
    provenance: parts({
      tallele: text,
      command: text,
      seed: number,
      reference: parts({ name: text, sha256: text }),
      sources: list(parts({ name: text, what: text, sha256: text })),
      origin: text,
      licence: text,
    }),
    rule: parts({ level: share, held_min: share, held_max: share, alpha: share, tests: count, covered_min: share }),
    sets: list(set),
  },
  { placing: list(parts({ sites: count, people: count, nearest_right: share, median_se: number })) },
);

/** Null where the file is not what this page reads. */
export async function readHowGood(blob: Blob): Promise<HowGood | null> {
  try {
    const value: unknown = JSON.parse(await blob.text());
    howGood(value, '');
    return value as HowGood;
  } catch {
    return null;
  }
}
