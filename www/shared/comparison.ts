// Says what a comparison holds: where everybody stands among the people of a reference pack, and who is related to whom.
import type { Appearance } from './report.ts';

/** What is said of one person or sample; all but the first five are null where they are withheld. */
export type PlacedPerson = {
  readonly id: string;
  /** Name of the genotype file. */
  readonly input: string;
  /** Sites of the panel with a genotype, and their share of all. */
  readonly sites: number;
  readonly coverage: number;
  /** Of them, sites without a record that count as two copies of REF. */
  readonly taken_as_reference: number;
  readonly pcs: readonly number[] | null;
  readonly pcs_se: readonly number[] | null;
  /** Share of the genome that is most like each group's, by the group's code; `se` is null where sites do not tell them apart. */
  readonly similarity: Readonly<Record<string, { readonly q: number; readonly se: number | null }>> | null;
  readonly nearest: string | null;
  readonly nearest_population: string | null;
  readonly distance: number | null;
  readonly misfit: number | null;
  /** Whether the person lies outside of all reference people and of mixtures of them. */
  readonly outside: boolean | null;
  readonly withheld: { readonly code: string; readonly text: string } | null;
};

export type Relation = 'same' | 'parent-child' | 'full-siblings' | 'second-degree' | 'third-degree' | 'unrelated';

type Party = { readonly id: string; readonly input: string };

/** Two people. */
export type KinPair = {
  readonly a: Party;
  readonly b: Party;
  /** Sites where both have a genotype. */
  readonly sites: number;
  readonly het_het: number;
  readonly ibs0: number;
  /** KING-robust kinship; null where somebody has no heterozygous site. */
  readonly phi: number | null;
  readonly relation: Relation | null;
  /** The relation in a sentence. */
  readonly text: string | null;
  readonly withheld: { readonly code: string; readonly text: string } | null;
};

export type Kinship = {
  readonly sites: number;
  readonly people: number;
  readonly pairs_compared: number;
  readonly listed: 'all' | 'related';
  readonly pairs: readonly KinPair[];
};

export type Comparison = {
  readonly reference: {
    readonly name: string;
    readonly origin: string;
    readonly licence: string;
    readonly sha256: string;
    readonly sites: number;
    /** Codes of the groups. */
    readonly groups: readonly string[];
    /** The group of each reference person, as its place in `groups`. */
    readonly group_of: readonly number[];
    /** The reference people's first components, `width` numbers each. */
    readonly coordinates: readonly number[];
    readonly width: number;
  };
  /** In the order of the report's samples. */
  readonly people: readonly PlacedPerson[];
  /** What is said of each one's appearance, in the same order. */
  readonly appearance: readonly Appearance[];
  /** Null where there is one person, or more than 50. */
  readonly kinship: Kinship | null;
};
