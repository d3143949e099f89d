// Says what a fresh worker could not open again, by the places it had among what was open.

export type Lost = {
  readonly genotypeFiles: readonly number[];
  readonly scores: readonly number[];
  readonly chains: readonly number[];
};
