// Says what a report holds: the same JSON that the page saves and the command line prints. Schema version 1.
import type { AbsoluteRisk, Appearance, CanRisk, Percentile, Relative } from './standing.ts';

export type {
  AbsoluteRisk,
  Accuracy,
  Appearance,
  CanRisk,
  Discrimination,
  EyeColour,
  FamilyHistory,
  Percentile,
  Relative,
  Withheld,
} from './standing.ts';

/** One reference assembly. */
export type Build = 'GRCh36' | 'GRCh37' | 'GRCh38';

export type Sex = 'female' | 'male' | 'unknown';

/** Options as checked: what the run did. */
export type Options = {
  readonly rules: 'tallele' | 'pgsc_calc_2';
  /** The build asked for, or null: the genotype file's own. */
  readonly build: Build | null;
  readonly palindromes: 'exclude' | 'keep' | 'frequency';
  readonly multiallelic: 'include' | 'exclude';
  readonly duplicates: 'first' | 'exclude' | 'sum';
  /** Copies that a male's one X allele counts as. */
  readonly male_x: 1 | 2;
  /** Which field of a file of records counts. */
  readonly dosage: 'gt' | 'ds' | 'gp';
  /** Calls of a lower genotype quality are no-calls. */
  readonly min_gq: number | null;
  /** Calls on fewer reads are no-calls. */
  readonly min_dp: number | null;
  /** Records that a filter caught have no calls. */
  readonly pass_only: boolean;
  /** Rows that a file of a genome's variants alone has no record of; null where nobody has said. */
  readonly absent: Absent | null;
  /** Whether consumer files were merged as one person's. */
  readonly merge: boolean;
};

export type Input = {
  readonly role: 'genotypes' | 'scores' | 'chain';
  readonly name: string;
  readonly bytes: number;
  /** Null where the file was looked into by its index and not read whole. */
  readonly sha256: string | null;
  /** Stable code of the format: "23andme", "ancestrydna", "myheritage", "ftdna", "livingdna", "generic", "vcf", "bcf", "plink1", "plink2", "pgs-catalog", "columns". */
  readonly format: string;
  readonly build: Build | null;
};

/** A file that was merged with those before it, as one person's. */
export type MergedFile = {
  readonly name: string;
  readonly vendor: string;
  readonly markers: number;
  /** How its calls stand to those of the files before it; null for the first. */
  readonly agreement: {
    readonly shared: number;
    readonly agreeing: number;
    readonly other_strand: number;
    readonly conflicting: number;
    readonly filled: number;
    readonly added: number;
    readonly not_lifted: number;
  } | null;
};

/** A chain file, which carries positions from one build to another and back. */
export type ChainFile = {
  readonly input: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly from: Build;
  readonly to: Build;
};

/** Something the person must know that did not stop the run. */
export type Finding = {
  readonly code: string;
  readonly count: number;
  /** "fix" needs a look first, "note" changes what the numbers cover, "info" is good to know. */
  readonly severity: 'fix' | 'note' | 'info';
  readonly text: string;
  /** Name of the input it belongs to. */
  readonly input?: string;
};

export type MatchKind =
  | 'refalt'
  | 'altref'
  | 'refalt_flip'
  | 'altref_flip'
  | 'no_oa_ref'
  | 'no_oa_alt'
  | 'no_oa_ref_flip'
  | 'no_oa_alt_flip';

export type MissingEffect = {
  /** rsID, or chrom:pos:other:effect. */
  readonly variant: string;
  readonly chromosome: string | null;
  /** The weight as the author wrote it. */
  readonly effect_weight: string;
  /** Share of the score's variance, or of Σ|w| where the file brings no frequencies (see coverage.share_of). */
  readonly share: number;
  /** "not-in-file", "alleles-differ", "no-call", or the reason of the exclusion. */
  readonly reason: string;
};

export type Contribution = {
  readonly variant: string;
  readonly chromosome: string | null;
  readonly position: number | null;
  readonly effect_allele: string;
  readonly other_allele: string | null;
  readonly effect_weight: string;
  readonly dosage: number;
  readonly contribution: number;
};

export type ChromosomeSum = {
  readonly chromosome: string;
  readonly rows: number;
  readonly matched: number;
  readonly sum: number;
};

