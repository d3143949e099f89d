// Says what the labs are asked and what they answer, by the names that their addresses and the labs' module have.

/** The phase transition: share of variance explained, variants looked through, causal ones, seed. */
export type PhaseSettings = { readonly h2: number; readonly p: number; readonly s: number; readonly seed: number };

export type PhasePoint = {
  /** People trained on. */
  readonly people: number;
  /** Variants of the chosen predictor. */
  readonly chosen: number;
  /** Share of the causal variants among them. */
  readonly recall: number;
  /** Share of them that are causal; null where none were chosen. */
  readonly precision: number | null;
  /** Squared correlation with the trait in other people. */
  readonly r2: number;
};

/** How far the path of one point is. */
export type PhaseNow = {
  readonly people: number;
  readonly lambdas: number;
  readonly lambdas_most: number;
  readonly chosen: number;
};

export type PhaseStep = {
  readonly finished: boolean;
  /** Share of the run that is done. */
  readonly share: number;
  readonly points: readonly PhasePoint[];
  readonly now: PhaseNow | null;
  /** Of all chosen coefficients: the same bits give the same. */
  readonly fingerprint: string;
};

export type PhaseCurves = {
  /** People for each causal variant at the points of the run. */
  readonly people_per_effect: readonly number[];
  /** People for each causal variant, and what theory expects there. */
  readonly expected: readonly (readonly [number, { readonly recall: number; readonly r2: number }])[];
  /** People for each causal variant from which all are found without noise. */
  readonly threshold: number | null;
};

/** How much data: heritability, loci, the trait's standard deviation, how near, variants to find. */
export type DataSettings = {
  readonly h2: number;
  readonly m: number;
  readonly sd: number;
  readonly within: number;
  readonly s: number;
};

export type DataPoint = {
  readonly people: number;
  readonly accuracy: number;
  readonly self_consistent: number;
  readonly residual: number;
};

export type DataCurves = {
  readonly points: readonly DataPoint[];
  readonly wanted: number | null;
  /** People that it takes; null where no number is enough. */
  readonly people: number | null;
  readonly people_self_consistent: number | null;
  readonly wanted_for_range: number | null;
  /** What any number of people leaves open. */
  readonly floor: number;
  readonly people_to_select: number;
};

/** Polygenicity and flips: loci, heritability, how effects are spread, seed. */
export type FlipSettings = {
  readonly n: number;
  readonly h2: number;
  readonly effects: 'equal' | 'normal';
  readonly seed: number;
};

export type FlipPoint = { readonly loci: number; readonly best_first: number; readonly any_order: number };

export type FlipCurves = {
  readonly flips: number;
  readonly flips_genetic: number;
  readonly reach: number;
  readonly reach_genetic: number;
  /** Loci for one standard deviation, best-first and in any order: means over drawn people. */
  readonly needed: readonly [number, number] | null;
  readonly people: number;
  readonly way: readonly FlipPoint[];
  readonly limit: number;
  readonly spread: {
    readonly variants: number;
    readonly holding: readonly [number, number, number];
    readonly effective: number;
  } | null;
  readonly spectrum: readonly (readonly [number, number])[];
};

/** Edits of the flips' person: most edits, off-targets, cells, people of the study, and other traits with what they allow. */
export type EditSettings = FlipSettings & {
  readonly edits: number;
  readonly off: number;
  readonly clean: number;
  readonly cells: number;
  readonly people: number;
  readonly traits: number;
  readonly rg: number;
  readonly tolerance: number;
};

export type EditPoint = {
  readonly edits: number;
  /** Gained if all are causes, on average, and by as many where causes are known and nothing else may not move. */
  readonly intended: number;
  readonly expected: number;
  readonly free: number;
};

export type EditCurves = {
  /** Most edits with the asked chance of no change elsewhere; null where any number has it. */
  readonly edits_clean: number | null;
  readonly edits: number;
  /** Chances: of no change elsewhere, that a cell has all edits, that all edits are causes. */
  readonly clean: number;
  readonly cells_with_all: number;
  readonly all_causal: number;
  /** Edits that are causes, on average. */
  readonly causal: number;
  /** Gains in standard deviations: on average with its own deviation, if all are causes, at most, and without limits. */
  readonly expected: number;
  readonly deviation: number;
  readonly intended: number;
  readonly bound: number;
  readonly is_best: boolean;
  readonly free: number;
  /** Other traits, by the plan and by edits chosen for the target alone. */
  readonly moved: readonly number[];
  readonly moved_free: readonly number[];
  /** A risk, and what becomes of it. */
  readonly risk_before: number;
  readonly risk: number | null;
  /** Neighbours of each cause that could be it, and their r² with it. */
  readonly neighbours: number;
  readonly neighbours_r2: number;
  readonly points: readonly EditPoint[];
};

export type SharedPair = {
  readonly first: number;
  readonly second: number;
  readonly variants: number;
  readonly differing: number;
  readonly same_direction: number;
  readonly overlap: {
    readonly shared: number;
    readonly jaccard: number;
    readonly expected: number;
    readonly p: number;
  } | null;
  readonly variance_overlap: number | null;
  readonly covariance: number | null;
  readonly correlation: number | null;
};

export type ComparedPredictor = {
  readonly id: string;
  readonly trait_reported: string | null;
  readonly variants: number;
  readonly left_out: number;
  /** Whether its file has places on the build of the comparison. */
  readonly is_placed: boolean;
  readonly blocks: number;
  readonly frequencies_known: number;
  readonly variance: number | null;
};

export type Sharing = {
  readonly build: string | null;
  readonly blocks: number;
  readonly predictors: readonly ComparedPredictor[];
  readonly pairs: readonly SharedPair[];
  /** The predictors whose correlations with each other are all known. */
  readonly told: readonly number[];
  readonly correlations: readonly number[] | null;
  readonly independent_traits: number | null;
};

/** What changing the largest variants of one predictor does to the others. */
export type Pleiotropy = {
  readonly target: number;
  readonly changed: number;
  readonly moved: number;
  readonly others: readonly {
    readonly predictor: number;
    readonly shared: number;
    readonly deviations: number | null;
  }[];
};

/** All loaded predictors against each other, and each moved; null where its file does not tell. */
export type Shared = { readonly sharing: Sharing; readonly moved: readonly (Pleiotropy | null)[] };
