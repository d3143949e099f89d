// Says the shapes of what a report tells of where somebody stands: percentile, risk, eye colour, or why there is none.

/** What is known of a parent, full sibling or child, about the disease of a score: one of them has or had it, or one of them
 * came through life without it. */
export type Relative = 'affected' | 'unaffected';

/** Why a number is withheld, and what would help. */
export type Withheld = { readonly code: string; readonly why: string; readonly help: string };

/** A percentile with its interval and basis, or why there is none. */
export type Percentile =
  | {
      /** From 0 to 100, of the variants that the file has. */
      readonly value: number;
      /** Between low and high lies the percentile of the whole score, as often as level says. */
      readonly low: number;
      readonly high: number;
      readonly level: number;
      readonly basis: 'frequencies' | 'components';
      /** The reference group that the person is most like, and its share of the similarity. */
      readonly group: string;
      readonly share: number;
      /** Share of the score's variance that the file and the reference have. */
      readonly covered: number;
      /** How accurate the score is in people like this one, where its pack says so; not in reports of earlier versions. */
      readonly accuracy?: Accuracy | null;
      /** How well it tells cases from others, where that is what its pack says. */
      readonly discrimination?: Discrimination;
      readonly withheld: null;
    }
  | {
      readonly value: null;
      readonly low: null;
      readonly high: null;
      readonly level: null;
      readonly basis: null;
      readonly group: null;
      readonly share: null;
      readonly covered: null;
      readonly withheld: Withheld;
    };

/** How accurate a score is in people like this one, and what it so leaves open. */
export type Accuracy = {
  /** R² in people like this one, of what the reference has of the score. */
  readonly r2: number;
  /** That ÷ R² where the score was validated, and whether it was measured for this score or is what is typical. */
  readonly kept: number;
  readonly is_measured: boolean;
  readonly citation: string;
  readonly heritability: number | null;
  /** Percentiles between which the true genetic value lies, where the heritability was published. */
  readonly genetic_low: number | null;
  readonly genetic_high: number | null;
};

/** How well a score tells people with its disease from others, where that is what is known of its accuracy. */
export type Discrimination = {
  /** How often somebody with the disease has the higher score than somebody without it, with its 95 % interval. */
  readonly auc: number;
  readonly low: number;
  readonly high: number;
  /** Who was counted, and those of them with the disease. */
  readonly people: number;
  readonly cases: number;
  /** The group that the person is most like, where it was measured in that group; null where it was measured in others. */
  readonly group: string | null;
  readonly citation: string;
};

/** A risk from 0 to 1 with its band beside the average, or why there is none. */
export type AbsoluteRisk =
  | {
      readonly value: number;
      readonly low: number;
      readonly high: number;
      readonly level: number;
      readonly average: number;
      readonly from_years?: number;
      readonly to_years?: number;
      readonly citation: string;
      readonly r2: number;
      readonly accuracy_kept: number;
      /** The same to earlier ages; empty for a lifetime. */
      readonly curve: readonly {
        readonly age_years: number;
        readonly value: number;
        readonly low: number;
        readonly high: number;
        readonly average: number;
      }[];
      /** What a stated relative did to it; not there where nothing was stated. */
      readonly family_history?: FamilyHistory;
    }
  | { readonly withheld: Withheld };

/** The header variable of a CanRisk pedigree file that a score is meant for, and alpha by reference group. */
export type CanRisk = {
  readonly variable: 'PRS_BC' | 'PRS_OC';
  /** Square root of the share of the model's polygenic variance that the whole score explains. */
  readonly alpha: Readonly<Record<string, number>>;
  readonly citation: string;
};

/** The risk holds what is stated, and stands beside the one without it; or why it does not. */
export type FamilyHistory =
  | {
      readonly relative: Relative;
      /** Heritability of liability. */
      readonly heritability: number;
      readonly without: Probability;
      readonly withheld: null;
    }
  | {
      readonly relative: Relative;
      readonly heritability: null;
      readonly without: null;
      readonly withheld: Withheld;
    };

type Probability = { readonly value: number; readonly low: number; readonly high: number };

/** Eye colour by IrisPlex: three probabilities from 0 to 1, each with the range that two copies of the model's figures and sites
 * without a call leave open; or why there is none. */
export type EyeColour =
  | {
      /** "undefined" where no colour's whole range reaches `called_min`. */
      readonly call: 'blue' | 'intermediate' | 'brown' | 'undefined';
      readonly blue: Probability;
      readonly intermediate: Probability;
      readonly brown: Probability;
      readonly called_min: number;
      readonly basis: 'irisplex';
      readonly citation: string;
      readonly trained_in: string;
      /** Sites that count, of six, and the names of the others. */
      readonly sites: number;
      readonly missing: readonly string[];
    }
  | { readonly withheld: Withheld };

export type Appearance = { readonly eye_colour: EyeColour };