export type ScoreResult = {
  readonly id: string;
  readonly name: string | null;
  readonly trait: string | null;
  readonly rows: number;
  readonly matched: number;
  /** Rows left out by a rule or because they cannot be scored, by reason: "palindromic", "duplicate", "multiallelic", "hla-allele"… */
  readonly excluded: Readonly<Record<string, number>>;
  readonly unmatched: number;
  readonly no_call: number;
  readonly kinds: Readonly<Partial<Record<MatchKind, number>>>;
  readonly observed_sum: number;
  /** observed_sum plus the expected contribution of missing rows; null where the file brings no frequencies. */
  readonly filled_sum: number | null;
  /** Rows the filled sum filled. */
  readonly filled_rows: number;
  /** Whose frequencies they were filled by; "file" where the score has none. */
  readonly filled_from: 'score' | 'file' | 'score-and-file' | null;
  readonly coverage: {
    /** matched ÷ rows. */
    readonly rows: number;
    /** Share of the score's variance Σ2p(1−p)β²; null without frequencies. */
    readonly variance: number | null;
    /** Share of Σ|w|. */
    readonly weight: number;
    readonly share_of: 'variance' | 'weight';
  };
  /** Rows that cannot be scored from a genotype file. */
  readonly unsupported: readonly { readonly reason: string; readonly rows: number; readonly share_of_weight: number }[];
  /** Largest first, at most 20. */
  readonly missing: readonly MissingEffect[];
  /** Largest absolute contribution first, at most 20. */
  readonly largest: readonly Contribution[];
  readonly chromosomes: readonly ChromosomeSum[];
  /** Rows joined by position, by rsID, and rows compared on the other strand. */
  readonly joined: { readonly position: number; readonly rsid: number };
  readonly strand: { readonly direct: number; readonly flipped: number; readonly proven: boolean };
  /** Which of the score's position columns was used: "author", "harmonised", or "rsid" where no build fits. */
  readonly positions: 'author' | 'harmonised' | 'lifted' | 'rsid';
  readonly citation: string | null;
  readonly license: string | null;
  readonly weight_type: string;
  /** Where the person stands; this and the next two are there where a reference was asked for. */
  readonly percentile?: Percentile;
  /** The sum standardised along principal components; null where the percentile rests on frequencies or is withheld. */
  readonly z_norm2?: number | null;
  readonly absolute_risk?: AbsoluteRisk;
  /** What the score's pack says for CanRisk; not there where it says nothing. */
  readonly canrisk?: CanRisk;
  readonly findings: readonly Finding[];
};

/** What rows that a file of a genome's variants alone has no record of count as. */
export type Absent = 'missing' | 'hom-ref';

export type Sample = {
  readonly id: string;
  readonly sex: Sex;
  /** Name of the genotype file. */
  readonly input: string;
  /** Null for files that are not of variants alone, and where nobody has said. */
  readonly absent: Absent | null;
  /** There where a reference was asked for. */
  readonly appearance?: Appearance;
  readonly scores: readonly ScoreResult[];
};

/** Whose relative and which disease: the places of a sample and a score in the report, from 0. */
export type StatedRelative = { readonly sample: number; readonly score: number; readonly relative: Relative };

/** The ancestry panel that people were compared by. */
export type ReferenceUsed = {
  readonly name: string;
  readonly sha256: string;
  /** Age from which risks count. */
  readonly age_years: number;
  /** Not there where nothing was stated. */
  readonly family_history?: readonly StatedRelative[];
};

export type Report = {
  /** Version of the program that made it. */
  readonly tallele: string;
  readonly schema: 1;
  readonly options: Options;
  readonly inputs: readonly Input[];
  /** The ancestry panel that people were compared by; not there where nobody asked. */
  readonly reference?: ReferenceUsed;
  readonly samples: readonly Sample[];
  readonly findings: readonly Finding[];
};

