// Makes a comparison with clouds of reference people as wide apart as real ones, and people of every kind by their names.
import type { Comparison, Kinship, KinPair, PlacedPerson } from '../../../www/shared/comparison.ts';
import type { EyeColour } from '../../../www/shared/report.ts';
import { eyeColour } from '../../unit/fixtures/comparison.ts';
import { seeded } from '../../unit/fixtures/seeded.ts';

const sites = 17_437;
/** Middle and spread on four components. */
const clouds: Readonly<
  Record<string, { readonly people: number; readonly at: readonly number[]; readonly wide: readonly number[] }>
> = {
  AFR: { people: 661, at: [46, 6, 0, 1], wide: [6, 2, 2, 2] },
  AMR: { people: 347, at: [-13, 9, -8, 4], wide: [7, 7, 6, 6] },
  EAS: { people: 504, at: [-22, -37, 2, 2], wide: [1.5, 2, 3, 3] },
  EUR: { people: 503, at: [-22, 24, 6, 12], wide: [1.5, 2, 2, 3] },
  SAS: { people: 489, at: [-18, -2, 8, -22], wide: [2, 3, 4, 4] },
};
const groups = Object.keys(clouds);

/** By the beginning of the name. */
const kinds: Readonly<Record<string, Partial<PlacedPerson>>> = {
  Cleo: {
    pcs: [2, 14, -9, 8],
    pcs_se: [1.1, 1.3, 1.9, 2.2],
    similarity: shares({
      AFR: [0.34, 0.021],
      AMR: [0.41, 0.034],
      EAS: [0.004, 0.006],
      EUR: [0.231, 0.03],
      SAS: [0.015, 0.011],
    }),
    nearest: 'AMR',
    nearest_population: 'PUR',
    sites: 2_911,
    coverage: 2_911 / sites,
  },
  Dora: { pcs: [8, -24, 21, 18], outside: true, nearest: 'EAS', nearest_population: 'KHV', misfit: 1.21 },
  Emil: {
    sites: 88,
    coverage: 88 / sites,
    pcs: null,
    pcs_se: null,
    similarity: null,
    nearest: null,
    nearest_population: null,
    distance: null,
    misfit: null,
    outside: null,
    withheld: {
      code: 'too-few-sites',
      text: 'Only 88 of the reference’s sites have a call in this file, and 200 are needed. A file of the whole array or genome would help.',
    },
  },
  genome: { taken_as_reference: 9_812 },
};

function shares(of: Readonly<Record<string, readonly [number, number]>>): PlacedPerson['similarity'] {
  return Object.fromEntries(Object.entries(of).map(([code, [q, se]]) => [code, { q, se }]));
}

function person(id: string, input: string, place: number): PlacedPerson {
  const kind = Object.entries(kinds).find(([name]) => id.startsWith(name))?.[1];
  return {
    id,
    input,
    sites: 15_204,
    coverage: 15_204 / sites,
    taken_as_reference: 0,
    pcs: [-21.4 + (place % 9) * 0.7, 23.1 - (place % 7) * 0.6, 5.2, 11 + (place % 5)],
    pcs_se: [0.4, 0.5, 0.7, 0.9],
    similarity: shares({
      AFR: [0.001, 0.002],
      AMR: [0.004, 0.006],
      EAS: [0, 0.001],
      EUR: [0.989, 0.009],
      SAS: [0.006, 0.007],
    }),
    nearest: 'EUR',
    nearest_population: 'GBR',
    distance: 1.1,
    misfit: 1.01,
    outside: false,
    withheld: null,
    ...kind,
  };
}

/** Names of pairs → what they look like. */
const relations: Readonly<Record<string, Pick<KinPair, 'relation' | 'text' | 'phi' | 'ibs0'>>> = {
  same: { relation: 'same', text: 'These two look like the same person, or identical twins.', phi: 0.4991, ibs0: 0 },
  'parent-child': {
    relation: 'parent-child',
    text: 'These two look like parent and child.',
    phi: 0.2513,
    ibs0: 0.0004,
  },
  siblings: { relation: 'full-siblings', text: 'These two look like full siblings.', phi: 0.2481, ibs0: 0.0291 },
  unrelated: { relation: 'unrelated', text: 'These two do not look like close relatives.', phi: -0.0104, ibs0: 0.0812 },
};

function kinship(people: readonly PlacedPerson[]): Kinship | null {
  if (people.length < 2 || people.length > 50) return null;
  const pairs = people.flatMap((a, at) =>
    people.slice(at + 1).map((b): KinPair => {
      const ids = `${a.id} ${b.id}`;
      const few = a.withheld !== null || b.withheld !== null;
      const kind =
        ids === 'Ada Ada_2019'
          ? 'same'
          : ids === 'Ada Ben' || ids === 'Ben Ada_2019'
            ? 'siblings'
            : ids === 'Ada Fay'
              ? 'parent-child'
              : 'unrelated';
      const told = few
        ? { relation: null, text: null, phi: 0.01, ibs0: 0.05 }
        : (relations[kind] ?? { relation: null, text: null, phi: null, ibs0: 0 });
      return {
        a: { id: a.id, input: a.input },
        b: { id: b.id, input: b.input },
        sites: few ? 88 : 612_004,
        het_het: 0.11,
        ...told,
        withheld: few
          ? { code: 'too-few-sites', text: 'Both have a genotype at 88 sites, and 2000 are needed to tell a relation.' }
          : null,
      };
    }),
  );
  return { sites: 640_112, people: people.length, pairs_compared: pairs.length, listed: 'all', pairs };
}

/** Of some nothing can be named, or told. */
const eyes: Readonly<Record<string, EyeColour>> = {
  Ben: eyeColour({
    call: 'undefined',
    blue: { value: 0.38, low: 0.21, high: 0.52 },
    intermediate: { value: 0.17, low: 0.09, high: 0.24 },
    brown: { value: 0.45, low: 0.31, high: 0.66 },
    sites: 4,
    missing: ['rs16891982', 'rs1393350'],
  }),
  Cleo: {
    withheld: {
      code: 'key-site-missing',
      why: 'Your file has no readable call at rs12913832, the site that decides most of eye colour.',
      help: 'A file from another company, or a whole genome, may have it.',
    },
  },
};

export function stagedComparison(names: readonly string[]): Comparison {
  const random = seeded(11);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const of = groups.flatMap((code, group) =>
    Array.from({ length: clouds[code]?.people ?? 0 }, () => ({ code, group })),
  );
  const coordinates = of.flatMap(({ code }) => {
    const cloud = clouds[code];
    return [0, 1, 2, 3].map((axis) => (cloud?.at[axis] ?? 0) + (cloud?.wide[axis] ?? 0) * normal());
  });
  const people = names.map((name, place) => person(name, `${name}.txt`, place));
  return {
    reference: {
      name: 'ancestry-core',
      origin:
        '1000 Genomes Project phase 3; principal components by akt (Arthur et al. 2017, doi:10.1093/bioinformatics/btw576)',
      licence: '1000 Genomes data are open without restriction; figures derived by tallele',
      sha256: '5e'.repeat(32),
      sites,
      groups,
      group_of: of.map(({ group }) => group),
      coordinates,
      width: 4,
    },
    people,
    appearance: names.map((name) => ({ eye_colour: eyes[name] ?? eyeColour() })),
    kinship: kinship(people),
  };
}
