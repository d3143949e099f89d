// Says what the file of the calibration's own test holds: how often the range held, and how the percentiles spread.

/** A reference group in one way of lacking variants. */
export type HowGoodGroup = {
  readonly group: string;
  /** People compared, none of whom was fitted to. */
  readonly people: number;
  /** People × scores. */
  readonly percentiles: number;
  /** Share of these whose range holds the percentile of all variants. */
  readonly held: number;
  /** Median width of the range, in percentile points. */
  readonly width: number;
  /** Kolmogorov–Smirnov tests of uniformity, one a score. */
  readonly tests: number;
  readonly least_p: number;
  readonly is_uniform: boolean;
  /** Percentiles in 0–10, 10–20 … 90–100. */
  readonly deciles: readonly number[];
};

/** One way in which files lack variants. */
export type HowGoodFile = {
  readonly removal: string;
  /** In words, to be shown as they are. */
  readonly label: string;
  /** Mean share of the scores' variance in the files. */
  readonly covered: number;
  /** False below the share at which percentiles are withheld: measured all the same. */
  readonly is_told: boolean;
  readonly held: number;
  /** The lowest and the highest of one score in one group. */
  readonly held_least: number;
  readonly held_most: number;
  readonly width: number;
  readonly groups: readonly HowGoodGroup[];
};

export type HowGoodSet = {
  readonly name: string;
  /** False for simulated people. */
  readonly is_real: boolean;
  /** Whether people's background was found from their genotypes or taken from labels. */
  readonly background: 'placed' | 'label';
  readonly people: number;
  readonly fitted: number;
  readonly compared: number;
  readonly variants: number;
  readonly scores: readonly { readonly id: string; readonly rows: number; readonly is_made_up: boolean }[];
  readonly files: readonly HowGoodFile[];
};

export type HowGood = {
  readonly kind: 'tallele-how-good';
  readonly version: 1;
  readonly provenance: {
    readonly tallele: string;
    readonly command: string;
    readonly seed: number;
    readonly reference: { readonly name: string; readonly sha256: string };
    readonly sources: readonly { readonly name: string; readonly what: string; readonly sha256: string }[];
    readonly origin: string;
    readonly licence: string;
  };
  /** What the figures are held to. */
  readonly rule: {
    /** How often the range says that it holds. */
    readonly level: number;
    readonly held_min: number;
    readonly held_max: number;
    /** Of all tests of uniformity together; each is held to alpha ÷ tests. */
    readonly alpha: number;
    readonly tests: number;
    /** Share of a score's variance below which a percentile is withheld. */
    readonly covered_min: number;
  };
  readonly sets: readonly HowGoodSet[];
  /** How well people are placed from few sites. */
  readonly placing?: readonly {
    readonly sites: number;
    readonly people: number;
    readonly nearest_right: number;
    readonly median_se: number;
  }[];
};