/** What the file doctor shows of one genotype file; also `tallele inspect --json`. */
export type GenotypeFile = {
  readonly name: string;
  readonly bytes: number;
  readonly format: string;
  /** "23andMe", "AncestryDNA"… for people. */
  readonly vendor: string;
  /** Why we think so, in words. */
  readonly reasons: readonly string[];
  /** "plain", "gzip", "zip", "zstd". */
  readonly wrapping: readonly string[];
  readonly member: string | null;
  /** The sample's name, or how many there are. */
  readonly sample: string;
  readonly samples: number;
  /** The first five by name. */
  readonly sample_names: readonly string[];
  /** Every file of a set, by name; empty where there is one alone. */
  readonly files: readonly string[];
  /** Whether a single sample's file lists only places where it differs from the reference; null for other files. */
  readonly variants_only: boolean | null;
  /** What rows that such a file has no record of count as; null for other files, and where nobody has said. */
  readonly absent: Absent | null;
  /** Records that a filter of the laboratory's caught; they count unless pass_only is chosen. */
  readonly filtered: number;
  /** Records that say that nothing but REF was seen over a stretch. */
  readonly reference_blocks: number;
  readonly build: Build | null;
  /** Marker evidence, e.g. votes by build, and what the header says. */
  readonly build_evidence: {
    readonly markers: Readonly<Record<Build, number>>;
    readonly header: Build | null;
  };
  readonly sex: Sex;
  /** The files of one person that were merged; empty for a file that stands alone. */
  readonly merged: readonly MergedFile[];
  readonly sexes: { readonly female: number; readonly male: number; readonly unknown: number };
  readonly sex_evidence: {
    readonly x_calls: number;
    readonly x_heterozygous: number;
    readonly y_calls: number;
    readonly y_markers: number;
  };
  /** Where a part of the file was read alone: every count is of that part. `of`: records that the index counts. */
  readonly partly?: { readonly records: number; readonly of: number | null };
  readonly markers: number;
  /** Not there where several samples' calls were not counted, as the next three. */
  readonly called?: number;
  readonly no_calls?: number;
  readonly call_rate?: number;
  readonly heterozygous?: number;
  readonly indels: number;
  readonly duplicates: { readonly agreeing: number; readonly conflicting: number };
  readonly chromosomes: readonly { readonly chromosome: string; readonly markers: number; readonly called: number }[];
  readonly pseudo_autosomal: number;
  readonly sorted: boolean;
  readonly first_line: number;
  readonly chip_guess: string | null;
  readonly findings: readonly Finding[];
};

/** What is known of one added score before and after scoring. */
export type ScoreFile = {
  readonly index: number;
  readonly input: string;
  readonly bytes: number;
  readonly format: string;
  readonly id: string;
  readonly name: string | null;
  readonly trait: string | null;
  readonly rows: number;
  readonly genome_build: Build | null;
  readonly harmonised_build: Build | null;
  readonly citation: string | null;
  readonly license: string | null;
  readonly weight_type: string;
  readonly keys: readonly (readonly [string, string])[];
  /** Codes of the reference groups that it brings figures of; empty where a percentile has no basis. */
  readonly calibrated: readonly string[];
  /** What was published of its accuracy, where its pack says so. */
  readonly validation?: PublishedValidation;
  readonly findings: readonly Finding[];
};

/** A number with the ends of its 95 % confidence interval. */
export type Measured = { readonly value: number; readonly low: number; readonly high: number };

/** How well a score does in people like those of one group: R² there ÷ R² in the test, and R² itself where it was measured. */
export type GroupAccuracy = { readonly kept: number; readonly citation: string; readonly r2?: Measured };

/** How often a score is higher in somebody with the disease than in somebody without it, and who was counted. */
export type TestedAuc = Measured & { readonly people: number; readonly cases: number };

/** A published test of a score, as its pack carries it. */
export type PublishedValidation = {
  readonly disease: string;
  readonly citation: string;
  /** Who was in the test. */
  readonly test_set: string;
  /** R² on the scale of liability, or of the quantity itself; not there where the effect is an AUC. */
  readonly r2?: number;
  readonly heritability: number | null;
  readonly sex: Sex;
  readonly effect:
    | { readonly 'hazard-ratio-per-sd': Measured }
    | { readonly 'liability-r2': { readonly r2: Measured; readonly prevalence: number; readonly source: string } }
    | { readonly 'trait-r2': Measured }
    | { readonly auc: TestedAuc };
  /** Accuracy by reference group, R² there ÷ R² in the test. */
  readonly accuracy: Readonly<Record<string, GroupAccuracy>>;
  /** AUC by the same groups, where the effect is one. */
  readonly auc_by_group?: Readonly<Record<string, TestedAuc>>;
  readonly rates: { readonly first_age: number; readonly incidence: readonly number[]; readonly source: string } | null;
  readonly auc?: Measured;
  /** What else the PRS-RS asks for, in words. */
  readonly reporting?: Readonly<
    Partial<Record<'training_set' | 'people' | 'cases' | 'ancestry' | 'phenotype' | 'date' | 'licence', string>>
  >;
};
